import type { Design } from '../../core/vocabulary/design.ts';
import type { AskedAct } from '../../core/vocabulary/event-parts.ts';
import { type Line, line, untrusted } from '../format/document.ts';

const NAME_CHARACTERS = 120;

/** Acts of a design's starter, to follow *can* and *asks Ana to*. */
export const ACT_WORDS: Readonly<Record<AskedAct, string>> = {
  decide: 'decide this',
  go_on: 'go on without more answers',
  cancel: 'cancel it',
  judge: 'accept or decline it',
};

/** *Cem asks Ana to go on without more answers.* */
export function drawRequestLine(
  { startedBy }: Pick<Design, 'startedBy'>,
  act: AskedAct,
  by: string,
): Line {
  return line`${name(by)} asks ${name(startedBy)} to ${ACT_WORDS[act]}.`;
}

function name(words: string): Line {
  return [untrusted(words || 'Somebody', NAME_CHARACTERS)];
}
