import type { Design, Reply } from '../../vocabulary/design.ts';
import { nameOfReply } from '../quoting/named-replies.ts';
import { isAskedIn } from './answers-given.ts';

/**
 * Most revisions that a design makes for people's replies, so that endless replies cannot hold it
 * up.
 */
const REVISIONS_FOR_WORDS = 2;

function bears({ bearing }: Reply): boolean {
  return bearing?.verdict === 'bears';
}

/**
 * `true` if a reply that bears on the decision was read since the last revision began, and another
 * revision is allowed.
 */
export function isRevisionDueForWords({
  replies,
  rounds,
}: Pick<Design, 'replies' | 'rounds'>): boolean {
  const read = replies.filter(bears).flatMap(({ bearing }) => bearing?.since ?? []);
  const asked = rounds.filter(({ kind }) => kind === 'revision').map(({ since }) => since);
  const isBetween = (after = -1, before = Number.POSITIVE_INFINITY) =>
    read.some((since) => since > after && since < before);
  const forWords = asked.filter((since, index) => isBetween(asked[index - 1], since));
  return forWords.length < REVISIONS_FOR_WORDS && isBetween(asked.at(-1));
}

/**
 * Replies that bear on the decision and that no change answers. Questions to the record do not
 * count.
 */
export function listRepliesNotTaken(
  design: Pick<Design, 'replies' | 'revisions' | 'followUps'>,
): Reply[] {
  const { replies } = design;
  return replies.filter(
    (reply) => bears(reply) && !isAskedIn(design, reply) && !isAnsweredByChange(design, reply),
  );
}

/** `true` if a change of a revision names the reply, or one of its sentences, as answered. */
export function isAnsweredByChange(
  { revisions }: Pick<Design, 'revisions'>,
  reply: Reply,
): boolean {
  const name = nameOfReply(reply);
  return revisions.some(({ inForce }) =>
    inForce.some(({ answers }) =>
      answers.some((each) => each === name || each.startsWith(`${name}.`)),
    ),
  );
}
