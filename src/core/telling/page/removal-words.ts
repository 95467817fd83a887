import { counted } from '../../vocabulary/figures.ts';

/** Says what forgetting a design would remove, before an operator is asked if they are sure. */
export function forgettingWords(events: number, turns: number, goingOn: readonly string[]): string {
  const removed = `${counted(events, 'event')}, ${counted(turns, 'turn')} and all files of this design will be removed. The end of its chain stays. This cannot be undone.`;
  return goingOn.length === 0
    ? removed
    : `${removed} These designs keep what they took over: ${goingOn.join(', ')}.`;
}

/** Says what removing the words of a reply would take out, and what cannot be taken out. */
export function redactionWords(texts: number, files: number, left: number): string {
  const removed = `${counted(texts, 'text')} will be removed, and ${counted(files, 'file')} drawn again. This cannot be undone.`;
  return left === 0
    ? removed
    : `${removed} ${counted(left, 'short text')} stay: the chain cannot be read without them.`;
}
