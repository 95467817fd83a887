import type { TurnError, Unavailable } from '../core/vocabulary/event-parts.ts';
import { formatTimes } from '../core/vocabulary/figures.ts';
import { cutText, cutWords } from '../foundation/cut-text.ts';
import type { ModelFault, ModelFaultKind } from '../ports/model.ts';
import type { ChildMessageOf } from '../sessions/child/protocol.mjs';

export interface Failure {
  readonly outcome: 'refused' | 'timed_out' | 'model_error';
  readonly error: TurnError;
  /** Set if the model is unusable for now, which does not count as a failed turn. */
  readonly unavailable?: Unavailable;
}

const MESSAGE_CHARACTERS = 1_000;

/** Why a session gave up; `calls_as_text` is what it cannot know of a model without a call. */
type Because = ChildMessageOf<'gave_up'>['because'] | 'calls_as_text';

const GAVE_UP: Readonly<Record<Because, { outcome: Failure['outcome']; message: string }>> = {
  calls_as_text: {
    outcome: 'refused',
    message: 'The model writes its calls as text, among other words.',
  },
  no_tool: { outcome: 'refused', message: 'The model did not call a tool that ends the turn.' },
  refused_input: { outcome: 'refused', message: 'No submission of the model was accepted.' },
  model_refusal: { outcome: 'model_error', message: 'The model refused to answer.' },
  max_tokens: {
    outcome: 'model_error',
    message: 'The answer was longer than the model may write.',
  },
  context_exceeded: {
    outcome: 'model_error',
    message: 'The prompt is longer than the model can read.',
  },
  other: { outcome: 'model_error', message: 'The model stopped for an unknown reason.' },
};

/**
 * Submissions of a turn that were refused. `last`: why, in lines for the model; empty for calls of
 * unknown tools alone. `rule`: for the log, so in words of code alone, without those of the
 * submission.
 */
export interface Refusals {
  readonly times: number;
  readonly last: string;
  readonly rule: string;
}

export const NOT_REFUSED: Refusals = { times: 0, last: '', rule: '' };

/** Characters of a refusal's reason: the turn's record has all reasons in full. */
const REASON_CHARACTERS = 160;

/**
 * None of these counts as transient: a model that is asked the same again repeats itself. The
 * message is for people.
 */
export function makeGaveUp(
  { because, detail }: { readonly because: Because; readonly detail: string },
  refusals: Pick<Refusals, 'times' | 'last'> = NOT_REFUSED,
): Failure {
  const { outcome, message } = GAVE_UP[because];
  if (because === 'refused_input')
    return { outcome, error: makeTurnError(because, sayRefused(refusals), false) };
  return {
    outcome,
    error: makeTurnError(because, detail === '' ? message : `${message} ${detail}`, false),
  };
}

/** *Its answer was refused four times: a dissent needs a reason.* */
function sayRefused({ times, last }: Pick<Refusals, 'times' | 'last'>): string {
  if (last === '') return GAVE_UP.refused_input.message;
  return `Its answer was refused ${formatTimes(times)}: ${findFirstReason(last)}.`;
}

export function findFirstReason(reasons: string): string {
  const [reason = ''] = reasons.split('\n');
  return cutWords(reason.replace(/^- /, ''), REASON_CHARACTERS).replace(/\.$/, '');
}

const OUTCOME_OF: Record<ModelFaultKind, Failure['outcome']> = {
  connect_timeout: 'timed_out',
  first_token_timeout: 'timed_out',
  stall_timeout: 'timed_out',
  total_timeout: 'timed_out',
  connection_lost: 'model_error',
  rate_limited: 'model_error',
  overloaded: 'model_error',
  server_error: 'model_error',
  unauthorized: 'model_error',
  unpaid: 'model_error',
  forbidden: 'model_error',
  unknown_model: 'model_error',
  model_retired: 'model_error',
  wrong_address: 'model_error',
  unreachable: 'model_error',
  out_of_memory: 'model_error',
  invalid_request: 'model_error',
  context_exceeded: 'model_error',
  refused_form: 'model_error',
  malformed_answer: 'model_error',
  budget_used_up: 'refused',
  aborted: 'model_error',
  unknown: 'model_error',
};

export function makeModelFailed(fault: ModelFault): Failure {
  return {
    outcome: OUTCOME_OF[fault.kind],
    error: makeTurnError(fault.kind, fault.message, fault.transient),
  };
}

export function makeTimedOut(totalMs: number): Failure {
  const message = `The turn had not ended after ${Math.round(totalMs / 1_000)} s.`;
  return { outcome: 'timed_out', error: makeTurnError('turn_timeout', message, true) };
}

export function makeFellSilent(stallMs: number): Failure {
  const message = `The session did nothing for ${Math.round(stallMs / 1_000)} s in the middle of its turn.`;
  return { outcome: 'timed_out', error: makeTurnError('session_silent', message, true) };
}

export function makeOverBound(what: string, message: string): Failure {
  return { outcome: 'refused', error: makeTurnError(what, message, false) };
}

function makeTurnError(errorClass: string, message: string, retryable: boolean): TurnError {
  return { class: errorClass, message: cutText(message, MESSAGE_CHARACTERS), retryable };
}
