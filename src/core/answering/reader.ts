import { findShortage } from '../policy/reserve.ts';
import type { Reply } from '../vocabulary/design.ts';
import type { Draft } from '../vocabulary/draft.ts';
import { findParticipant, isAlive, roleHolderOf } from '../vocabulary/participants.ts';
import type { RoundKind } from '../vocabulary/sets.ts';

/** Most replies, and characters of them, in one turn; further replies wait for the next. */
const MAX_REPLIES = 500;
const MAX_CHARACTERS = 100_000;

/** The first replies that fit into one turn. Any single reply fits. */
export function readAtOnce(replies: readonly Reply[]): readonly Reply[] {
  let left = MAX_CHARACTERS;
  const first = replies.slice(0, MAX_REPLIES);
  const tooMuch = first.findIndex(({ text }) => {
    left -= text.length;
    return left < 0;
  });
  return tooMuch === -1 ? first : first.slice(0, tooMuch);
}

/** `true` if the synthesizer is alive and there is money and time for the round. */
export function isAbleToRead(draft: Draft, kind: RoundKind): boolean {
  const { design } = draft;
  return (
    findShortage(draft, kind) === null &&
    isAlive(findParticipant(design, roleHolderOf(design, 'synthesizer')))
  );
}
