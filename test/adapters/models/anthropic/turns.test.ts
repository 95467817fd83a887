import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openPauseOf } from '#core/vocabulary/status.ts';
import type { Clock } from '#foundation/clock.ts';
import type { TurnRecord } from '#ports/turn-record.ts';
import { of } from '#test/support/designs/given.ts';
import { FIVE } from '#test/support/designs/given-start.ts';
import { realClock } from '#test/support/processes/child-real-clock.ts';
import { type ModelEndpoint, startModelEndpoint } from '#test/support/services/model-endpoint.ts';
import {
  type Answer,
  breaksOff,
  calls,
  fails,
  says,
  stalls,
} from '#test/support/services/model-endpoint-answers.ts';
import { anthropicModel } from '#test/support/services/shipped-models.ts';
import { brokerFor, liveDesign, type TurnOverrides, takeTurn } from '#test/turns/conversing.ts';
import { createModelBroker } from '#turns/model-broker.ts';
import type { Model } from '#turns/model-context.ts';

const PASS = calls('pass', { rationale: 'Nothing is open.' });
const NONE_LEFT = { modelRetries: 0 } as const;
/**
 * The turn's own clocks never go off, whatever the machine does meanwhile: here those of its
 * requests do.
 */
const WITHOUT_ALARMS: Clock = {
  now: realClock.now,
  at: () => ({ [Symbol.dispose]: () => undefined }),
};

let endpoint: ModelEndpoint;
let model: Model;
beforeEach(async () => {
  endpoint = await startModelEndpoint();
  model = anthropicModel(endpoint.url);
});
afterEach(() => endpoint.close());

/**
 * One turn of the question round; the endpoint answers by default where the test scripts no answer.
 */
async function turnWith(
  answers: readonly Answer[],
  bounds: TurnOverrides['bounds'] = {},
  asked = model,
): Promise<TurnRecord> {
  endpoint.respondInOrder(answers);
  const live = liveDesign();
  const taken = takeTurn(live, live.turn(), brokerFor(asked), { bounds, clock: WITHOUT_ALARMS });
  const record = await taken.ended;
  await new Promise((resolve) => setImmediate(resolve));
  expect(taken.records).toHaveLength(1);
  expect(
    of(live.history, 'turn_finished').filter((event) => event.turnId === record.turnId),
  ).toHaveLength(1);
  return record;
}

describe('T1, T2: a lasting fault ends the turn with its own error', () => {
  test.each([
    ['401', fails(401), {}, 'model_error', 'unauthorized', false],
    ['400', fails(400), {}, 'model_error', 'invalid_request', false],
    [
      'no first token',
      stalls('first_token'),
      { firstTokenMs: 40 },
      'timed_out',
      'first_token_timeout',
      true,
    ],
    ['silence', breaksOff('stalls'), { turnStallMs: 40 }, 'timed_out', 'stall_timeout', true],
  ] as const)('T2: %s', async (_name, answer, bounds, outcome, errorClass, retryable) => {
    const record = await turnWith([answer, answer], { ...NONE_LEFT, ...bounds });
    expect(record).toMatchObject({
      outcome,
      error: { class: errorClass, retryable },
      confidence: null,
    });
    expect(record.error?.completedSteps[0]).toBe('prompt_assembled');
    expect(record.error?.lastStep).toBe('request_failed 1');
    expect(record.error?.totalMs).toBe(record.totalMs);
  });

  test.each([
    ['529 for ever', fails(529), {}, 'overloaded'],
    ['no headers', stalls('headers'), { connectMs: 40 }, 'connect_timeout'],
    ['a cut', breaksOff('cuts'), {}, 'connection_lost'],
  ] as const)(
    'A21: %s is tried for as long as the turn has, and then paused for',
    async (_name, answer, bounds, cause) => {
      endpoint.respondWith(() => answer);
      const live = liveDesign();
      // A minute passes with each request, of the five that the round has.
      const clock = {
        ...WITHOUT_ALARMS,
        now: () => Date.now() + endpoint.requests.length * 60_000,
      };
      const broker = createModelBroker({ model, clock });
      const record = await takeTurn(live, live.turn(), broker, {
        bounds: { ...NONE_LEFT, ...bounds },
        clock,
      }).ended;
      expect(record.error).toMatchObject({ class: cause, retryable: true });
      expect(endpoint.requests).toHaveLength(4);
      expect(openPauseOf(live.design)).toMatchObject({ cause, model: 'claude-opus-5-5' });
    },
  );
});

describe('A1, A2: only a valid terminal tool ends a turn well', () => {
  test('A1: plain text for ever is a refused turn, never a success', async () => {
    const record = await turnWith(
      Array.from({ length: 9 }, () => says('Agreed, well done everybody.')),
    );
    expect(record).toMatchObject({
      outcome: 'refused',
      error: { class: 'no_tool' },
      confidence: null,
    });
  });

  test('A2: input that stays wrong is a failed turn, never a default', async () => {
    const record = await turnWith(Array.from({ length: 9 }, () => calls('pass', { rationale: 7 })));
    expect(record).toMatchObject({
      outcome: 'refused',
      error: { class: 'refused_input' },
      confidence: null,
    });
  });
});

test('requests of one round share their prefix: one writes it to the cache, the others read it', async () => {
  endpoint.respondWith(() => ({ ...PASS, pace: { firstEventMs: 500 } }) as Answer);
  const live = liveDesign({ personas: FIVE });
  const records = await Promise.all(
    live.openTurns().map((turn) => takeTurn(live, turn, brokerFor(model)).ended),
  );
  expect(records.filter((record) => record.usage.cacheReadTokens === 0)).toHaveLength(1);
  // The others write what they alone have: their own part and the ask.
  const own = records.filter(({ usage }) => usage.cacheWriteTokens < usage.cacheReadTokens / 2);
  expect(own).toHaveLength(4);
  expect(endpoint.maxAtOnce).toBeGreaterThan(2);
});
