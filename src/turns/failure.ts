/** Why a turn ends without a submission: its outcome and a structured error (T2). */

import type { TurnError, TurnOutcome } from '#design/events.ts';
import { ModelFault } from '#models/model.ts';
import type { ChildEnd } from '#sessions/session.ts';
import { isFault, messageOf } from '#support/fault.ts';
import { cut } from '#support/text.ts';

type FailedOutcome = Exclude<TurnOutcome, 'spoke' | 'passed'>;
const MESSAGE_CHARACTERS = 1_000;

/** Ends the turn. `message`: a sentence for people. */
export class TurnFailure extends Error {
  readonly outcome: FailedOutcome;
  readonly error: TurnError;
  constructor(outcome: FailedOutcome, errorClass: string, message: string, retryable = false) {
    super(message);
    this.outcome = outcome;
    this.error = { class: errorClass, message: cut(message, MESSAGE_CHARACTERS), retryable };
  }
}

/** What a model, a store or a bug of ours has thrown. Unknown errors are permanent (A6). */
export function failureOf(error: unknown): TurnFailure {
  if (error instanceof TurnFailure) return error;
  const message = messageOf(error);
  if (error instanceof ModelFault)
    return new TurnFailure('model_error', error.kind, message, error.isRetryable);
  return new TurnFailure('fault', isFault(error) ? error.code : 'bug', message);
}

export function failureOfEnd(
  end: Exclude<ChildEnd, 'submitted'>,
  tools: readonly string[],
  lastProblem: string,
): TurnFailure {
  const names = tools.join(' or ');
  switch (end) {
    case 'no_submission':
      return new TurnFailure('refused', end, `The model did not end its turn with ${names}.`);
    case 'refused':
      return new TurnFailure(
        'refused',
        'submission_refused',
        `What the model submitted was refused again and again: ${lastProblem}`,
      );
    case 'too_many_calls':
      return new TurnFailure('refused', end, 'The model used up the calls of its turn.');
  }
}
