import type { Design, Reply } from '../vocabulary/design.ts';
import { replyName } from './named-replies.ts';
import { materialIn } from './requests.ts';
import { isAskedIn } from './said.ts';

/** Words of people that bear on the decision, as a turn has read them (J8). */

/** Revisions for the words of people in one design: somebody who goes on writing holds up nobody. */
const REVISIONS_FOR_WORDS = 2;

/** Returns true if words bear on the decision that no revision was asked to take up since they were read, and one may be. */
export function isRevisionDueForWords({ replies, rounds }: Pick<Design, 'replies' | 'rounds'>): boolean {
  const read = replies.flatMap(({ bearing }) => bearing?.since ?? []);
  const asked = rounds.filter(({ kind }) => kind === 'revision').map(({ since }) => since);
  const isBetween = (after = -1, before = Number.POSITIVE_INFINITY) =>
    read.some((since) => since > after && since < before);
  const forWords = asked.filter((since, index) => isBetween(asked[index - 1], since));
  return forWords.length < REVISIONS_FOR_WORDS && isBetween(asked.at(-1));
}

/** Returns the words that bear on the decision and that no change of it answers; what was asked of the record is none (J14). */
export function wordsNotTaken(design: Pick<Design, 'replies' | 'revisions' | 'followUps'>): Reply[] {
  const { replies, revisions } = design;
  const isAsked = (reply: Reply) => isAskedIn(design, reply) && materialIn(reply) === '';
  const answered = revisions.flatMap(({ revision }) => revision.changes.flatMap(({ answers }) => answers));
  return replies.filter(
    (reply, index) => reply.bearing !== null && !isAsked(reply) && !answered.includes(replyName(index)),
  );
}
