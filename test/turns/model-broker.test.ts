import { beforeEach, describe, expect, test } from 'vitest';
import { UNAVAILABLE_CAUSES } from '../../src/core/vocabulary/sets.ts';
import { No } from '../../src/foundation/no.ts';
import { ModelFault, type ModelRequest } from '../../src/ports/model.ts';
import {
  createModelBroker,
  type ModelCall,
  type ModelOrder,
} from '../../src/turns/model-broker.ts';
import type { Model } from '../../src/turns/model-context.ts';
import { askFor } from '../../src/turns/prompt/ask.ts';
import { TURN_BOUNDS } from '../../src/turns/prompt/bounds.ts';
import { judgement } from '../support/designs/given-submission.ts';
import { liveDesign } from './conversing.ts';
import { callsTool, type Script, scriptedModel, USAGE } from './scripted-model.ts';
import { TestClock } from './test-clock.ts';

const PASS = callsTool('pass', { rationale: judgement.rationale });
const live = liveDesign();
const REQUEST: ModelRequest = {
  model: 'claude-opus-5-5',
  effort: 'high',
  maxOutputTokens: 100,
  system: [{ type: 'text', text: 'Rules.', cache: true }],
  tools: [],
  messages: [{ role: 'user', content: [{ type: 'text', text: 'Ask.', cache: false }] }],
};

let clock: TestClock;
beforeEach(() => {
  clock = new TestClock();
});

function broker(script: Script) {
  const model = scriptedModel(script);
  return { model, callModel: createModelBroker({ model, clock }) };
}

const observed: string[] = [];
function order(changes: Partial<ModelOrder> = {}, participant?: string): ModelOrder {
  return {
    request: REQUEST,
    context: {
      ask: askFor(live.design, live.turn(participant)),
      callNumber: 1,
      kill: () => undefined,
    },
    prefix: 'shared',
    bounds: { ...TURN_BOUNDS, retryBaseMs: 1, retryMaxMs: 2 },
    deadlineAt: clock.now() + 60_000,
    admit: async (attempt, { maxOutputTokens, reserve }) => {
      observed.push(`sent ${attempt}`);
      reserve(0);
      return { maxOutputTokens };
    },
    observer: {
      onPlainer: () => undefined,
      onFirstToken: () => observed.push('first token'),
      onFailed: (attempt, fault) => observed.push(`failed ${attempt} ${fault.kind}`),
      onUnanswered: ({ kind }) => observed.push(`unanswered ${kind}`),
    },
    ...changes,
  };
}

function overloaded(retryAfterMs: number | null = null): ModelFault {
  return new ModelFault('overloaded', 'come back later', { retryAfterMs });
}

describe('A6: retries', () => {
  test('A6: a transient fault is retried, and each attempt is reported', async () => {
    observed.length = 0;
    const { callModel } = broker((_, number) => {
      if (number < 3) throw overloaded();
      return PASS;
    });
    expect(await callModel(order()).answer).toBe(PASS);
    expect(observed).toEqual([
      ...['sent 1', 'first token', 'failed 1 overloaded'],
      ...['sent 2', 'first token', 'failed 2 overloaded'],
      ...['sent 3', 'first token'],
    ]);
  });

  test('A6: a fault that is no unavailable is retried a bounded number of times', async () => {
    const { callModel, model } = broker(() => {
      throw new ModelFault('malformed_answer', 'no JSON');
    });
    await expect(callModel(order()).answer).rejects.toMatchObject({ kind: 'malformed_answer' });
    expect(model.requests).toHaveLength(5);
  });

  test.each(UNAVAILABLE_CAUSES)(
    'A21: %s is tried again until its patience is over, whatever the count',
    async (kind) => {
      const { callModel, model } = broker((_, number) => {
        if (number === 10) clock.pass(30_000);
        throw new ModelFault(kind, 'not now');
      });
      const patience = { until: clock.now() + 30_000, since: null, mostMs: 60_000 };
      const call = callModel(order({ patience }));
      await expect(call.answer).rejects.toMatchObject({ kind });
      expect(model.requests).toHaveLength(10);
      expect(call.unavailable()).toMatchObject({ cause: kind, until: patience.until });
    },
  );

  test('A21: patience counts from the beginning of the unavailable, which may lie before the call', async () => {
    const { callModel, model } = broker(() => {
      throw overloaded();
    });
    const patience = { until: clock.now() + 30_000, since: clock.now() - 60_000, mostMs: 60_000 };
    await expect(callModel(order({ patience })).answer).rejects.toMatchObject({
      kind: 'overloaded',
    });
    expect(model.requests).toHaveLength(1);
  });

  test('A21: unavailable is over when an answer begins, and a failure after that is one of the call', async () => {
    const { callModel } = broker((_, number) => {
      if (number < 3) throw overloaded();
      return PASS;
    });
    const call = callModel(order());
    expect(await call.answer).toBe(PASS);
    expect(call.unavailable()).toBeNull();
  });

  test.each([
    ['a permanent fault', new ModelFault('unauthorized', 'no key'), 'unauthorized'],
    ['an error that nobody knows', new Error('what is this'), 'unknown'],
  ])('A6: %s is not tried again', async (_name, error, kind) => {
    const { callModel, model } = broker(() => {
      throw error;
    });
    await expect(callModel(order()).answer).rejects.toMatchObject({ kind, transient: false });
    expect(model.requests).toHaveLength(1);
  });

  test('A10: an endpoint that says when to come back is not asked before', async () => {
    const { callModel, model } = broker((_, number) => {
      if (number === 1) throw overloaded(3_000);
      return PASS;
    });
    const call = callModel(order());
    await expect.poll(() => clock.armed).toBe(1);
    clock.pass(2_999);
    expect(model.requests).toHaveLength(1);
    clock.pass(1);
    expect(await call.answer).toBe(PASS);
  });

  test('A10: an endpoint is not waited for beyond the turn', async () => {
    for (const waitMs of [61_000, 59_999_999]) {
      const { callModel, model } = broker(() => {
        throw overloaded(waitMs);
      });
      await expect(callModel(order()).answer).rejects.toMatchObject({ kind: 'overloaded' });
      expect(model.requests).toHaveLength(1);
    }
  });
});

describe('A20: requests that share a prefix', () => {
  test.each([
    [9_999, 1],
    [10_000, 2],
  ])(
    'A20: the others wait for the first one at most ten seconds: after %i ms %i are sent',
    async (ms, sent) => {
      const { promise: never } = Promise.withResolvers<never>();
      const requests: ModelRequest[] = [];
      const answer: Model['answer'] = (request) => {
        requests.push(request);
        return never;
      };
      const callModel = createModelBroker({ model: { rehearsal: false, answer }, clock });
      const calls = [callModel(order()), callModel(order())];
      await expect.poll(() => requests.length).toBe(1);
      clock.pass(ms);
      for (let turns = 0; turns < 20; turns++) await new Promise(setImmediate);
      expect(requests).toHaveLength(sent);
      for (const call of calls) {
        call.answer.catch(() => undefined);
        call.abort();
      }
    },
  );

  test.each([
    [239_999, 2],
    [240_000, 1],
  ])(
    'A20: a prefix is cached for four minutes: after %i ms %i of two are sent',
    async (ms, sent) => {
      const { promise: never } = Promise.withResolvers<never>();
      const requests: ModelRequest[] = [];
      const answer: Model['answer'] = async (request, _, { onProgress }) => {
        requests.push(request);
        if (requests.length > 1) return never;
        onProgress();
        return PASS;
      };
      const callModel = createModelBroker({ model: { rehearsal: false, answer }, clock });
      await callModel(order()).answer;
      clock.pass(ms);
      const deadlineAt = clock.now() + 60_000;
      const calls = [callModel(order({ deadlineAt })), callModel(order({ deadlineAt }))];
      for (let turns = 0; turns < 20; turns++) await new Promise(setImmediate);
      expect(requests).toHaveLength(1 + sent);
      for (const call of calls) {
        call.answer.catch(() => undefined);
        call.abort();
      }
    },
  );
});

describe('T7: a budget that is used up', () => {
  test.each(['design', 'day'] as const)(
    'T7: of the %s, before the first attempt',
    async (whose) => {
      const { callModel, model } = broker(() => PASS);
      const admit = async () => new No(`${whose}_used_up` as const);
      const error = { kind: 'budget_used_up', message: `The budget of the ${whose} is used up.` };
      await expect(callModel(order({ admit })).answer).rejects.toMatchObject({
        ...error,
        transient: false,
      });
      expect(model.requests).toEqual([]);
    },
  );

  test('T7: by failed attempts is the last one’s fault, which no longer passes by itself', async () => {
    const { callModel, model } = broker(() => {
      throw overloaded();
    });
    const { admit: admitted } = order();
    const admit: ModelOrder['admit'] = async (attempt, asking, signal) =>
      attempt === 1 ? admitted(attempt, asking, signal) : new No('design_used_up');
    const call = callModel(order({ admit }));
    await expect(call.answer).rejects.toMatchObject({
      kind: 'overloaded',
      message: 'come back later, and the budget is used up',
      transient: false,
    });
    expect(model.requests).toHaveLength(1);
  });
});

describe('A6: the next attempt of a call that waits', () => {
  /** Ends if nothing arrives within these milliseconds. */
  function silent(endsInMs: number, changes: Partial<ModelOrder> = {}) {
    const { promise: never } = Promise.withResolvers<never>();
    const model: Model = {
      rehearsal: false,
      answer: (_request, _context, options) => {
        options.onSign?.({ hasCome: true, endsInMs });
        return never;
      },
    };
    return createModelBroker({ model, clock })(order(changes));
  }

  test.each([
    ['comes when the attempt ends', 59_999, {}, 59_999],
    ['does not come when the turn is over by then', 60_000, {}, null],
    ['does not come when the turn may try no more', 1_000, { modelRetries: 0 }, null],
  ])('A6: it %s', async (_, endsInMs, bounds, againInMs) => {
    const begun = clock.now();
    const call = silent(endsInMs, { bounds: { ...TURN_BOUNDS, ...bounds } });
    for (let turns = 0; turns < 20; turns++) await new Promise(setImmediate);
    expect(call.silence().againAt).toBe(againInMs === null ? null : begun + againInMs);
    call.answer.catch(() => undefined);
    call.abort();
  });
});

describe('T7: an answer that broke off', () => {
  const ask = askFor(live.design, live.turn());
  const context = { ask, callNumber: 1, kill: () => undefined };

  /** A model whose attempts fail so, the n-th having written so many tokens. */
  function failing(faultOf: (number: number) => ModelFault, writtenIn: (number: number) => number) {
    const scripted = scriptedModel((_, number) => {
      throw faultOf(number);
    });
    const model: Model = {
      ...scripted,
      answer: (request, about, options) => {
        const outputTokens = writtenIn(scripted.requests.length + 1);
        options.onSpent?.(() => ({
          model: request.model,
          usage: { ...USAGE, outputTokens },
          costUsd: 0.1,
        }));
        return scripted.answer(request, about, options);
      },
    };
    return { requests: scripted.requests, callModel: createModelBroker({ model, clock }) };
  }

  /** What was counted as a try, attempt by attempt. */
  function tries(changes: Partial<ModelOrder> = {}) {
    const counted: boolean[] = [];
    const given = order({ ...changes, context: { ...context, ask: { ...ask } } });
    const onFailed: ModelOrder['observer']['onFailed'] = (_, _fault, isTry) => counted.push(isTry);
    return { counted, order: { ...given, observer: { ...given.observer, onFailed } } };
  }

  test.each(['connection_lost', 'stall_timeout', 'malformed_answer', 'overloaded'] as const)(
    'is paid for three times a turn at most, and then the model counts as away: %s',
    async (kind) => {
      const { requests, callModel } = failing(
        () => new ModelFault(kind, 'the end'),
        () => 40,
      );
      const { counted, order: given } = tries();
      const call = callModel(given);
      const cause = kind === 'overloaded' ? kind : 'connection_lost';
      const error = { kind: cause, transient: true, message: expect.stringContaining('the end') };
      await expect(call.answer).rejects.toMatchObject(error);
      expect(requests).toHaveLength(3);
      expect(counted).toEqual([true, true, true]);
      expect(call.unavailable()).toMatchObject({ cause });
    },
  );

  test('counts over all calls of its turn, and in no other turn', async () => {
    const { requests, callModel } = failing(
      (number) => new ModelFault(number === 2 ? 'invalid_request' : 'connection_lost', 'lost'),
      () => 40,
    );
    const { order: given } = tries();
    await expect(callModel(given).answer).rejects.toMatchObject({ kind: 'invalid_request' });
    await expect(callModel(given).answer).rejects.toMatchObject({ kind: 'connection_lost' });
    expect(requests).toHaveLength(4);
    await expect(callModel(tries().order).answer).rejects.toMatchObject({
      kind: 'connection_lost',
    });
    expect(requests).toHaveLength(7);
  });

  test('of which nothing was written is weather, whatever its number', async () => {
    const { requests, callModel } = failing(
      (number) => {
        if (number === 12) clock.pass(30_000);
        return new ModelFault('connection_lost', 'lost');
      },
      () => 0,
    );
    const { counted, order: given } = tries({
      patience: { until: clock.now() + 30_000, since: null, mostMs: 60_000 },
    });
    await expect(callModel(given).answer).rejects.toMatchObject({ kind: 'connection_lost' });
    expect(requests).toHaveLength(12);
    expect(counted).not.toContain(true);
  });

  test('for an unknown error within its stream counts, written or not', async () => {
    const { requests, callModel } = failing(
      () => new ModelFault('unknown', 'who knows', { transient: true }),
      () => 0,
    );
    await expect(callModel(tries().order).answer).rejects.toMatchObject({
      kind: 'connection_lost',
    });
    expect(requests).toHaveLength(3);
  });
});

describe('T7: a call that is under way', () => {
  const LEAST = { model: REQUEST.model, usage: USAGE, costUsd: 0.25 };
  const SO_FAR = { ...LEAST, costUsd: 0.5 };

  /** What the call counts with whenever it is asked, by when that is. */
  function counted(script: Script) {
    const model = scriptedModel(script);
    const steps: unknown[] = [];
    const count = (when: string) => {
      const now = call.underWay();
      steps.push([when, now?.spent.costUsd ?? 0, now?.reservedUsd ?? 0]);
    };
    const paid: Model = {
      ...model,
      weigh: () => ({ least: LEAST, inputUsd: 0.5, outputTokenUsd: 0.01 }),
      answer: (request, context, options) => {
        options.onSpent?.(() => SO_FAR);
        count('sent');
        return model.answer(request, context, options);
      },
    };
    const call: ModelCall = createModelBroker({ model: paid, clock })(
      order({
        admit: async (_, { inputUsd, outputTokenUsd, maxOutputTokens, reserve }) => {
          count('asks for room');
          reserve(inputUsd + maxOutputTokens * outputTokenUsd);
          count('reserves');
          reserve(null);
          count('withdraws');
          reserve(inputUsd + 50 * outputTokenUsd);
          count('admitted');
          return { maxOutputTokens: 50 };
        },
        observer: {
          onPlainer: () => undefined,
          onFirstToken: () => undefined,
          onFailed: () => count('failed'),
          onUnanswered: (_, { costUsd }) => steps.push(['paid without an answer', costUsd]),
        },
      }),
    );
    return { call, steps, count, requests: model.requests };
  }

  test('T7: a call counts with what is reserved for it from then on, and is sent with the bound that it got', async () => {
    const { call, steps, count, requests } = counted(() => PASS);
    await call.answer;
    count('answered');
    expect(steps).toEqual([
      ['asks for room', 0, 0],
      ['reserves', 0.25, 1.5],
      ['withdraws', 0, 0],
      ['admitted', 0.25, 1],
      ['sent', 0.5, 1],
      ['answered', PASS.costUsd, 1],
    ]);
    expect(requests).toEqual([{ ...REQUEST, maxOutputTokens: 50 }]);
  });

  test('T7: a refused call is paid once, and counts no more until the next attempt is admitted', async () => {
    const { call, steps } = counted((_, number) => {
      if (number === 1) throw overloaded();
      return PASS;
    });
    await call.answer;
    expect(steps.slice(4, 9)).toEqual([
      ['sent', 0.5, 1],
      ['paid without an answer', 0.5],
      ['failed', 0, 0],
      ['asks for room', 0, 0],
      ['reserves', 0.25, 1.5],
    ]);
  });
});
