// How far a round of return has come. A receipt that brought less than was decided says so.
import { StateTag } from '../platform/parts';
import { useWords } from '../platform/words';
import { kRoundTones, type Round } from './returns';

export function RoundTag({ round }: { round: Round }) {
  const { word } = useWords();
  const { state, executed_fen: paid, return_fen: decided } = round;
  if (state !== 'executed' || paid >= decided) {
    return <StateTag tone={kRoundTones[state]}>{word('returns.state', state)}</StateTag>;
  }
  return (
    <StateTag tone={paid > 0 ? 'watch' : 'alarm'}>
      {word('returns.state', paid > 0 ? 'executed_short' : 'nothing_paid')}
    </StateTag>
  );
}
