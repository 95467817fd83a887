import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { ModelFault, type ModelReply, type ModelRequest } from '../../../src/runtime/ports/model.ts';
import { askFor } from '../../../src/runtime/turn/ask.ts';
import { TurnBounds } from '../../../src/runtime/turn/bounds.ts';
import { createModelBroker, type ModelOrder } from '../../../src/runtime/turn/model-broker.ts';
import { Notes } from './conversing.ts';
import { JUDGEMENT, LiveDesign } from './live-design.ts';
import { callsTool, type Script, scriptedModel } from './scripted-model.ts';
import { TestClock } from './test-clock.ts';

const PASS = callsTool('pass', { rationale: JUDGEMENT.rationale });
const live = new LiveDesign().ready();
const REQUEST: ModelRequest = {
  model: 'claude-opus-5-5',
  effort: 'high',
  maxOutputTokens: 100,
  system: [{ type: 'text', text: 'Rules.', cache: true }],
  tools: [],
  messages: [{ role: 'user', content: [{ type: 'text', text: 'Ask.', cache: false }] }],
};

let clock: TestClock;
let log: Notes;
beforeEach(() => {
  clock = new TestClock();
  log = new Notes();
});

function broker(script: Script) {
  const model = scriptedModel(script);
  const made = createModelBroker({ model, clock, log, keepMs: 5_000 });
  onTestFinished(() => made.close());
  return { model, broker: made };
}

const ignored = () => undefined;
const observed: string[] = [];
function order(changes: Partial<ModelOrder> = {}, participant?: string): ModelOrder {
  return {
    request: REQUEST,
    serialized: JSON.stringify(changes.request ?? REQUEST),
    context: { ask: askFor(live.design, live.openTurn(participant)), callNumber: 1, kill: () => undefined },
    prefix: 'shared',
    bounds: TurnBounds.parse({ retryBaseMs: 1, retryMaxMs: 2 }),
    deadlineAt: clock.now() + 60_000,
    admit: async (attempt, begin) => {
      observed.push(`sent ${attempt}`);
      begin();
      return 'admitted';
    },
    observer: {
      firstToken: () => observed.push('first token'),
      failed: (attempt, fault) => observed.push(`failed ${attempt} ${fault.kind}`),
      unanswered: (attempt) => observed.push(`unanswered ${attempt}`),
    },
    ...changes,
  };
}

function overloaded(retryAfterMs: number | null = null): ModelFault {
  return new ModelFault('overloaded', 'come back later', true, retryAfterMs);
}

describe('A6: retries', () => {
  test('A6: a transient fault is retried, and each attempt is reported', async () => {
    observed.length = 0;
    const { broker: shared } = broker((_, number) => {
      if (number < 3) throw overloaded();
      return PASS;
    });
    expect(await shared.call(order()).answer).toBe(PASS);
    expect(observed).toEqual([
      ...['sent 1', 'first token', 'failed 1 overloaded'],
      ...['sent 2', 'first token', 'failed 2 overloaded'],
      ...['sent 3', 'first token'],
    ]);
  });

  test('A6: a bounded number of times', async () => {
    const { broker: shared, model } = broker(() => {
      throw overloaded();
    });
    await expect(shared.call(order()).answer).rejects.toMatchObject({ kind: 'overloaded' });
    expect(model.requests).toHaveLength(5);
  });

  test.each([
    ['a permanent fault', new ModelFault('unauthorized', 'no key', false), 'unauthorized'],
    ['an error that nobody knows', new Error('what is this'), 'unknown'],
  ])('A6: %s is not tried again', async (_name, error, kind) => {
    const { broker: shared, model } = broker(() => {
      throw error;
    });
    await expect(shared.call(order()).answer).rejects.toMatchObject({ kind, transient: false });
    expect(model.requests).toHaveLength(1);
  });

  test('A10: an endpoint that says when to come back is not asked before', async () => {
    const { broker: shared, model } = broker((_, number) => {
      if (number === 1) throw overloaded(3_000);
      return PASS;
    });
    const call = shared.call(order());
    await expect.poll(() => clock.armed).toBe(1);
    clock.pass(2_999);
    expect(model.requests).toHaveLength(1);
    clock.pass(1);
    expect(await call.answer).toBe(PASS);
  });

  test('A10: nor waited for beyond the turn or what is bearable', async () => {
    for (const waitMs of [61_000, 59_999_999]) {
      const { broker: shared, model } = broker(() => {
        throw overloaded(waitMs);
      });
      await expect(shared.call(order()).answer).rejects.toMatchObject({ kind: 'overloaded' });
      expect(model.requests).toHaveLength(1);
    }
  });
});

describe('what a lost process left behind', () => {
  const { promise: never } = Promise.withResolvers<ModelReply>();

  test('is returned to a later caller with the same request, byte for byte, and is paid for once', async () => {
    const { promise, resolve } = Promise.withResolvers<ModelReply>();
    const { broker: shared, model } = broker(() => promise);
    shared.leave(shared.call(order()), { counted: () => null, isReported: false }, ignored);
    const again = shared.call(order());
    resolve(PASS);
    expect(await again.answer).toBe(PASS);
    expect(again.isReported).toBe(false);
    expect(model.requests).toHaveLength(1);
  });

  test('is not returned to another participant, nor for another request', async () => {
    const { broker: shared, model } = broker(() => PASS);
    shared.leave(shared.call(order({}, 'subtractor')), { counted: () => null, isReported: false }, ignored);
    await shared.call(order({}, 'archaeologist')).answer;
    const other = { ...REQUEST, messages: [...REQUEST.messages, ...REQUEST.messages] };
    await shared.call(order({ request: other }, 'subtractor')).answer;
    expect(model.requests).toHaveLength(3);
  });

  test('is asked for again if it failed after all', async () => {
    const { promise, reject } = Promise.withResolvers<ModelReply>();
    const { broker: shared } = broker((_, number) => (number === 1 ? promise : PASS));
    shared.leave(shared.call(order()), { counted: () => null, isReported: false }, ignored);
    const again = shared.call(order());
    reject(new ModelFault('invalid_request', 'no', false));
    expect(await again.answer).toBe(PASS);
  });

  test('is forgotten when nobody has asked for it in time', async () => {
    const { broker: shared, model } = broker((_, number) => (number === 1 ? never : PASS));
    const left = shared.call(order());
    shared.leave(left, { counted: () => null, isReported: false }, ignored);
    await expect.poll(() => model.requests.length).toBe(1);
    clock.pass(5_000);
    expect(log.lines.map((line) => line.event)).toContain('kept_model_call_dropped');
    expect(await shared.call(order({ prefix: 'another' })).answer).toBe(PASS);
  });

  test('is returned once', async () => {
    const { broker: shared, model } = broker(() => PASS);
    shared.leave(shared.call(order()), { counted: () => 'all', isReported: true }, ignored);
    expect(shared.call(order()).isReported).toBe(true);
    await shared.call(order()).answer;
    expect(model.requests).toHaveLength(2);
  });
});
