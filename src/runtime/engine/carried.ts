import type { Design, Reply } from '../../core/design.ts';
import { settledByPeople } from '../../core/divergence/sides.ts';
import { BOUNDS, type Carried } from '../../core/events.ts';
import { lateWordsOf } from '../../core/question/late-words.ts';

/** What a run takes over from the one before it. Of its questions those are open again about which people have not had their say. */
export function carriedFrom(design: Design): Carried {
  const said = [...design.replies, ...lateReplies(design)];
  const replies = taken(said);
  const leftBehind = said.length - replies.length + (design.carried?.repliesLeftBehind ?? 0);
  const isCutShort = design.answeringClosed === null && design.proposals.length === 0;
  const questions = design.questions.map((question) => ({
    ...question,
    status: question.status === 'open' && !isCutShort ? ('assumed' as const) : question.status,
  }));
  return {
    questions: design.step === 'asking' ? [] : questions,
    replies,
    ...(leftBehind === 0 ? {} : { repliesLeftBehind: leftBehind }),
    proposals: design.proposals.map(({ revealed, ...sealed }) => sealed),
    settled: settledByPeople(design),
  };
}

/** As many as a start takes, in their order: first those that answer a question, and of each kind the newest. */
function taken(replies: readonly Reply[]): Carried['replies'] {
  const answersSomething = ({ answers }: Reply): number => (answers.length > 0 ? 1 : 0);
  const kept = new Set<Reply>();
  let bytes = 0;
  for (const reply of replies
    .toReversed()
    .toSorted((one, other) => answersSomething(other) - answersSomething(one))) {
    if (kept.size === BOUNDS.carriedReplies) break;
    bytes += Buffer.byteLength(JSON.stringify(carriedReply(reply)));
    if (bytes > BOUNDS.carriedReplyBytes) break;
    kept.add(reply);
  }
  return replies.filter((reply) => kept.has(reply)).map(carriedReply);
}

/** What was said after the end is what people want to add: as replies that nobody has matched to a question. */
function lateReplies(design: Design): Reply[] {
  return lateWordsOf(design).map(({ type: _, at: __, ...said }) => ({
    ...said,
    answers: [],
    unmatched: true,
    since: design.version,
  }));
}

function carriedReply({ since: _, readBy: __, ...reply }: Reply): Carried['replies'][number] {
  return {
    ...reply,
    answers: reply.answers.slice(0, BOUNDS.answersPerReply).map((answer) => ({ ...answer })),
  };
}
