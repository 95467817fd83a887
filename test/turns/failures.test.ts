import { describe, expect, test } from 'vitest';
import { ModelFault, type ModelFaultKind } from '../../src/ports/model.ts';
import {
  findFirstReason,
  makeFellSilent,
  makeGaveUp,
  makeModelFailed,
  makeOverBound,
  makeTimedOut,
} from '../../src/turns/failures.ts';

describe('T1: a failure of a turn', () => {
  test.each<[ModelFaultKind, string]>([
    ...(['connect_timeout', 'first_token_timeout', 'stall_timeout', 'total_timeout'] as const).map(
      (kind): [ModelFaultKind, string] => [kind, 'timed_out'],
    ),
    ...(
      [
        ...['connection_lost', 'rate_limited', 'overloaded', 'server_error', 'unauthorized'],
        ...['unpaid', 'forbidden', 'unknown_model', 'model_retired', 'wrong_address'],
        ...['unreachable', 'out_of_memory', 'invalid_request', 'context_exceeded'],
        ...['refused_form', 'malformed_answer', 'aborted', 'unknown'],
      ] as ModelFaultKind[]
    ).map((kind): [ModelFaultKind, string] => [kind, 'model_error']),
    ['budget_used_up', 'refused'],
  ])('T1: by a model’s %s is on record as %s', (kind, outcome) => {
    for (const transient of [true, false]) {
      const error = { class: kind, message: 'why', retryable: transient };
      expect(makeModelFailed(new ModelFault(kind, 'why', { transient }))).toEqual({
        outcome,
        error,
      });
    }
  });

  test.each([
    ['calls_as_text', 'refused', 'The model writes its calls as text, among other words.'],
    ['no_tool', 'refused', 'The model did not call a tool that ends the turn.'],
    ['model_refusal', 'model_error', 'The model refused to answer.'],
    ['max_tokens', 'model_error', 'The answer was longer than the model may write.'],
    ['context_exceeded', 'model_error', 'The prompt is longer than the model can read.'],
    ['other', 'model_error', 'The model stopped for an unknown reason.'],
  ] as const)('T1: of a session that gave up because of %s is %s', (because, outcome, message) => {
    const error = { class: because, message, retryable: false };
    expect(makeGaveUp({ because, detail: '' })).toEqual({ outcome, error });
    expect(makeGaveUp({ because, detail: 'At 9.' })).toEqual({
      outcome,
      error: { ...error, message: `${message} At 9.` },
    });
  });

  test.each([
    [0, '', 'No submission of the model was accepted.'],
    [1, 'a dissent needs a reason', 'Its answer was refused once: a dissent needs a reason.'],
    [4, '- a: is empty.\n- b: too', 'Its answer was refused four times: a: is empty.'],
  ])('T1: of %i refused answers says the first reason of the last', (times, last, message) => {
    const failure = makeGaveUp({ because: 'refused_input', detail: 'not told' }, { times, last });
    const error = { class: 'refused_input', message, retryable: false };
    expect(failure).toEqual({ outcome: 'refused', error });
  });

  test('T1: has of a reason its first 160 characters, and of a message its first 1000', () => {
    const reason = 'x'.repeat(160);
    expect(findFirstReason(`- ${reason}.`)).toBe(`${reason.slice(0, 159)}…`);
    expect(findFirstReason(`- ${reason}`)).toBe(reason);
    const message = 'x'.repeat(1_000);
    expect(makeOverBound('too_large', message).error.message).toBe(message);
    expect(makeOverBound('too_large', `${message}x`)).toEqual({
      outcome: 'refused',
      error: { class: 'too_large', message, retryable: false },
    });
  });

  test('T1: for its time says how long it was in seconds, and may be tried again', () => {
    expect(makeTimedOut(61_499)).toEqual({
      outcome: 'timed_out',
      error: {
        class: 'turn_timeout',
        message: 'The turn had not ended after 61 s.',
        retryable: true,
      },
    });
    expect(makeFellSilent(40_500)).toEqual({
      outcome: 'timed_out',
      error: {
        class: 'session_silent',
        message: 'The session did nothing for 41 s in the middle of its turn.',
        retryable: true,
      },
    });
  });
});
