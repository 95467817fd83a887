/** How a turn ends: its submission is the only way in which a model changes a design (A1). */

import { sha256Of } from '#support/hash.ts';
import { cut } from '#support/text.ts';
import type { Change } from './change.ts';
import { checkSubmission, problemsOfText } from './check-submission.ts';
import type { CommandOf } from './commands.ts';
import type { NewEvent } from './events.ts';
import { excuse, openRound, waitingFor } from './rounds.ts';
import { sealOf } from './seal.ts';
import type { Turn } from './state.ts';
import { newestDecision } from './status.ts';

export function recordSubmission(change: Change, command: CommandOf<'submit'>): void {
  const turn = openTurn(change, command.turnId);
  if (turn === null) return;
  const { submission, text, turnId, spent } = command;
  const { tool, input } = submission;
  if (isAwaited(change, turn)) {
    const checked = checkSubmission(change.design, turn.id, tool, input);
    const problems = checked.ok ? problemsOfText(text) : checked.problems;
    if (!checked.ok || problems.length > 0) {
      // It was judged by the same rules before: ours is the mistake, and nobody asks the model again.
      const error = { class: 'bug', message: problems.join(' '), retryable: false };
      failTurn(change, { type: 'fail_turn', turnId, outcome: 'fault', error, spent });
      return;
    }
    change.record(contributionOf(change, turn, { ...command, submission: checked.submission }));
  }
  // After its round has closed it changes nothing else (C16).
  finish(change, turn, tool === 'pass' ? 'passed' : 'spoke', null, spent);
}

/** A failed turn excuses its participant from the round; one lost with its process does not. */
export function failTurn(change: Change, command: CommandOf<'fail_turn'>): void {
  const turn = openTurn(change, command.turnId);
  if (turn === null) return;
  const { outcome, spent } = command;
  const error = {
    ...command.error,
    class: cut(command.error.class, 60),
    message: cut(command.error.message, 1_000),
  };
  finish(change, turn, outcome, error, spent);
  if (outcome !== 'process_lost' && isAwaited(change, turn))
    excuse(change, turn.participant, 'turn_failed', error.message);
}

function openTurn({ design }: Change, id: string): Turn | null {
  return design.turns.find((turn) => turn.id === id && turn.outcome === 'open') ?? null;
}

function isAwaited({ design }: Change, { roundId, participant }: Turn): boolean {
  const round = openRound(design);
  return round?.id === roundId && waitingFor(round).includes(participant);
}

function finish(
  change: Change,
  { id, participant, roundId }: Turn,
  outcome: 'spoke' | 'passed' | CommandOf<'fail_turn'>['outcome'],
  error: CommandOf<'fail_turn'>['error'] | null,
  { usage, costUsd, isAtLeast }: CommandOf<'submit'>['spent'],
): void {
  const end = { outcome, error, usage, costUsd, isAtLeast };
  change.record({ type: 'turn_finished', participant, roundId, turnId: id, ...end });
}

function contributionOf(
  { design }: Change,
  { participant, roundId, id: turnId }: Turn,
  { submission, citations, text }: CommandOf<'submit'>,
): NewEvent {
  const author = { participant, roundId, turnId };
  // Hash of the text that is audited or signed.
  const sha256 = newestDecision(design)?.sha256 ?? '';
  switch (submission.tool) {
    case 'frame':
      return { type: 'question_framed', ...author, frame: submission.input };
    case 'ask_questions':
      return { type: 'questions_asked', ...author, questions: submission.input.questions };
    case 'pass':
      return { type: 'questions_asked', ...author, questions: [] };
    case 'match_answers':
      return { type: 'answers_matched', ...author, questions: submission.input.questions };
    case 'submit_proposal': {
      const proposal = submission.input;
      const seal = { sha256: sealOf(proposal), citations: [...citations] };
      return { type: 'proposal_sealed', ...author, proposal, ...seal };
    }
    case 'map_divergences':
      return { type: 'divergences_mapped', ...author, map: submission.input };
    case 'argue':
      return { type: 'position_argued', ...author, argument: submission.input };
    case 'submit_decision': {
      const decision = submission.input;
      return { type: 'decision_submitted', ...author, decision, text, sha256: sha256Of(text) };
    }
    case 'submit_audit': {
      const audit = submission.input;
      return { type: 'audit_submitted', ...author, audit, sha256, citations: [...citations] };
    }
    case 'sign':
      return { type: 'signature_given', ...author, signature: submission.input, sha256 };
  }
}
