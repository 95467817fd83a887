import { asAuthor, isSameAuthor } from '../questions/replies/author.ts';
import { BOUNDS } from '../vocabulary/bounds.ts';
import { type CommandOf, type Refusal, refuse } from '../vocabulary/commands.ts';
import type { Design } from '../vocabulary/design.ts';
import type { Draft } from '../vocabulary/draft.ts';
import { starterOf } from '../vocabulary/starter.ts';
import { type Signed, signatureOf } from '../vocabulary/via.ts';

/** Asks the starter to act, once per act and requester. */
export function askStarter(
  draft: Draft,
  { act, ...who }: CommandOf<'ask_starter'>,
): Refusal | null {
  const { design } = draft;
  // Then the token or the terminal decides who may act.
  if (design.thread === null)
    return refuse(
      'invalid',
      'This design has no thread to ask in. Decide with its token or at its terminal.',
    );
  const { name, id } = starterOf(design);
  if (id === '') return refuse('invalid', 'This design has no starter to ask.');
  if (who.byId === id) return refuse('invalid', 'You may do this yourself.');
  if (hasAsked(design, act, who)) return null;
  if (design.reminders.filter(({ by }) => by !== '').length >= BOUNDS.asks)
    return refuse('not_open', `${name} has already been asked ${BOUNDS.asks} times.`);
  draft.record({ type: 'people_reminded', about: act, ...signatureOf(who) });
  return null;
}

export function hasAsked(
  design: Pick<Design, 'reminders'>,
  act: CommandOf<'ask_starter'>['act'],
  who: Signed,
): boolean {
  const person = asAuthor(who);
  return design.reminders.some((ask) => ask.about === act && isSameAuthor(asAuthor(ask), person));
}
