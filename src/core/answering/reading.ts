import { decidedOf } from '../decision/decided.ts';
import { standsIn } from '../decision/parts.ts';
import {
  findReplyNamed,
  isReadIn,
  nameOfReply,
  type ReadingCheck,
} from '../questions/quoting/named-replies.ts';
import { proposingVersionOf } from '../questions/replies/answers-given.ts';
import { type Refusal, refuse } from '../vocabulary/commands.ts';
import type { Bearing, Design, Reply } from '../vocabulary/design.ts';
import type { Draft } from '../vocabulary/draft.ts';
import type { Round } from '../vocabulary/round.ts';
import { openGate } from '../vocabulary/status.ts';
import type { Decision, SubmissionInput } from '../vocabulary/submission.ts';
import { isAbleToRead, readAtOnce } from './reader.ts';

/**
 * Most readings in a row, and in one design outside gates, so that endless replies do not hold it
 * up.
 */
const MAX_IN_A_ROW = 3;
const MAX_READINGS = 10;
/** Most readings at one gate, where the design waits for people anyway. */
const MAX_AT_GATE = 20;

/**
 * Ids of the replies since proposing began that a reading takes now that a text exists; each batch
 * is read once. If there is no one to read them, the result's first line says so.
 */
export function listRepliesToRead(draft: Draft): string[] {
  const { design } = draft;
  const replies = readAtOnce(listUnreadLate(design)).map(({ id }) => id);
  const isWanted = replies.length > 0 && decidedOf(design) !== null && mayReadAgain(design);
  return isWanted && isAbleToRead(draft, 'reading') ? replies : [];
}

function mayReadAgain(design: Design): boolean {
  const { rounds, gates } = design;
  const readings = rounds.filter(({ kind }) => kind === 'reading');
  const gate = openGate(design);
  if (gate !== null) return readings.filter(({ since }) => since > gate.since).length < MAX_AT_GATE;
  const last = rounds.slice(-MAX_IN_A_ROW);
  const isRow = last.length === MAX_IN_A_ROW && last.every(({ kind }) => kind === 'reading');
  const isAtGate = ({ since }: Round) =>
    gates.some(
      (each) => since > each.since && since < (each.closedSince ?? Number.POSITIVE_INFINITY),
    );
  return !isRow && readings.filter((each) => !isAtGate(each)).length < MAX_READINGS;
}

/** `true` if the reply stays unread because the open gate has used up its readings. */
export function isLeftUnread(design: Design, replyId: string): boolean {
  return (
    openGate(design) !== null &&
    !mayReadAgain(design) &&
    listUnreadLate(design).some(({ id }) => id === replyId)
  );
}

/** Replies since proposing began that were in no reading. */
function listUnreadLate(design: Design): Reply[] {
  const { replies, rounds } = design;
  const begun = proposingVersionOf(design);
  const wasTried = (id: string) =>
    rounds.some((round) => round.kind === 'reading' && round.replies.includes(id));
  return replies.filter(({ id, since, unread }) => unread && since > begun && !wasTried(id));
}

/**
 * How each reply of a reading bears on the decision; empty in a matching, which has no decision
 * yet.
 */
export function listBearings(
  check: ReadingCheck,
  named: SubmissionInput<'match_answers'>['bearing'],
): Bearing[] {
  const { design, round, problems } = check;
  const decision = decidedOf(design)?.decision;
  if (round.kind !== 'reading' || decision === undefined) return [];
  const seen = new Set<string>();
  const bearing = named.flatMap(({ reply: name, ...read }) => {
    const reply = findReplyNamed(check, name, read.sentence);
    if (reply === undefined) return [];
    const isTwice = seen.has(reply.id);
    seen.add(reply.id);
    const refusal = isTwice ? refuseTwice(name) : refuseSentence(decision, name, read);
    if (refusal === null) return [{ replyId: reply.id, ...read }];
    // That it bears stands without its sentence.
    const stands = !isTwice && read.verdict === 'bears';
    problems.push({ refusal, quote: read.sentence, replyId: stands ? null : reply.id });
    return stands ? [{ replyId: reply.id, ...read, sentence: '' }] : [];
  });
  for (const reply of design.replies.filter(
    (each) => isReadIn(round, each) && !seen.has(each.id),
  )) {
    const refusal = refuse('incomplete', `\`bearing\` says nothing about ${nameOfReply(reply)}.`);
    problems.push({ refusal, quote: '', replyId: reply.id });
  }
  return bearing;
}

function refuseTwice(name: string): Refusal {
  return refuse('invalid', `\`bearing\` names ${name} more than once.`);
}

function refuseSentence(
  decision: Decision,
  name: string,
  { sentence, verdict }: Pick<Bearing, 'sentence' | 'verdict'>,
): Refusal | null {
  if (sentence === '' && verdict === 'already_there')
    return refuse(
      'invalid',
      `Copy the sentence of the decision that already does what ${name} asks, or say that it bears.`,
    );
  if (sentence === '' || standsIn(decision, sentence)) return null;
  return refuse(
    'invalid',
    `“${sentence}” is not in the decision. Copy a sentence of it, or say that ${name} bears.`,
  );
}
