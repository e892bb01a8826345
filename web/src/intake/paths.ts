// Fields of a form by the paths the server uses: `payments[0].to.account`.

type Key = string | number;

function keysOf(path: string): Key[] {
  return [...path.matchAll(/([^.[\]]+)|\[(\d+)\]/g)].map((match) =>
    match[2] === undefined ? match[1]! : Number(match[2]),
  );
}

export function valueAt(form: unknown, path: string): unknown {
  return keysOf(path).reduce<unknown>(
    (value, key) => (value as Record<Key, unknown> | undefined)?.[key],
    form,
  );
}

// A copy of the form in which the field has this value; what is not on the path is shared.
export function withValue<Form>(form: Form, path: string, value: unknown): Form {
  const put = (node: unknown, [key, ...rest]: Key[]): unknown => {
    if (key === undefined) return value;
    const copy = Array.isArray(node) ? [...node] : { ...(node as object) };
    const slot = copy as Record<Key, unknown>;
    slot[key] = put(slot[key], rest);
    return copy;
  };
  return put(form, keysOf(path)) as Form;
}
