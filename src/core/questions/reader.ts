import { shortageNow } from '../outcome/policy/reserve.ts';
import type { Reply } from '../vocabulary/design.ts';
import type { Draft } from '../vocabulary/draft.ts';
import { isAlive, participant, roleHolder } from '../vocabulary/participants.ts';
import type { RoundKind } from '../vocabulary/sets.ts';

/** Replies that one turn reads at most, and characters of them: the others wait for the next. */
const [MAX_REPLIES, MAX_CHARACTERS] = [500, 100_000];

/** The first of these, as many as one turn can read; one reply has fewer characters than fit. */
export function readAtOnce(replies: readonly Reply[]): readonly Reply[] {
  let left = MAX_CHARACTERS;
  const first = replies.slice(0, MAX_REPLIES);
  const tooMuch = first.findIndex(({ text }) => {
    left -= text.length;
    return left < 0;
  });
  return tooMuch === -1 ? first : first.slice(0, tooMuch);
}

/** Returns true if somebody is there to read what people said, and there is money and time for it. */
export function isAbleToRead(draft: Draft, kind: RoundKind): boolean {
  const { design } = draft;
  return shortageNow(draft, kind) === null && isAlive(participant(design, roleHolder(design, 'synthesizer')));
}
