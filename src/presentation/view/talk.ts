import { decidedOf } from '../../core/decision/decided.ts';
import { type Dispute, listDisputes } from '../../core/decision/disputes.ts';
import { type ClaimFate, listFates } from '../../core/decision/fates.ts';
import {
  labelDifference,
  labelPosition,
  strongestReasonOf,
} from '../../core/differences/labels.ts';
import { isUnsettled } from '../../core/differences/sides.ts';
import { moveIn, movementsOf } from '../../core/differences/stances.ts';
import { isArgued } from '../../core/policy/depth.ts';
import { claimIdAt, claimsOf, labelOf, listClaims } from '../../core/proposals/labels.ts';
import { listUnreadFiles } from '../../core/questions/quoting/unread-marks.ts';
import { untakenWordsOf } from '../../core/questions/quoting/unused-words.ts';
import {
  answersNothing,
  findSaidAbout,
  isWrittenTo,
  listRepliesAbout,
  listUnreadReplies,
} from '../../core/questions/replies/answers-given.ts';
import { authorKeyOf, authorNamesOf } from '../../core/questions/replies/author.ts';
import { lateWordsOf } from '../../core/questions/replies/late-messages.ts';
import {
  answeringEndOf,
  answerWordsOf,
  findTaken,
  findTaking,
  isAssumed,
  listAnswers,
  needsAssumption,
} from '../../core/questions/replies/questions.ts';
import { isWritten } from '../../core/questions/replies/replies.ts';
import { type CheckedCitation, checkOf } from '../../core/vocabulary/checked.ts';
import type {
  Argument,
  Design,
  Divergence,
  Question,
  Reply,
  SealedProposal,
} from '../../core/vocabulary/design.ts';
import { formatIso } from '../../core/vocabulary/figures.ts';
import { type ClaimId, findById, type PositionId } from '../../core/vocabulary/ids.ts';
import { rememberFor } from '../../core/vocabulary/remember.ts';
import { listDivergences } from '../../core/vocabulary/round.ts';
import { isOver, openGate, openRound } from '../../core/vocabulary/status.ts';
import { listWords } from '../../core/vocabulary/text.ts';
import { cutWords } from '../../foundation/cut-text.ts';
import { citationOf } from '../judged/citations.ts';
import type { ReadOnly } from '../schema/field.ts';
import type {
  ArgumentView,
  DifferenceView,
  ProposalView,
  QuestionView,
  ReplyView,
  TALK,
} from '../schema/talk.ts';

type Talk = ReadOnly<typeof TALK>;
/** `repository`: where its page is known, citations are linked. */
export type Proposing = Pick<Design, 'drawnOrder'> & Partial<Pick<Design, 'repository'>>;
export type Written = Pick<SealedProposal, 'participant' | 'proposal'> & {
  readonly citations: readonly CheckedCitation[];
};

export function talkOf(design: Design): Talk {
  const disputes = listDisputes(design);
  return {
    frame: frameOf(design),
    answering: answeringOf(design),
    answeringClosed: design.answeringClosed && {
      reason: design.answeringClosed.reason,
      by: design.answeringClosed.by,
    },
    questions: design.questions.map((question) =>
      questionOf(design, question, findById(disputes, question.id)),
    ),
    // Who takes another's answer has said nothing new.
    replies: design.replies.filter((reply) => findTaken(design, reply) === null).map(replyOf),
    unheard: unheardIn(design),
    lateWords: lateWordsOf(design).map(({ author, via: way = null, text, at }) => {
      return { author, via: way, text, at: formatIso(at) };
    }),
    seals: design.proposals.map(({ participant: persona, sha256, revealed }) => {
      return { persona, sha256, revealed };
    }),
    proposals: proposalsOf(design),
    agreements: design.agreements.map(({ statement }) => ({ statement })),
    lone: design.lone,
    divergences: design.divergences.map((divergence) => differenceOf(design, divergence)),
  };
}

function answeringOf(design: Design): Talk['answering'] {
  const until = answeringEndOf(design);
  if (until === null || design.answering === null) return null;
  return { deadline: formatIso(until) };
}

function frameOf({ frame }: Design): Talk['frame'] {
  if (frame === null) return null;
  const { isDesignQuestion, reason, restated, decided, picked, released } = frame;
  const personas = (chosen: typeof picked) =>
    chosen.map(({ participant: persona, reason: why }) => ({ persona, reason: why }));
  const who = { picked: personas(picked), released: personas(released) };
  return { isDesignQuestion, reason, restated, decided, ...who };
}

function questionOf(
  design: Design,
  question: Question,
  dispute: Dispute | undefined,
): QuestionView {
  const { id, participant: persona, text, why, status, assumption } = question;
  const { answers, leftOpenBy } = findSaidAbout(design, { id });
  const quotes = answers.map(({ quote }) => quote);
  const isAnswered = !needsAssumption({ status }) && quotes.length > 0;
  return {
    id,
    persona,
    text,
    why,
    status,
    answers,
    ...(isAssumed({ status }) ? { assumption } : {}),
    ...(isAnswered ? { answer: quotes.join('\n\n') } : {}),
    unanswered: quotes.length > 0 ? null : unansweredWordsOf(design, { id }),
    leftOpenBy,
    received: listRepliesAbout(design, id).flatMap((reply) =>
      reply.unread && isWrittenTo(reply, id)
        ? [{ author: reply.author, words: findWrittenTo(reply, id) }]
        : [],
    ),
    differing: (dispute?.answers ?? []).map(({ reply, fate }) => ({
      author: reply.author,
      words: answerWordsOf(reply, id),
      since: reply.since,
      fate: hasShownText(design) ? fate : null,
    })),
    taken: dispute === undefined ? takenOf(design, question) : null,
  };
}

/** How people ceased to differ, if somebody pressed whose word holds. */
function takenOf(design: Design, { id }: Question): QuestionView['taken'] {
  const { replies } = design;
  const last = findTaking(design, id);
  if (last === undefined) return null;
  const over = replies.flatMap(({ author, givenUp }) =>
    givenUp.flatMap(({ questionId, text: words }) =>
      questionId === id ? [{ author, words }] : [],
    ),
  );
  return { by: last.author, of: findById(replies, last.takes)?.author ?? last.author, over };
}

/** A draft that still changes is shown to nobody. */
function hasShownText(design: Design): boolean {
  return decidedOf(design) !== null && (openGate(design) !== null || isOver(design));
}

/**
 * Replies that may answer something and that no turn has read. Of one person's that may answer
 * anything, the first is enough.
 */
const unreadIn = rememberFor((replies: readonly Reply[]) => {
  const nameOf = new Map<string, string>();
  return replies.filter((reply) => {
    const { unread, unmatched, answers, author } = reply;
    if (!unread || (!unmatched && answers.length === 0)) return false;
    const key = authorKeyOf(reply);
    const isKnown = nameOf.get(key) === author;
    if (unmatched) nameOf.set(key, author);
    else if (!isKnown) nameOf.delete(key);
    return !unmatched || !isKnown;
  });
});

/**
 * Why something is assumed, as a sentence without its stop. It says *no answer* only if there was
 * none.
 */
export function unansweredWordsOf(
  design: Pick<Design, 'replies'>,
  question: Pick<Question, 'id'>,
): string {
  const authors = authorNamesOf(
    unreadIn(design.replies).filter(
      ({ unmatched, answers }) =>
        unmatched || answers.some(({ questionId }) => questionId === question.id),
    ),
  );
  if (authors.length > 0) return `The words of ${listWords(authors)} were not read as an answer`;
  return findSaidAbout(design, question).leftOpenBy.length === 0 ? 'No answer' : 'Nobody knew';
}

function findWrittenTo({ answers }: Reply, id: Question['id']): string {
  const own = answers.filter((answer) => answer.questionId === id && isWritten(answer));
  return own.map(({ text }) => text).join('\n');
}

function unheardIn(design: Design): Talk['unheard'] {
  const { replies } = design;
  const answersNone = answersNothing(design);
  return {
    unmatched: authorNamesOf(
      replies.filter((reply) => !reply.unmatched && !reply.unread && answersNone(reply)),
    ),
    unread: authorNamesOf(listUnreadReplies(design)),
    remarks: replies.filter(({ unread, answers }) => unread && !answers.some(isWritten)).length,
    files: replies.flatMap(filesOf),
  };
}

/** Longest excerpt of a reply; its event has the whole. */
const REPLY_CHARACTERS = 500;

const replyOf = rememberFor((reply: Reply): ReplyView => {
  const { id, author, via: way = null, at, text, leftOpen, unmatched } = reply;
  return {
    id,
    author,
    via: way,
    at: at === undefined ? null : formatIso(at),
    unmatched,
    text: cutWords(text, REPLY_CHARACTERS),
    answers: [...new Set(listAnswers(reply).map(({ questionId }) => questionId))],
    leftOpen: leftOpen.map(({ questionId }) => questionId),
    other: cutWords(untakenWordsOf(reply), REPLY_CHARACTERS),
  };
});

const filesOf = rememberFor(({ author, text }: Reply) => listUnreadFiles(text).map(() => author));

/** A proposal, revealed or not. */
export function proposalOf(
  design: Proposing,
  written: Written,
  fates: readonly ClaimFate[] = [],
): ProposalView {
  const { participant: persona, citations, proposal } = written;
  const { headline, rationale, summary, steps, nextBest, changesMind } = proposal;
  const letter = labelOf(design, persona);
  return {
    persona,
    letter,
    headline,
    rationale,
    summary,
    steps,
    nextBest,
    changesMind,
    claims: listClaims(proposal).map(({ kind, text, citation }, index) => {
      const id = claimIdAt(letter, index);
      const check = checkOf(citations, index + 1);
      const { fate = null } = fates.find((each) => each.claim.id === id) ?? {};
      const source = citationOf({ citation, check }, design.repository);
      return { id, kind, text, source, excerpt: check?.excerpt ?? null, fate };
    }),
  };
}

/** By letter, A first; none before all are revealed. */
function proposalsOf(design: Design): ProposalView[] {
  const fates = listFates(design);
  return design.drawnOrder
    .flatMap((id) => design.proposals.filter(({ participant }) => participant === id))
    .filter(({ revealed }) => revealed)
    .map((sealed) => proposalOf(design, sealed, fates));
}

function differenceOf(design: Design, divergence: Divergence): DifferenceView {
  const { id, description, impact, cost, positions, settlement } = divergence;
  const movements = movementsOf(design, divergence);
  const holders = (position: PositionId) =>
    movements.filter(({ after }) => after === position).map(({ participant }) => participant);
  return {
    id,
    label: labelDifference(id),
    description,
    impact,
    cost,
    positions: positions.map(({ id: position, statement: text }) => ({
      id: position,
      label: labelPosition(id, position),
      text,
      personas: holders(position),
      reason: bestReasonFor(design, divergence, position),
    })),
    isArgued: design.rounds.some((round) => listDivergences(round).includes(id)),
    isOpen: isUnsettled(divergence),
    arguments: divergence.arguments.map((argument) => argumentOf(design, divergence, argument)),
    status: statusOf(design, divergence),
    outcome: settlement === null ? null : settlementOf(settlement),
  };
}

/** Its strongest claim; where no claim is a reason, what somebody argued for it. */
function bestReasonFor(design: Design, divergence: Divergence, position: PositionId) {
  const best =
    strongestReasonOf(design, divergence, position) ??
    divergence.arguments.find((argument) => argument.position === position);
  if (best === undefined) return null;
  return { text: best.text, source: citationOf(best, design.repository) };
}

function argumentOf(design: Design, divergence: Divergence, argument: Argument): ArgumentView {
  const { participant: persona, addresses, text } = argument;
  const claims = claimsOf(design);
  const authorOf = (id: ClaimId) => findById(claims, id)?.participant ?? null;
  const owners = addresses.flatMap((id) => authorOf(id) ?? []);
  const move = moveIn(design, divergence, argument);
  return {
    persona,
    text,
    to: [...new Set(owners)].filter((id) => id !== persona),
    source: citationOf(argument, design.repository),
    moved: move && {
      from: move.from,
      to: move.to,
      because: move.told.map((claim) => ({
        claim,
        text: findById(claims, claim)?.text ?? claim,
        persona: authorOf(claim),
      })),
    },
  };
}

function settlementOf(settlement: NonNullable<Divergence['settlement']>) {
  const { outcome, position, by, person, via: way = null, reason } = settlement;
  return { outcome, position, by, person, via: way, reason };
}

function statusOf(design: Design, { id, impact, settlement }: Divergence) {
  if (settlement !== null) return 'settled';
  const round = openRound(design);
  if (round !== null && listDivergences(round).some((each) => each === id)) return 'arguing';
  return isArgued(design, impact) ? 'open' : 'noted';
}
