import type { Design } from '../../src/core/vocabulary/design.ts';
import type { EventOf } from '../../src/core/vocabulary/events.ts';
import { isDead } from './state-invariants.ts';
import { Violation } from './step.ts';

/**
 * J10: a matching takes words that none has taken, or is the one that comes when answering has
 * ended.
 */
export function checkWorthReading(design: Design, { replies = [] }: EventOf<'round_opened'>): void {
  const taken =
    design.rounds.filter(({ kind }) => kind === 'matching').at(-1)?.since ??
    Number.NEGATIVE_INFINITY;
  const isNew = design.replies.some(({ id, since }) => replies.includes(id) && since > taken);
  const isLast = design.answeringEnded !== null && design.answeringEnded.since > taken;
  if (!isNew && !isLast)
    throw new Violation('J10', `${replies.join()} is read once more for no reason`);
}

/**
 * J8, J10: what people have written under a question's number since a reply of theirs is not undone
 * by a turn.
 */
export function checkMatches(design: Design, { matches }: EventOf<'answers_matched'>): void {
  for (const { questionId, replyId, quote } of matches) {
    const {
      text = '',
      author,
      since: made = -1,
    } = design.replies.find(({ id }) => id === replyId) ?? {};
    if (!text.includes(quote)) throw new Violation('J10', `“${quote}” is read in “${text}”`);
    const isReplaced = design.replies.some(
      (each) =>
        each.since > made &&
        each.author === author &&
        each.answers.some(
          (answer) => answer.questionId === questionId && answer.source === undefined,
        ),
    );
    if (isReplaced)
      throw new Violation(
        'J10',
        `${questionId} is read from ${replyId}, which its author has replaced`,
      );
  }
}

/**
 * J10: what somebody said is no silence, and not to know is no answer. Before a question is
 * assumed, it was tried to match all words to it; and before answering ends, to read all words
 * under numbers.
 */
export function checkSilence(
  design: Design,
  { assumed }: Pick<EventOf<'answering_closed'>, 'assumed'>,
): void {
  const synthesizer = design.participants.find(({ role }) => role === 'synthesizer');
  const isAble =
    synthesizer !== undefined &&
    !isDead(synthesizer) &&
    design.settings.budgetUsd === null &&
    design.dropped.length + design.partsOver.length === 0;
  if (!isAble) return;
  const unread = design.replies.find(
    ({ id, unmatched, unread, answers, since }) =>
      ((unmatched && assumed.length > 0) ||
        (unread && answers.some(({ source }) => source === undefined))) &&
      !design.rounds.some((round) => round.replies.includes(id) && round.since > since),
  );
  if (unread !== undefined)
    throw new Violation(
      'J10',
      `answering ends, ${assumed.join()} assumed, and nobody has read ${unread.id}`,
    );
}

/** J10: words that leave a question open answer it no more. */
export function checkLeftOpen({ replies }: Design): void {
  for (const { id, answers, leftOpen } of replies) {
    const both = leftOpen.find(({ questionId }) =>
      answers.some((each) => each.questionId === questionId),
    );
    if (both !== undefined)
      throw new Violation(
        'replies',
        `${id} answers ${both.questionId}, which its author leaves open`,
      );
  }
}
