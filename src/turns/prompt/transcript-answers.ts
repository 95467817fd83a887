import { findSaidAbout, type SaidAnswer } from '../../core/questions/replies/answers-given.ts';
import { isAssumed } from '../../core/questions/replies/questions.ts';
import { removeRequest } from '../../core/questions/replies/requests.ts';
import { isLaterVersion } from '../../core/questions/replies/versions.ts';
import type { Design, Question, Reply } from '../../core/vocabulary/design.ts';
import { countOf } from '../../core/vocabulary/figures.ts';
import { findById, type RoundId } from '../../core/vocabulary/ids.ts';
import { unansweredWordsOf } from '../../presentation/view/talk.ts';
import { shortenMaterial, wrapMaterial } from './material-text.ts';
import { openingVersionOf, type TranscriptSection } from './transcript-section.ts';

/** Recording bounds each reply; together they must still fit a prompt. */
const REPLIES_CHARACTERS = 200_000;
/**
 * Most characters of one new reply, and of all, in the participant's own part; the transcript shows
 * more of them.
 */
const NEW_REPLY_CHARACTERS = 4_000;
const NEW_REPLIES_CHARACTERS = 40_000;

type SaidBefore = Pick<Design, 'questions' | 'replies'>;

/**
 * Sections of questions and people's words as of the beginning of proposals; later words have
 * sections of their own. Before that, only words carried over from the earlier run, because the
 * others still change.
 */
export function listAnswerSections(design: Design): TranscriptSection[] {
  const carriedIds = new Set(design.carried?.questions.map(({ id }) => id));
  const before: SaidBefore = design.saidBefore ?? {
    questions: design.questions.filter(({ id }) => carriedIds.has(id)),
    replies: design.replies.filter(({ since }) => since < 0),
  };
  const texts = [
    questionsSection(before),
    repliesSection('# What people in the thread said', before.replies, before.replies),
  ];
  return texts.map((text) => ({ since: 0, text }));
}

/**
 * Sections of people's later words, each placed after the round in which they were said. During
 * that round they are left out, so that everybody reads the same; each participant gets them in its
 * own part (`showNewWords`).
 */
export function listLaterWords(design: Design): TranscriptSection[] {
  return design.rounds
    .filter(({ closed }) => closed)
    .map((round) => {
      const next =
        design.rounds[design.rounds.indexOf(round) + 1]?.since ?? Number.POSITIVE_INFINITY;
      const replies = findRepliesBetween(design, round.since, next);
      const text = repliesSection('# What people said meanwhile', replies, design.replies);
      return { since: round.since, text };
    });
}

/**
 * People's words since this participant's last turn in an earlier round, or since this round
 * opened; empty for none.
 */
export function showNewWords(
  design: Design,
  id: Design['participants'][number]['id'],
  roundId: RoundId,
): string {
  const openingVersion = openingVersionOf(design, roundId);
  const last = design.turns.findLast(
    (turn) => turn.participant === id && turn.since < openingVersion,
  );
  const replies = findRepliesBetween(
    design,
    last?.since ?? openingVersion,
    Number.POSITIVE_INFINITY,
  );
  if (replies.length === 0) return '';
  const bounds = { each: NEW_REPLY_CHARACTERS, all: NEW_REPLIES_CHARACTERS };
  const replyTexts = showReplies(replies, design.replies, bounds, (reply) =>
    instead(design, reply),
  );
  return ['# New since your last turn', NEW_WORDS, ...replyTexts].join('\n\n');
}

const NEW_WORDS =
  'People in the thread have said this since. It outranks all assumptions and everything written before it. Say what it changes for you.';

/** Assumptions that the reply's answers replace. */
function instead({ questions }: Design, { answers }: Reply): string[] {
  return questions
    .filter(
      (question) =>
        isAssumed(question) && answers.some(({ questionId }) => questionId === question.id),
    )
    .map(({ id, assumption }) => wrapMaterial(`assumed for ${id} until now`, assumption));
}

/** Replies between two versions of the design, once proposals have begun. */
function findRepliesBetween({ saidBefore, replies }: Design, from: number, to: number): Reply[] {
  const proposalsSince = saidBefore?.since ?? Number.POSITIVE_INFINITY;
  return replies.filter(({ since }) => since > proposalsSince && since > from && since < to);
}

function questionsSection(before: SaidBefore): string {
  const { questions } = before;
  if (questions.length === 0) return '';
  const questionTexts = questions.map((question) => renderQuestion(before, question)).join('\n\n');
  return `# What was asked\n\n${wrapMaterial('questions of the participants', questionTexts)}`;
}

function renderQuestion(before: SaidBefore, question: Question): string {
  const { id, text, why, status, assumption } = question;
  const answers = findSaidAbout(before, question).answers.map(answerWords).join('\n');
  // An answered question keeps its assumption only after an earlier run, whose proposals rest on
  // it.
  const assumptionWords =
    answers === ''
      ? `${unansweredWordsOf(before, question)}. Assumed: ${assumption}`
      : `${answers}\nAssumed until then: ${assumption}`;
  const outcome = {
    answered: answers,
    differing: `${answers}\nThese answers cannot both hold, and neither has given way. If that stays so, say whose word you take.`,
    left_open: assumptionWords,
    not_read: assumptionWords,
    assumed: assumptionWords,
    open: `Not answered yet. If it stays open, assumed: ${assumption}`,
  }[status];
  return `${id}: ${text}\nWhy it matters: ${why}\n${outcome}`;
}

/**
 * Refers to a numbered answer, which follows in full; of any other reply, quotes the part that
 * answers.
 */
function answerWords({ author, source, quote, isCode }: SaidAnswer): string {
  if (source === 'written') return `Answered below by ${author}.`;
  const words = isCode ? 'code that was' : 'words that were';
  return `Answered by ${author}, in ${words} read as an answer: ${quote}`;
}

/** `all`: also earlier versions of these replies. */
function repliesSection(
  heading: string,
  sectionReplies: readonly Reply[],
  all: readonly Reply[],
): string {
  const replies = sectionReplies.filter((reply) => removeRequest(reply) !== '');
  if (replies.length === 0) return '';
  const bounds = { each: REPLIES_CHARACTERS, all: REPLIES_CHARACTERS };
  const replyTexts = showReplies(replies, all, bounds);
  return `${heading}\n\n${replyTexts.join('\n\n')}`;
}

/**
 * Shows replies while there is room, first ones first, then counts the rest. `more`: lines under a
 * reply.
 */
function showReplies(
  replies: readonly Reply[],
  all: readonly Reply[],
  bounds: { readonly each: number; readonly all: number },
  more: (reply: Reply) => readonly string[] = () => [],
): string[] {
  let remainingCharacters = bounds.all;
  const replyTexts: string[] = [];
  for (const reply of replies) {
    if (remainingCharacters <= 0) break;
    const text = shortenMaterial(removeRequest(reply), Math.min(bounds.each, remainingCharacters));
    const lines = [wrapMaterial(sourceOf(reply, all), text), ...more(reply)].join('\n');
    remainingCharacters -= lines.length;
    replyTexts.push(lines);
  }
  const missing = replies.length - replyTexts.length;
  if (missing > 0)
    replyTexts.push(
      `[left out for lack of room: ${countOf(missing, 'more reply', 'more replies')}]`,
    );
  return replyTexts;
}

function sourceOf(reply: Reply, replies: readonly Reply[]): string {
  const { givenUp, takes } = reply;
  const taken = findById(replies, takes);
  const whose = taken === undefined ? '' : `, who takes the answer of ${taken.author}`;
  const lost = [...new Set(givenUp.map((answer) => answer.questionId))];
  const holds = lost.length === 0 ? '' : `, whose answer to ${lost.join(', ')} no longer holds`;
  const questionIds = [...new Set(reply.answers.map((answer) => answer.questionId))];
  const place = isLaterVersion(reply, replies) ? ', replacing what they said before' : '';
  return `reply by ${reply.author}${questionIds.length === 0 ? '' : `, to ${questionIds.join(', ')}`}${whose}${holds}${place}`;
}
