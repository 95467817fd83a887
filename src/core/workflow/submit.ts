import { cutText, cutWords } from '../../foundation/cut-text.ts';
import { frameQuestion } from '../answering/framing.ts';
import { matchAnswers } from '../answering/matching.ts';
import {
  confirmRevision,
  submitAudit,
  submitComposite,
  submitRevision,
  submitSignature,
} from '../decision/contribution.ts';
import { argue } from '../differences/contribution.ts';
import { mapDivergences } from '../differences/mapping.ts';
import { listSecretsAskedFor } from '../outcome/text-checks/secrets.ts';
import { propose } from '../proposals/contribution.ts';
import { type CommandOf, type Refusal, refuse } from '../vocabulary/commands.ts';
import type { Turn } from '../vocabulary/design.ts';
import type { Draft } from '../vocabulary/draft.ts';
import { findById } from '../vocabulary/ids.ts';
import { listAwaited, ROUNDS, type Round } from '../vocabulary/round.ts';
import { isOver } from '../vocabulary/status.ts';
import type { Author } from '../vocabulary/submission.ts';
import { confidenceOf, type Submission } from '../vocabulary/submission.ts';
import { endTurn, findTurn, UNKNOWN_TURN } from './rounds/turns.ts';

const LATE_TEXT_CHARACTERS = 20_000;
const SHOWN_CHARACTERS = 200;
/**
 * Most late submissions recorded for one turn. One may cross the turn's end; no well-behaved
 * session sends a second.
 */
const MAX_LATE = 3;

/**
 * Records a submission: the only way a model's words change a design. Refuses an unknown reference
 * with the reason.
 */
export function recordSubmission(draft: Draft, command: CommandOf<'submit'>): Refusal | null {
  const { turnId, submission, latencyMs, derived } = command;
  const turn = findTurn(draft, turnId);
  if (turn === undefined) return UNKNOWN_TURN;
  const author: Author = { participant: turn.participant, roundId: turn.roundId, turnId };
  const round = findById(draft.design.rounds, turn.roundId);
  if (round === undefined || !isAwaited(draft, turn, round)) {
    return recordLate(draft, turn, submission);
  }
  const allowed = ROUNDS[round.kind].tools;
  if (!allowed.includes(submission.tool)) {
    const names = allowed.map((tool) => `\`${tool}\``).join(' or ');
    return refuse('wrong_tool', `This turn ends with ${names}, not with \`${submission.tool}\`.`);
  }
  const [asked] = listSecretsAskedFor(submission);
  if (asked !== undefined) return refuseSecret(asked);
  const refusal = contribute(draft, author, round, command);
  if (refusal !== null) return refusal;
  const confidence = confidenceOf(submission);
  if (confidence !== null) draft.record({ type: 'confidence_given', ...author, confidence });
  const call = { turnId, participant: author.participant, tool: submission.tool };
  draft.record({ type: 'tool_invoked', ...call, result: 'ok', latencyMs });
  endTurn(
    draft,
    turn,
    submission.tool === 'pass' ? 'passed' : 'spoke',
    null,
    submission.notes,
    derived,
  );
  return null;
}

/**
 * Refuses to ask for a secret: everyone in the thread would read it, and the record would keep it.
 */
function refuseSecret(sentence: string): Refusal {
  const words = cutWords(sentence, SHOWN_CHARACTERS);
  return refuse(
    'invalid',
    `“${words}” asks people to write a secret into the thread, which nobody may do. Ask who holds it, where it is kept or how it is renewed, or leave this out.`,
  );
}

function contribute(
  draft: Draft,
  author: Author,
  round: Round,
  command: CommandOf<'submit'>,
): Refusal | null {
  const { submission, sha256, citations, isLastTry } = command;
  switch (submission.tool) {
    case 'frame':
      return frameQuestion(draft, author, submission.input);
    case 'ask_questions':
      draft.record({ type: 'questions_asked', ...author, ...submission.input, rationale: '' });
      return null;
    case 'match_answers':
      return matchAnswers(draft, author, round, submission.input, isLastTry === true);
    case 'pass':
      draft.record({ type: 'questions_asked', ...author, questions: [], ...submission.input });
      return null;
    case 'submit_proposal':
      return propose(draft, author, submission.input, sha256, citations);
    case 'map_divergences':
      return mapDivergences(draft, author, submission.input);
    case 'argue':
      return argue(draft, author, round, submission.input, command);
    case 'submit_composite':
      return submitComposite(draft, author, submission.input, command);
    case 'sign':
      return submitSignature(draft, author, submission.input, command);
    case 'submit_audit':
      return submitAudit(draft, author, round, submission.input, command);
    case 'confirm_revision':
      return confirmRevision(draft, author, round, submission.input, command);
    case 'submit_revision':
      return submitRevision(draft, author, submission.input, command);
  }
}

function isAwaited(draft: Draft, turn: Turn, round: Round): boolean {
  const isOpen = !isOver(draft.design) && turn.outcome === 'open' && !round.closed;
  return isOpen && listAwaited(round).includes(turn.participant);
}

/** Records a late submission, which changes nothing. */
function recordLate(draft: Draft, turn: Turn, submission: Submission): Refusal | null {
  const { id: turnId, participant, sessionId } = turn;
  const before = draft.design.lateSubmissions.filter((late) => late.turnId === turnId);
  if (before.length >= MAX_LATE)
    return refuse('late', 'This turn is over, and nothing more of it is recorded.');
  const detail = cutText(JSON.stringify(submission.input), LATE_TEXT_CHARACTERS);
  draft.record({
    type: 'late_report_recorded',
    participant,
    sessionId,
    report: submission.tool,
    turnId,
    detail,
  });
  return null;
}
