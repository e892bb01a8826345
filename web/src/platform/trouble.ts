// An error in words an officer can act on.
import { NoConnection, Problem } from './api';
import { useWords } from './words';

export function useTrouble() {
  const { t, word, known } = useWords();
  return (error: unknown): string => {
    if (error instanceof NoConnection) return t('platform.problem.no_connection');
    if (!(error instanceof Problem)) return t('platform.problem.unknown');
    const first = error.errors.find(({ path }) => path === 'decided_by');
    if (error.rule === 'already_decided' && first) {
      return t('platform.approval.already_by', {
        name: first.message,
        state: word('platform.approval.state', first.code),
      });
    }
    const taker = error.errors.find(({ path }) => path === 'taken_by');
    if (error.rule === 'taken_by' && taker) {
      return t('platform.taken_by_name', { name: taker.message });
    }
    if (error.rule && known('platform.rule', error.rule)) return word('platform.rule', error.rule);
    const fields = error.errors.map((field) =>
      [field.path, word('platform.field_code', field.code)].filter(Boolean).join(': '),
    );
    const what = known('platform.problem', error.code)
      ? word('platform.problem', error.code)
      : error.message;
    const rule = error.rule ? ` (${error.rule})` : '';
    return `${what}${rule}${fields.length ? ` ${fields.join('; ')}` : ''}`;
  };
}
