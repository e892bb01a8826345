// Keyboard shortcuts. A combination ("ctrl+enter", "f9") works everywhere; a plain key or a
// sequence ("?", "n", "g c") only while nobody is typing into a field. What lies over a page takes
// the keys of that page: only those of the top layer are heard.
import { createContext, useContext, useEffect, useRef } from 'react';

const kSequence = 1200; // Milliseconds between the two keys of a sequence.

type Handler = (event: KeyboardEvent) => void;
interface Listening {
  layer: number;
  handler: Handler;
}
const handlers = new Map<string, Listening[]>();
let top = 0;
let prefix = '';
let prefixAt = 0;

function typing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  // A tick or a choice takes no letters.
  if (target instanceof HTMLInputElement && /^(checkbox|radio|button)$/.test(target.type)) {
    return false;
  }
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

export function comboOf(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>) {
  const key = event.key.toLowerCase();
  const held = [(event.ctrlKey || event.metaKey) && 'ctrl', event.altKey && 'alt'].filter(Boolean);
  return [...held, key].join('+');
}

function handlerOf(name: string): Handler | undefined {
  return handlers.get(name)?.findLast(({ layer }) => layer >= top)?.handler;
}

function hear(event: KeyboardEvent) {
  if (event.isComposing || event.repeat) return; // An input method is still choosing characters.
  const combo = comboOf(event);
  const everywhere = /^(ctrl|alt)\+|^f\d+$|^escape$/.test(combo);
  if (!everywhere && typing(event.target)) return;
  const now = Date.now();
  const sequence = prefix && now - prefixAt < kSequence ? `${prefix} ${combo}` : combo;
  prefix = '';
  const handler = handlerOf(sequence) ?? handlerOf(combo);
  if (handler) {
    event.preventDefault();
    handler(event);
  } else if ([...handlers.keys()].some((known) => known.startsWith(`${combo} `))) {
    prefix = combo;
    prefixAt = now;
  }
}

// Zero is the page itself.
export const KeyLayer = createContext(0);
export const kEveryLayer = Infinity;

// While this is drawn, the layers below are deaf.
export function useTopLayer(layer: number) {
  useEffect(() => {
    const before = top;
    top = layer;
    return () => {
      top = before;
    };
  }, [layer]);
}

// The latest user of a combination gets it; undefined leaves it to the one before.
export function useKeys(map: Record<string, Handler | undefined>) {
  const layer = useContext(KeyLayer);
  const current = useRef(map);
  useEffect(() => {
    current.current = map;
  });
  const names = Object.keys(map)
    .filter((name) => map[name])
    .join('|');
  useEffect(() => {
    if (handlers.size === 0) window.addEventListener('keydown', hear);
    const mine = names.split('|').filter(Boolean);
    const entries = mine.map((name): [string, Listening] => [
      name,
      { layer, handler: (event) => current.current[name]?.(event) },
    ]);
    for (const [name, listening] of entries) {
      handlers.set(name, [...(handlers.get(name) ?? []), listening]);
    }
    return () => {
      for (const [name, listening] of entries) {
        const rest = (handlers.get(name) ?? []).filter((other) => other !== listening);
        if (rest.length) handlers.set(name, rest);
        else handlers.delete(name);
      }
      if (handlers.size === 0) window.removeEventListener('keydown', hear);
    };
  }, [names, layer]);
}
