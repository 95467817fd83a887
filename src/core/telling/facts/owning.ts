import type { AskedAct, EventOf } from '../../vocabulary/events.ts';
import { given, type Line, line } from '../document.ts';

const NAME_CHARACTERS = 120;

/** Acts of a design's owner, as they stand behind *can* and behind *asks Ana to*. */
export const ACT_WORDS: Readonly<Record<AskedAct, string>> = {
  decide: 'decide this',
  end_answers: 'end the wait for answers',
  cancel: 'cancel it',
};

/** *Cem asks Ana to end the wait for answers.* */
export function askedLine({ act, of, by }: Pick<EventOf<'owner_asked'>, 'act' | 'of' | 'by'>): Line {
  return line`${name(by)} asks ${name(of)} to ${ACT_WORDS[act]}.`;
}

/** *Ana has handed this design over to Cem, who decides on it from now on.* */
export function handedOverLine({ to, by }: Pick<EventOf<'design_handed_over'>, 'to' | 'by'>): Line {
  return line`${name(by)} handed this design over to ${name(to)}, who decides on it from now on.`;
}

function name(words: string): Line {
  return [given(words || 'Somebody', NAME_CHARACTERS)];
}
