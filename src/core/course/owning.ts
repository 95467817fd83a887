import { isSameAuthor, knownIn, nameIn } from '../question/author.ts';
import { BOUNDS } from '../vocabulary/bounds.ts';
import { type CommandOf, type Refusal, refuse } from '../vocabulary/commands.ts';
import type { Design } from '../vocabulary/design.ts';
import type { Draft } from '../vocabulary/draft.ts';
import { ownerOf } from '../vocabulary/owner.ts';
import { isOver } from '../vocabulary/status.ts';
import { cameBy } from '../vocabulary/via.ts';

/**
 * Hands a design over to another person, who decides on it from now on. Who may do this, and whether that person may read it, is
 * asked before.
 */
export function handOver(draft: Draft, command: CommandOf<'hand_over'>): Refusal | null {
  const { by, byId, via } = command;
  const { design } = draft;
  const refusal = whyNotOwned(design);
  if (refusal !== null) return refusal;
  const person = personMeant(design, command);
  if ('code' in person) return person;
  const { name: to, id: toId } = person;
  if (ownerOf(design).id === toId) return null;
  if (design.handedOver.length >= BOUNDS.handOvers)
    return refuse('not_open', `It was handed over ${BOUNDS.handOvers} times, and no more is possible.`);
  draft.record({ type: 'design_handed_over', to, toId, by, ...actor(byId), ...cameBy(via) });
  return null;
}

/** Has the owner called, once for each act and person who asks. */
export function askOwner(draft: Draft, { act, by, byId, via }: CommandOf<'ask_owner'>): Refusal | null {
  const { design } = draft;
  const refusal = whyNotOwned(design);
  if (refusal !== null) return refusal;
  const { name: of, id } = ownerOf(design);
  if (id === '') return refuse('invalid', 'Nobody is known here who could be asked.');
  if (byId === id) return refuse('invalid', 'You may do this yourself.');
  if (hasAsked(design, act, { by, byId })) return null;
  if (design.asks.length >= BOUNDS.asks)
    return refuse('not_open', `${of} was asked ${BOUNDS.asks} times, and is called no more.`);
  draft.record({ type: 'owner_asked', act, of, by, ...actor(byId), ...cameBy(via) });
  return null;
}

/** Returns true if this person has had the present owner called for this act. */
export function hasAsked(
  design: Pick<Design, 'asks' | 'startedBy' | 'thread'>,
  act: CommandOf<'ask_owner'>['act'],
  { by: author, byId }: { readonly by: string; readonly byId?: string | undefined },
): boolean {
  const person = { author, ...(byId === undefined ? {} : { authorId: byId }) };
  const owner = ownerOf(design).name;
  return design.asks.some(
    (ask) =>
      ask.act === act &&
      ask.of === owner &&
      isSameAuthor({ author: ask.by, ...(ask.byId === undefined ? {} : { authorId: ask.byId }) }, person),
  );
}

/** A design without a thread belongs to nobody in particular: who may act on it, is said by tokens and the terminal. */
function whyNotOwned(design: Design): Refusal | null {
  if (design.end !== null) return refuse('ended', 'This design has ended.');
  if (isOver(design)) return refuse('not_open', 'This design has come to its end by itself.');
  if (design.thread !== null) return null;
  return refuse(
    'invalid',
    'This design has no thread, so nobody is called for it. Whoever has its token or terminal may decide.',
  );
}

/** Returns the person by their id; by their name alone, somebody who has said or done something in the design. */
export function personMeant(
  design: Design,
  { to, toId }: Pick<CommandOf<'hand_over'>, 'to' | 'toId'>,
): { readonly name: string; readonly id: string } | Refusal {
  const name = to.trim();
  if (toId !== undefined && toId !== '')
    return { name: nameIn(design, { author: name || toId, authorId: toId }), id: toId };
  const known = knownIn(design).filter(({ author, authorId }) => author === name && authorId !== undefined);
  const [id, another] = new Set(known.map(({ authorId }) => authorId ?? ''));
  if (id !== undefined && another === undefined) return { name, id };
  const names = [
    ...new Set(knownIn(design).flatMap((each) => (each.authorId === undefined ? [] : each.author))),
  ];
  const others =
    names.length === 0 ? 'Nobody is known here by name yet' : `Known here: ${names.slice(0, 20).join(', ')}`;
  return refuse(
    'unknown_reference',
    `No person here has exactly this name. ${others}. Or give their id on the platform.`,
    'to',
  );
}

function actor(byId: string | undefined): { readonly byId?: string } {
  return byId === undefined ? {} : { byId };
}
