import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { decidedOf } from '../../src/core/decision/decided.ts';
import type { Turn } from '../../src/core/vocabulary/design.ts';
import { createRedactor } from '../../src/foundation/redaction.ts';
import { ModelFault, type ModelReply } from '../../src/ports/model.ts';
import type { TurnRecord } from '../../src/ports/turn-record.ts';
import { writeDecision } from '../../src/presentation/decision/decision-document.ts';
import { writeRecordMarkdown } from '../../src/presentation/record/record.ts';
import { renderProposal } from '../../src/presentation/talk/proposals.ts';
import { ChildMessage, type ChildMessageOf } from '../../src/sessions/child/protocol.mjs';
import { NOT_READ } from '../../src/turns/checks/check-citations.ts';
import type { Model } from '../../src/turns/model-context.ts';
import { limitEffort, readingsOf } from '../../src/turns/prompt/conduct.ts';
import { of, type World } from '../support/designs/given.ts';
import { THREE_QUESTIONS, UNSURE } from '../support/designs/given-start.ts';
import {
  audit,
  composite,
  judgement,
  mapping as mapped,
  pass,
  revision,
  signature,
} from '../support/designs/given-submission.ts';
import { proposal } from '../support/designs/sample-design.ts';
import {
  brokerFor,
  liveDesign,
  type TurnOverrides,
  type TurnUnderTest,
  takeTurn,
} from './conversing.ts';
import { callsTool, type Script, saysOnly, scriptedModel, USAGE } from './scripted-model.ts';
import { TestClock } from './test-clock.ts';

const PASS = callsTool('pass', { rationale: judgement.rationale });
/** What a session asks when the test speaks for it. */
const REQUEST = {
  system: [],
  messages: [
    { role: 'user' as const, content: [{ type: 'text' as const, text: 'Hi.', cache: false }] },
  ],
};
const KILLED = { kind: 'killed', detail: 'signal 9', diagnostics: '' } as const;
const { promise: never } = Promise.withResolvers<ModelReply>();

const PINNED = { name: 'shop', commit: 'a'.repeat(40), digest: 'A shop.' };

function begin(
  script: Script,
  overrides: TurnOverrides = {},
  live = liveDesign(
    overrides.repository === undefined ? {} : { repository: PINNED },
    overrides.clock,
  ),
  participant?: string,
) {
  const model = scriptedModel(script);
  const broker = brokerFor(model, overrides.clock);
  const turn = live.turn(participant);
  return { live, model, broker, turn, ...takeTurn(live, turn, broker, overrides) };
}

/** The first answer to the nth request; the last one for all that follow. */
function inOrder(...replies: ModelReply[]): Script {
  return (_, number) => replies[Math.min(number, replies.length) - 1] ?? PASS;
}

function kindsOf(record: TurnRecord): string[] {
  return record.trace.map((step) => step.kind);
}

async function sentTo({ sent }: TurnUnderTest, type: string): Promise<void> {
  await expect.poll(() => sent.map((message) => message.type)).toContain(type);
}

async function asked({ model }: Pick<ReturnType<typeof begin>, 'model'>): Promise<void> {
  await expect.poll(() => model.requests.length).toBe(1);
}

describe('T1: every way out of a turn leaves exactly one record', () => {
  test('T1: a turn that passed', async () => {
    const taken = begin(inOrder(PASS));
    expect(await taken.ended).toMatchObject({ outcome: 'passed', error: null, confidence: null });
    expect(taken.records).toHaveLength(1);
  });

  test('T1: a turn that spoke', async () => {
    const question = { text: 'How many?', why: 'It decides.', assumption: 'Few.' };
    const taken = begin(inOrder(callsTool('ask_questions', { questions: [question] })));
    expect(await taken.ended).toMatchObject({ outcome: 'spoke', error: null, confidence: null });
  });

  test('T1: a turn refused by validation, in one sentence for people; the model’s message is in the record', async () => {
    const taken = begin(inOrder(callsTool('pass', {})));
    const error = {
      class: 'refused_input',
      message: expect.stringMatching(/^Its answer was refused .*times: .*rationale/),
    };
    const record = await taken.ended;
    expect(record).toMatchObject({ outcome: 'refused', error });
    expect(record.trace).toContainEqual(
      expect.objectContaining({ accepted: false, reason: expect.stringContaining('rationale') }),
    );
    const { live, turn } = taken;
    const { designId, kind } = record;
    const who = { designId, participant: turn.participant, sessionId: turn.sessionId };
    expect(taken.log.events.filter(({ event }) => event === 'turn_failed')).toEqual([
      {
        event: 'turn_failed',
        facts: {
          ...{ ...who, turnId: turn.id, kind, outcome: 'refused', class: 'refused_input' },
          refused: expect.stringMatching(/^pass: rationale: /),
        },
      },
    ]);
    expect(of(live.history, 'participant_excused').map(({ detail }) => detail)).toEqual([
      record.error?.message,
    ]);
  });

  test('T1: a turn timed out by its total', async () => {
    const clock = new TestClock();
    const taken = begin(() => never, { clock, bounds: { turnTotalMs: 60_000 } });
    await asked(taken);
    clock.pass(61_000);
    expect(await taken.ended).toMatchObject({
      outcome: 'timed_out',
      error: { class: 'turn_timeout' },
    });
    await sentTo(taken, 'abandon');
  });

  test('T1, A21: a turn whose time is over while its model is waited for says why that cannot be used', async () => {
    const clock = new TestClock();
    const comeBackLater = () => {
      throw new ModelFault('overloaded', 'come back later', { retryAfterMs: 45_000 });
    };
    const taken = begin(comeBackLater, { clock, bounds: { turnTotalMs: 60_000 } });
    await expect.poll(() => taken.running.unavailable).not.toBeNull();
    expect(taken.running.unavailable).toEqual({
      cause: 'overloaded',
      since: clock.now(),
      until: taken.turn.startedAt + 48_000,
      model: 'claude-opus-5-5',
      endpoint: 'Anthropic',
    });
    expect(taken.running.silence).toEqual({
      since: clock.now(),
      // After its own wait of at most five milliseconds.
      againAt: expect.closeTo(clock.now() + 45_000, -2),
    });
    clock.pass(61_000);
    expect(await taken.ended).toMatchObject({
      outcome: 'model_error',
      error: { class: 'overloaded' },
    });
    expect([taken.running.unavailable, taken.running.silence]).toEqual([null, null]);
  });

  test.each([20 * 60_000, null])(
    'A21: a turn whose model will not answer within its patience pauses the design: %j',
    async (retryAfterMs) => {
      const clock = new TestClock();
      const since = clock.now();
      const comeMuchLater = () => {
        if (retryAfterMs === null) clock.pass(50_000);
        throw new ModelFault('overloaded', 'come much later', { retryAfterMs });
      };
      const taken = begin(comeMuchLater, { clock, bounds: { turnTotalMs: 60_000 } });
      expect(await taken.ended).toMatchObject({
        outcome: 'model_error',
        error: { class: 'overloaded' },
      });
      expect(of(taken.live.history, 'design_paused').map(({ paused }) => paused)).toEqual([
        {
          cause: 'overloaded',
          model: 'claude-opus-5-5',
          endpoint: 'Anthropic',
          since: clock.now(),
          againAt: retryAfterMs === null ? null : since + retryAfterMs,
          until: retryAfterMs === null ? expect.any(Number) : since + retryAfterMs,
        },
      ]);
    },
  );

  test('T1: a turn timed out because its session has fallen silent', async () => {
    const clock = new TestClock();
    const taken = begin(() => PASS, { clock, session: 'silent', bounds: { turnStallMs: 40_000 } });
    clock.pass(41_000);
    expect(await taken.ended).toMatchObject({
      outcome: 'timed_out',
      error: { class: 'session_silent' },
    });
  });

  test('T1: a slow answer is not silence', async () => {
    const clock = new TestClock();
    const slow = Promise.withResolvers<ModelReply>();
    const taken = begin(() => slow.promise, { clock, bounds: { turnStallMs: 1_000 } });
    await asked(taken);
    clock.pass(3_000);
    slow.resolve(PASS);
    expect(await taken.ended).toMatchObject({ outcome: 'passed' });
  });

  test('T1: a turn that ends by a model error', async () => {
    const taken = begin(() => {
      throw new ModelFault('unauthorized', 'no key');
    });
    expect(await taken.ended).toMatchObject({
      outcome: 'model_error',
      error: { class: 'unauthorized' },
    });
  });

  test('T1: a turn whose model calls no tool', async () => {
    expect(await begin(inOrder(saysOnly('I have nothing to ask.'))).ended).toMatchObject({
      outcome: 'refused',
      error: { class: 'no_tool' },
    });
  });

  test('T1: a turn whose model writes its call as text', async () => {
    const written: ModelReply = { ...saysOnly('The file says <tool_call>'), hasTextCall: true };
    expect(await begin(inOrder(written)).ended).toMatchObject({
      outcome: 'refused',
      error: { class: 'calls_as_text' },
    });
  });

  test('T1, T5: a turn whose process is lost, recorded from the steps streamed out before', async () => {
    const { live, turn, ...taken } = begin((_, number) =>
      number === 1 ? saysOnly('Let me think.') : never,
    );
    await expect.poll(() => taken.model.requests.length).toBe(2);
    taken.running.abandon();
    live.do({ type: 'report_session_lost', sessionId: turn.sessionId, cause: KILLED });
    const record = await taken.ended;
    expect(record).toMatchObject({ outcome: 'process_lost', usage: USAGE, costUsd: 0.01 });
    expect(kindsOf(record)).toEqual([
      ...['prompt_assembled', 'request_sent', 'first_token', 'answer_received'],
      ...['asked_again', 'request_sent', 'first_token'],
    ]);
    expect(record.error).toMatchObject({ lastStep: 'first_token 2' });
    expect(taken.records).toHaveLength(1);
  });

  test('T1: a cancelled turn, with nothing reported afterwards', async () => {
    const { promise, resolve } = Promise.withResolvers<ModelReply>();
    const { live, ...taken } = begin(() => promise);
    await expect.poll(() => taken.model.requests.length).toBe(1);
    live.do({ type: 'cancel', by: 'Ana', reason: '' });
    taken.running.abandon();
    const recorded = live.history.length;
    resolve(PASS);
    expect(await taken.ended).toMatchObject({ outcome: 'cancelled' });
    await sentTo(taken, 'abandon');
    await new Promise((done) => setImmediate(done));
    expect(live.history).toHaveLength(recorded);
  });

  test('T1: a session that floods its turn is stopped', async () => {
    const { turn, ...taken } = begin(() => PASS, { session: 'silent' });
    const flood = (messages: number) => {
      for (let count = 0; count < messages; count += 1)
        taken.running.receive({ type: 'asked_again', turnId: turn.id, reason: 'again' });
    };
    flood(20);
    for (let turns = 0; turns < 200; turns++) await null;
    expect(taken.records).toEqual([]);
    flood(21);
    expect(await taken.ended).toMatchObject({
      outcome: 'refused',
      error: { class: 'too_many_messages' },
    });
  });

  test.each([
    [0, 'passed'],
    [1, 'refused'],
  ])('T1: a request that is %i bytes longer than allowed: %s', async (beyond, outcome) => {
    const conduct = { model: 'claude-opus-5-5', effort: 'low', maxOutputTokens: 16_000 };
    const requestBytes = Buffer.byteLength(JSON.stringify({ ...conduct, ...REQUEST })) - beyond;
    const bounds = { requestBytes };
    const { turn, ...taken } = begin(() => PASS, { session: 'silent', bounds });
    taken.running.receive({ type: 'ask_model', turnId: turn.id, call: 1, request: REQUEST });
    taken.running.receive(submitPass(turn));
    const message = `The request has ${requestBytes + 1} bytes; at most ${requestBytes} are allowed.`;
    const { error, ...record } = await taken.ended;
    expect(record.outcome).toBe(outcome);
    expect(error?.message).toBe(beyond === 0 ? undefined : message);
  });

  test('T1: the model calls of a turn are bounded', async () => {
    const repository = reader('a file');
    const reads = (_: unknown, number: number) => callsTool('read_file', {}, `toolu_${number}`);
    const taken = begin(reads, { repository, bounds: { modelCalls: 6 } });
    expect(await taken.ended).toMatchObject({
      outcome: 'refused',
      error: { class: 'model_calls_used_up' },
    });
    expect(taken.model.requests).toHaveLength(6);
    expect(JSON.stringify(taken.model.requests.at(-1)?.messages)).toContain(
      'Your time is nearly up',
    );
  });

  test('T1: messages of another turn change nothing', async () => {
    const taken = begin(inOrder(PASS));
    taken.running.receive({ type: 'gave_up', turnId: 'trn_other', because: 'other', detail: '' });
    expect(await taken.ended).toMatchObject({ outcome: 'passed' });
  });
});

function reader(text: string | Promise<string>) {
  const pinned = { name: 'shop', commit: 'a'.repeat(40), digest: '' };
  return {
    pinned,
    run: async () => ({ ok: true, text: await text }),
    readBy() {
      return this;
    },
    readLines: async () => NOT_READ,
    readText: async () => NOT_READ,
    latest: async () => NOT_READ,
  };
}

describe('T3: the trace', () => {
  test('T3: the trace has each step with its facts, and tool arguments of at most 4 KiB', async () => {
    const path = 'ä'.repeat(10_000);
    const script = inOrder(callsTool('read_file', { path }), PASS);
    const record = await begin(script, { repository: reader('1: const a = 1;') }).ended;
    expect(kindsOf(record)).toEqual([
      ...['prompt_assembled', 'request_sent', 'first_token', 'answer_received', 'tool_called'],
      ...['request_sent', 'first_token', 'answer_received', 'submission_checked', 'tool_called'],
    ]);
    const calls = record.trace.filter((step) => step.kind === 'tool_called');
    expect(calls.map(({ tool, result }) => [tool, result])).toEqual([
      ['read_file', 'ok'],
      ['pass', 'ok'],
    ]);
    expect(Buffer.byteLength(calls[0]?.input ?? '')).toBeLessThanOrEqual(4_096);
    expect(calls[0]?.input).toContain('… [cut]');
    expect(record.trace.every((step, index, all) => step.atMs >= (all[index - 1]?.atMs ?? 0))).toBe(
      true,
    );
    expect(record.usage).toEqual({
      inputTokens: 20,
      cacheWriteTokens: 40,
      cacheReadTokens: 60,
      outputTokens: 80,
    });
    expect(record.costUsd).toBeCloseTo(0.02, 10);
  });

  test('T3: the trace of a failed turn is kept, and its error names the last step and those before it', async () => {
    const refusal = saysOnly('No.', 'refusal');
    const record = await begin(inOrder(saysOnly('First.'), refusal, refusal)).ended;
    expect(record.error).toMatchObject({
      class: 'model_refusal',
      retryable: false,
      lastStep: 'answer_received 3',
      completedSteps: [
        ...['prompt_assembled', 'request_sent 1', 'first_token 1', 'answer_received 1'],
        ...['asked_again', 'request_sent 2', 'first_token 2', 'answer_received 2'],
        ...['asked_again', 'request_sent 3', 'first_token 3'],
      ],
    });
  });

  test('T7: an answer that is refused costs as much as one that is taken', async () => {
    const invented = { ...callsTool('approve', {}), costUsd: 0.25 };
    const record = await begin(inOrder(invented, { ...PASS, costUsd: 0.5 })).ended;
    expect(record.costUsd).toBe(0.75);
  });

  test('T7: an answer that its endpoint did not count costs at least that', async () => {
    expect(await begin(inOrder(PASS)).ended).not.toHaveProperty('costIsAtLeast');
    expect(await begin(inOrder({ ...PASS, isAtLeast: true })).ended).toMatchObject({
      costIsAtLeast: true,
    });
  });

  test('a prompt that its endpoint may have read only in part is on record as that', async () => {
    const wholeOrPart = async (answer: ModelReply) => {
      const { ended, live, turn } = begin(inOrder(answer));
      await ended;
      return live.design.turns.find(({ id }) => id === turn.id)?.wasReadInPart;
    };
    expect(await wholeOrPart(PASS)).toBe(false);
    expect(await wholeOrPart({ ...PASS, promptCharacters: 90_000 })).toBe(true);
  });

  test('T3, T7: an attempt that failed has its cost in trace and log, and what it left out after that', async () => {
    const failures = ['overloaded', 'server_error'] as const;
    const scripted = scriptedModel((_, number) => {
      const fault = failures[number - 1];
      if (fault !== undefined) throw new ModelFault(fault, 'come back later');
      return PASS;
    });
    const model: Model = {
      ...scripted,
      answer: (request, context, options) => {
        if (scripted.requests.length === 1) {
          const spent = { model: request.model, usage: USAGE, costUsd: 0.25 };
          options.onSpent?.(() => spent);
          options.onPlainer?.({ part: 'cache', said: 'no cache' });
        }
        return scripted.answer(request, context, options);
      },
    };
    const [live, clock] = [liveDesign(), new TestClock()];
    const turn = { ...live.turn(), startedAt: clock.now() };
    const { log, ended } = takeTurn(live, turn, brokerFor(model), { clock });
    const { trace, costUsd, designId } = await ended;
    expect(costUsd).toBe(0.26);
    const who = {
      designId,
      participant: turn.participant,
      turnId: turn.id,
      model: 'claude-opus-5-5',
    };
    const lines = log.events.filter(({ event }) => event === 'model_request_failed');
    const call = { call: 1, transient: true };
    expect(lines.map(({ facts }) => facts)).toEqual([
      { ...who, ...call, attempt: 1, fault: 'overloaded', isTry: false, costUsd: 0, untold: 0 },
      { ...who, ...call, attempt: 2, fault: 'server_error', isTry: true, costUsd: 0.25, untold: 0 },
    ]);
    const failed = { kind: 'request_failed', atMs: 0, ...call } as const;
    expect(trace.slice(1, 9)).toEqual([
      { kind: 'request_sent', atMs: 0, call: 1, attempt: 1 },
      { kind: 'first_token', atMs: 0, call: 1 },
      { ...failed, attempt: 1, fault: 'overloaded' },
      { kind: 'request_sent', atMs: 0, call: 1, attempt: 2 },
      { kind: 'asked_plainer', atMs: 0, call: 1, without: 'cache', said: 'no cache' },
      { kind: 'first_token', atMs: 0, call: 1 },
      {
        ...failed,
        attempt: 2,
        fault: 'server_error',
        isTry: true,
        spent: { usage: USAGE, costUsd: 0.25 },
      },
      { kind: 'request_sent', atMs: 0, call: 1, attempt: 3 },
    ]);
  });

  test('T7: a turn that is over stops its call, whose cost so far is on record as the least', async () => {
    const spent = { model: 'claude-opus-5-5', usage: USAGE, costUsd: 0.25 };
    const scripted = scriptedModel(() => never);
    const model: Model = {
      ...scripted,
      answer: (request, context, options) => {
        options.onSpent?.(() => spent);
        return scripted.answer(request, context, options);
      },
    };
    const [live, clock] = [liveDesign(), new TestClock()];
    const turn = { ...live.turn(), startedAt: clock.now() };
    const bounds = { turnTotalMs: 60_000 };
    const { ended } = takeTurn(live, turn, brokerFor(model), { clock, bounds });
    await asked({ model: scripted });
    clock.pass(60_000);
    expect(await ended).toMatchObject({ costUsd: 0.25, costIsAtLeast: true, usage: USAGE });
    expect(of(live.history, 'model_answered')).toMatchObject([
      { turnId: turn.id, stopReason: 'aborted', ...spent, atLeast: true, latencyMs: 60_000 },
    ]);
  });

  test('T6: a request waits until the cost of the answer before it is stored', async () => {
    const { promise: storing, resolve: store } = Promise.withResolvers<void>();
    const taken = begin(inOrder(saysOnly('Hm.'), PASS), { storing });
    await expect
      .poll(() => kindsOf(taken.running.trace.record('cancelled', null, 0)))
      .toContain('asked_again');
    for (let turns = 0; turns < 10; turns++) await new Promise(setImmediate);
    expect(taken.model.requests).toHaveLength(1);
    store();
    expect((await taken.ended).costUsd).toBe(0.02);
    expect(taken.model.requests).toHaveLength(2);
  });

  test('J1: the record holds the whole prompt that was sent', async () => {
    const taken = begin(inOrder(PASS));
    const record = await taken.ended;
    const words = taken.model.requests[0]?.messages[0]?.content.map((block) =>
      'text' in block ? block.text : '',
    );
    for (const text of words ?? []) expect(record.prompt).toContain(text);
    expect(record.prompt).toContain('# How this works');
  });

  test('D6: secrets are taken out of everything that is recorded', async () => {
    const redact = (text: string) => text.replaceAll('hunter2', '[redacted]');
    const live = liveDesign({ start: { topic: 'Should hunter2 stay the password?' } });
    const script = inOrder(
      saysOnly('It is hunter2.'),
      callsTool('pass', { rationale: judgement.rationale, note: 'hunter2' }),
      PASS,
    );
    const record = await begin(script, { redact }, live).ended;
    expect(JSON.stringify(record)).not.toContain('hunter2');
    expect(JSON.stringify(record)).toContain('[redacted]');
  });

  test('D6: a tool’s arguments stay readable if two texts of them look like one secret', async () => {
    const input = { path: 'https://somebody:', from: '@example.com' };
    const record = await begin(inOrder(callsTool('read_file', input), PASS), {
      redact: createRedactor([]),
    }).ended;
    const [call] = record.trace.flatMap((step) =>
      step.kind === 'tool_called' ? [step.input] : [],
    );
    expect(JSON.parse(call ?? '')).toEqual(input);
  });
});

describe('A1–A4: the parent judges', () => {
  test('A1: a tool that ends other turns does not end this one', async () => {
    const taken = begin(
      inOrder(callsTool('sign', { verdict: 'signs', dissent: '', ...judgement }), PASS),
    );
    expect(await taken.ended).toMatchObject({ outcome: 'passed' });
    expect(JSON.stringify(taken.model.requests[1]?.messages)).toContain('There is no tool');
  });

  test('A1: of the name of a tool that a model made up 60 characters are kept', async () => {
    const taken = begin(inOrder(callsTool('x'.repeat(61), {}), PASS));
    expect(await taken.ended).toMatchObject({ outcome: 'passed' });
    expect(
      of(taken.live.history, 'tool_invoked').map(({ tool, result }) => [tool, result]),
    ).toEqual([
      ['x'.repeat(60), 'refused'],
      ['pass', 'ok'],
    ]);
  });

  test('A20: wrong calls of one answer count as one refusal, and the model is told of each', async () => {
    const wrong = (id: string) => callsTool('approve_everything', {}, id).content;
    const four = { ...PASS, content: ['a', 'b', 'c', 'd'].flatMap(wrong) };
    const taken = begin(inOrder(four, four, PASS), { bounds: { reasks: 1 } });
    expect(await taken.ended).toMatchObject({ outcome: 'passed' });
    expect(
      JSON.stringify(taken.model.requests[1]?.messages).split('There is no tool'),
    ).toHaveLength(5);
    const thrice = begin(inOrder(four, four, four, PASS), { bounds: { reasks: 1 } });
    expect(await thrice.ended).toMatchObject({
      outcome: 'refused',
      error: { class: 'refused_input' },
    });
  });

  test('A20: more wrong calls than a session makes of one answer are no single refusal', async () => {
    const { turn, running, ended } = begin(() => PASS, {
      session: 'silent',
      bounds: { reasks: 0 },
    });
    for (let n = 0; n < 9; n += 1)
      running.receive({
        type: 'call_tool',
        turnId: turn.id,
        callId: `call-${n}`,
        name: 'agree',
        input: {},
      });
    expect(await ended).toMatchObject({ outcome: 'refused' });
  });

  test('A3: a smuggled field is dropped, and the log has its name but not its value', async () => {
    const taken = begin(
      inOrder(callsTool('pass', { rationale: judgement.rationale, designId: 'dsn_of-another' })),
    );
    expect(await taken.ended).toMatchObject({ outcome: 'passed', participant: 'subtractor' });
    const dropped = taken.log.events.filter((line) => line.event === 'unknown_fields_dropped');
    const { designId, participant, turnId } = await taken.ended;
    const facts = { designId, participant, turnId, tool: 'pass', fields: ['designId'] };
    expect(dropped).toEqual([{ event: 'unknown_fields_dropped', facts }]);
    expect(JSON.stringify(taken.log.events)).not.toContain('dsn_of-another');
    expect((await taken.ended).trace).toContainEqual({
      kind: 'repaired',
      atMs: expect.any(Number),
      repair: 'unknown_field',
      fields: ['designId'],
    });
  });

  test('A3: of the fields that a model made up the log has twelve, each with 40 characters', async () => {
    const names = Array.from({ length: 13 }, (_, at) => `${10 + at}${'x'.repeat(39)}`);
    const madeUp = Object.fromEntries(names.map((name) => [name, 1]));
    const taken = begin(inOrder(callsTool('pass', { rationale: judgement.rationale, ...madeUp })));
    await taken.ended;
    const [line] = taken.log.events.filter(({ event }) => event === 'unknown_fields_dropped');
    expect(line?.facts.fields).toEqual(names.slice(0, 12).map((name) => name.slice(0, 40)));
  });

  test('A3: the session has no say in the model, its effort and its tools', async () => {
    const { turn, ...taken } = begin(() => PASS, { session: 'silent' });
    const smuggled = {
      type: 'ask_model',
      turnId: turn.id,
      call: 1,
      request: { ...REQUEST, model: 'another' },
    };
    expect(ChildMessage.safeParse(smuggled).success).toBe(false);
    taken.running.receive({ type: 'ask_model', turnId: turn.id, call: 1, request: REQUEST });
    await sentTo(taken, 'model_answer');
    expect(taken.model.requests[0]).toMatchObject({ model: 'claude-opus-5-5', effort: 'low' });
    expect(taken.model.requests[0]?.maxOutputTokens).toBe(16_000);
    expect(taken.model.requests[0]?.tools.map(({ name }) => name)).toEqual([
      'ask_questions',
      'pass',
    ]);
    taken.running.abandon();
  });

  test('A4: an unknown reference is refused, the known ones are named to the model, and it corrects itself', async () => {
    const live = mapping();
    const positions = (other: string) => [
      { statement: 'It can', claims: ['A-1'] },
      { statement: 'It cannot', claims: [other] },
    ];
    const map = (other: string) => {
      const divergence = {
        description: 'Can it wait?',
        cost: 'A day.',
        impact: 'high',
        positions: positions(other),
      };
      const agreements = [{ statement: 'It can be measured.', claims: ['C-1'] }];
      return callsTool('map_divergences', {
        agreements,
        divergences: [divergence],
        lone: [],
        ...judgement,
      });
    };
    const taken = begin(inOrder(map('Z-1'), map('B-1')), {}, live);
    const record = await taken.ended;
    expect(record).toMatchObject({ outcome: 'spoke', kind: 'mapping' });
    expect(JSON.stringify(taken.model.requests[1]?.messages)).toContain(
      'names Z-1; it may name A-1',
    );
    expect(of(live.history, 'tool_invoked').map((event) => event.result)).toContain('refused');
  });

  test('A5: the design has the submission, under the seal of the file that it will be', async () => {
    const live = proposing();
    const input = proposal('Somebody');
    await begin(inOrder(callsTool('submit_proposal', input)), {}, live).ended;
    const [sealed] = live.design.proposals;
    if (sealed === undefined) throw new Error('nothing was sealed');
    const file = renderProposal(live.design, {
      participant: sealed.participant,
      proposal: input,
      citations: [{ item: 2, status: 'not_checkable', path: 'src/queue.ts', from: 41, to: 41 }],
    });
    expect(sealed.sha256).toBe(createHash('sha256').update(file).digest('hex'));
  });

  test('J4: a citation that fails is refused while two tries are left, and then kept as failed', async () => {
    const live = proposing();
    const lines = {
      kind: 'it',
      path: 'src/queue.ts',
      lines: ['import pool'],
      isCut: false,
    } as const;
    const repository = { ...reader('a file'), readLines: async () => lines };
    const cites = callsTool('submit_proposal', proposal('Somebody'));
    const taken = begin(inOrder(cites), { repository, bounds: { reasks: 3 } }, live);
    expect(await taken.ended).toMatchObject({ outcome: 'spoke' });
    expect(taken.model.requests).toHaveLength(3);
    expect(live.design.proposals[0]?.citations.map(({ status }) => status)).toEqual(['failed']);
  });

  test('J9: a signature is taken at once, and covers the very text of the decision', async () => {
    const live = liveDesign().reach('signing');
    const { tool, input } = signature();
    const taken = begin(inOrder(callsTool(tool, input)), {}, live);
    expect(await taken.ended).toMatchObject({ outcome: 'spoke', kind: 'signing' });
    expect(taken.model.requests).toHaveLength(1);
    const decided = decidedOf(live.design);
    const text = decided === null ? '' : writeDecision(live.design, decided);
    const sha256 = createHash('sha256').update(text).digest('hex');
    expect(of(live.history, 'signature_given')).toMatchObject([{ sha256 }]);
  });

  test('C16: a submission after the round is closed ends the turn, and its author gets that answer', async () => {
    const { live, turn, ...taken } = begin(() => PASS, { session: 'silent' });
    live.do({ type: 'pass_deadline', timerId: `round:${turn.roundId}` });
    taken.running.receive(submitPass(turn));
    await sentTo(taken, 'tool_answer');
    const told = taken.sent.find((message) => message.type === 'tool_answer');
    expect(told).toMatchObject({
      ok: false,
      ends: true,
      text: expect.stringContaining('recorded as late'),
    });
    expect(of(live.history, 'late_report_recorded')).toHaveLength(1);
  });

  test('C16: a submission beyond the late ones that are recorded ends the turn as well', async () => {
    const clock = new TestClock();
    const { live, turn, ...taken } = begin(() => PASS, { clock, session: 'silent' });
    live.do({ type: 'pass_deadline', timerId: `round:${turn.roundId}` });
    for (let times = 0; times < 3; times += 1) live.submits(turn.participant, pass(), turn.id);
    taken.running.receive(submitPass(turn));
    await sentTo(taken, 'tool_answer');
    const told = taken.sent.find((message) => message.type === 'tool_answer');
    expect(told).toMatchObject({ ok: false, ends: true });
    expect(of(live.history, 'late_report_recorded')).toHaveLength(3);
    expect(clock.armed).toBe(0);
  });

  test('C16: of two submissions at once the first one counts, and the other is not recorded', async () => {
    const { live, turn, ...taken } = begin(() => PASS, { session: 'silent' });
    taken.running.receive(submitPass(turn));
    taken.running.receive(submitPass(turn));
    expect(await taken.ended).toMatchObject({ outcome: 'passed' });
    await new Promise(setImmediate);
    expect(of(live.history, 'late_report_recorded')).toEqual([]);
    expect(taken.sent.map(({ type }) => type)).toEqual(['take_turn', 'tool_answer']);
  });
});

function submitPass({ id: turnId }: Turn): ChildMessageOf<'call_tool'> {
  const input = { rationale: judgement.rationale };
  return { type: 'call_tool', turnId, callId: 'call-1', name: 'pass', input };
}

function proposing(more: { notes?: string } = {}): World {
  return liveDesign({ says: { questions: () => ({ ...pass(), ...more }) } }).reach('proposing');
}

function mapping(): World {
  const live = proposing();
  for (const turn of live.openTurns()) {
    live.submits(turn.participant, { tool: 'submit_proposal', input: proposal(turn.participant) });
  }
  return live;
}

describe('texts that are too long', () => {
  const endless = callsTool('pass', { rationale: 'x'.repeat(2_500) });

  test('A2: a text beyond its bound is asked for again, and at the last try kept and cut', async () => {
    const taken = begin(inOrder(endless), { bounds: { reasks: 2 } });
    expect(await taken.ended).toMatchObject({ outcome: 'passed' });
    expect(taken.model.requests).toHaveLength(3);
    expect(JSON.stringify(taken.model.requests[1]?.messages)).toContain('has 2500 characters');
    expect(of(taken.live.history, 'questions_asked')[0]?.rationale).toMatch(/x … \[cut\]$/);
  });

  test('A2: the last try is counted with the times that the session asked again by itself', async () => {
    const taken = begin(inOrder(saysOnly('Hm.'), saysOnly('Hm.'), endless), {
      bounds: { reasks: 2 },
    });
    expect(await taken.ended).toMatchObject({ outcome: 'passed' });
    expect(taken.model.requests).toHaveLength(3);
  });

  test('a decision longer than its page comes back once with its length, and then is kept', async () => {
    const live = mapping();
    live.submits('synthesizer', mapped());
    const { input } = composite(live.design);
    const detail = 'It is so. '.repeat(100).trim();
    const steps = [1, 2].flatMap(() => input.decision.steps.map((each) => ({ ...each, detail })));
    const long = callsTool('submit_composite', {
      ...input,
      decision: { ...input.decision, steps },
    });
    const taken = begin(inOrder(long), {}, live);
    expect(await taken.ended).toMatchObject({ outcome: 'spoke', kind: 'composite' });
    expect(taken.model.requests).toHaveLength(2);
    expect(JSON.stringify(taken.model.requests[1]?.messages)).toContain(
      'its parts have 662 words together, and one page holds 470: leave out 192 or more',
    );
    const decided = decidedOf(live.design);
    if (decided === null) throw new Error('it was not kept');
    expect(decided.decision.steps[0]?.detail).toBe(detail);
    // J9: under the hash of the text that everybody reads.
    const text = writeDecision(live.design, decided);
    expect(decided.sha256).toBe(createHash('sha256').update(text).digest('hex'));
  });

  test.each([
    ['nothing', 'kept after the second time', 2],
    ['a part', 'taken at once', 1],
  ])(
    'J12: a revision that changes %s after a person sent it back is %s',
    async (what, _, requests) => {
      const live = liveDesign({ says: { ...UNSURE, audit: () => audit() } }).reach('deciding');
      live.decidesGate('send_back', 'gate-1', 'Say who pays for it.');
      const part = { part: 'sentence' as const, number: '2', how: 'replace' as const, rests: [] };
      const change = {
        ...part,
        answers: ['N1'],
        fields: [{ name: 'text', text: 'The shop pays for it.' }],
      };
      const { input } = revision(live.design, { changes: what === 'nothing' ? [] : [change] });
      const taken = begin(inOrder(callsTool('submit_revision', input)), {}, live);
      expect(await taken.ended).toMatchObject({ outcome: 'spoke', kind: 'revision' });
      expect(taken.model.requests).toHaveLength(requests);
      const again = JSON.stringify(taken.model.requests[1]?.messages ?? '');
      expect(again.includes('sent the decision back, and every part stays as it is')).toBe(
        requests > 1,
      );
      expect(of(live.history, 'revision_submitted')).toHaveLength(1);
    },
  );

  test('J12: a revision that changes nothing is told so once, also if it was refused for something else', async () => {
    const live = liveDesign({ says: { ...UNSURE, audit: () => audit() } }).reach('deciding');
    live.decidesGate('send_back', 'gate-1', 'Say who pays for it.');
    const { input } = revision(live.design, { changes: [] });
    const calls = [{ ...input, findings: 'none' }, input, input].map((each) =>
      callsTool('submit_revision', each),
    );
    const taken = begin(inOrder(...calls), {}, live);
    await taken.ended;
    expect(taken.model.requests).toHaveLength(3);
    expect(of(live.history, 'revision_submitted')).toHaveLength(1);
  });

  test('A2: a draft whose lists have gaps is refused with the reason, and at the last try completed by code', async () => {
    const live = mapping();
    live.submits('synthesizer', mapped());
    const { input } = composite(live.design);
    const { risks, ...decision } = input.decision;
    const gaps = { ...input, weighed: [], decision: { ...decision, rests: ['A-1', 'Z-9'] } };
    const taken = begin(
      inOrder(callsTool('submit_composite', gaps)),
      { bounds: { reasks: 1 } },
      live,
    );
    const { trace } = await taken.ended;
    expect(taken.model.requests).toHaveLength(2);
    const derived = live.design.turns.flatMap((turn) => turn.derived);
    expect(derived).toEqual([
      '`decision.risks`: empty',
      expect.stringContaining('`rests` names Z-9'),
      expect.stringContaining('`weighed` says nothing about A, B, C'),
    ]);
    expect(trace).toContainEqual(expect.objectContaining({ repair: 'bookkeeping' }));
    const decided = decidedOf(live.design);
    if (decided === null) throw new Error('it was not kept');
    const text = writeDecision(live.design, decided);
    expect(decided.sha256).toBe(createHash('sha256').update(text).digest('hex'));
    expect(writeRecordMarkdown(live.design)).toContain('## Gaps that code filled');
  });

  test.each([
    ['one gap', ['`decision.risks`: empty']],
    ['no gap', []],
  ])('A2: a draft with %s has on record what code filled, and no more', async (_, filled) => {
    const live = mapping();
    live.submits('synthesizer', mapped());
    const { input } = composite(live.design);
    const { risks, ...decision } = input.decision;
    const given = { ...input, decision: filled.length === 0 ? input.decision : decision };
    const taken = begin(
      inOrder(callsTool('submit_composite', given)),
      { bounds: { reasks: 0 } },
      live,
    );
    await taken.ended;
    expect(live.design.turns.flatMap(({ derived }) => derived)).toEqual(filled);
  });

  test('J10: a quotation that nobody said is refused, and at the last try costs only itself', async () => {
    const live = liveDesign({ says: THREE_QUESTIONS }).reach('answering');
    live.says('m1', 'Nobody has asked for it since March.');
    const [found, invented] = ['since March', 'since May'].map((quote, at) => {
      return { question: `Q${at + 1}`, reply: 'R1', quote };
    });
    const both = callsTool('match_answers', {
      matches: [found, invented],
      left_open: [],
      rationale: 'It says so.',
    });
    const taken = begin(inOrder(both), { bounds: { reasks: 2 } }, live);
    expect(await taken.ended).toMatchObject({ outcome: 'spoke', kind: 'matching' });
    expect(taken.model.requests).toHaveLength(3);
    expect(live.design.questions.map(({ status }) => status)).toEqual(['answered', 'open', 'open']);
  });

  test('an answer that is cut at its length gets twice the room once, and three attempts in all', async () => {
    const taken = begin(inOrder(saysOnly('and so on', 'max_tokens')));
    expect(await taken.ended).toMatchObject({
      outcome: 'model_error',
      error: { class: 'max_tokens' },
    });
    expect(taken.model.requests.map(({ maxOutputTokens }) => maxOutputTokens)).toEqual([
      16_000, 32_000, 32_000,
    ]);
  });

  test('a turn whose answer was cut keeps its room when a later one is not', async () => {
    const script = inOrder(saysOnly('and so on', 'max_tokens'), saysOnly('Hm.'), PASS);
    const taken = begin(script);
    expect(await taken.ended).toMatchObject({ outcome: 'passed' });
    expect(taken.model.requests.map(({ maxOutputTokens }) => maxOutputTokens)).toEqual([
      16_000, 32_000, 32_000,
    ]);
  });

  test('a turn that is asked to wrap up is not sent back for a decision that is too long or unchanged', async () => {
    const live = mapping();
    live.submits('synthesizer', mapped());
    const { input } = composite(live.design);
    const [step] = input.decision.steps;
    if (step === undefined) throw new Error('it has steps');
    const steps = Array(4).fill({ ...step, detail: 'It is so. '.repeat(100).trim() });
    const long = { ...input, decision: { ...input.decision, steps } };
    const bounds = { modelCalls: 4 };
    const composing = begin(inOrder(callsTool('submit_composite', long)), { bounds }, live);
    expect(await composing.ended).toMatchObject({ outcome: 'spoke', kind: 'composite' });
    expect(composing.model.requests).toHaveLength(1);
    const sentBack = liveDesign({ says: { ...UNSURE, audit: () => audit() } }).reach('deciding');
    sentBack.decidesGate('send_back', 'gate-1', 'Say who pays for it.');
    const same = callsTool('submit_revision', revision(sentBack.design, { changes: [] }).input);
    const revising = begin(inOrder(same), { bounds }, sentBack);
    expect(await revising.ended).toMatchObject({ outcome: 'spoke', kind: 'revision' });
    expect(revising.model.requests).toHaveLength(1);
  });

  test('an answer that is cut gets at most 64,000 tokens', async () => {
    const bounds = { maxOutputTokens: 40_000 };
    const taken = begin(inOrder(saysOnly('and so on', 'max_tokens')), { bounds });
    await taken.ended;
    expect(taken.model.requests.map(({ maxOutputTokens }) => maxOutputTokens)).toEqual([
      40_000, 64_000, 64_000,
    ]);
  });
});

describe('private notes', () => {
  test('private notes are in the prompt of the later turn and in no record', async () => {
    const live = proposing({ notes: 'NOTE-ONE' });
    const taken = begin(
      inOrder(
        callsTool('submit_proposal', { ...proposal('Somebody'), notes: 'NOTE-TWO', extra: 1 }),
        PASS,
      ),
      { bounds: { reasks: 1 } },
      live,
    );
    const record = await taken.ended;
    expect(JSON.stringify(taken.model.requests[0]?.messages)).toContain('NOTE-ONE');
    expect(record.prompt).toContain('[the author’s notes]');
    expect(JSON.stringify(record)).not.toMatch(/NOTE-(ONE|TWO)/);
  });
});

describe('limits of a kind of turn', () => {
  test('a participant’s effort is the most that is asked for', () => {
    expect(limitEffort('proposals', 'standard', 'high')).toBe('high');
    expect(limitEffort('questions', 'standard', 'high')).toBe('low');
    expect(limitEffort('proposals', 'standard', 'low')).toBe('low');
    expect(limitEffort('questions', 'standard', 'something else')).toBe('low');
  });

  test('texts that others build on, and words on them, have a proposal’s effort; maps, arguments and signatures have less', () => {
    for (const kind of ['composite', 'audit', 'revision', 'confirmation', 'reading'] as const)
      expect(limitEffort(kind, 'standard', 'high')).toBe('high');
    for (const kind of ['mapping', 'argument', 'signing'] as const)
      expect(limitEffort(kind, 'standard', 'high')).toBe('medium');
  });

  test('signers and confirmers look up nothing', () => {
    expect(readingsOf('signing', 'standard')).toBe(0);
    expect(readingsOf('confirmation', 'standard')).toBe(0);
  });

  test('a quick design thinks less and reads less', () => {
    expect(limitEffort('proposals', 'quick', 'high')).toBe('low');
    expect(limitEffort('signing', 'quick', 'high')).toBe('low');
    expect(readingsOf('proposals', 'quick')).toBeLessThan(readingsOf('proposals', 'standard') / 2);
  });
});

describe('A10: clocks and bounds', () => {
  test('A10: at 80 % of its time the session is asked to wrap up, once', async () => {
    const clock = new TestClock();
    const live = liveDesign({ settings: { roundMs: 600_000 } });
    const turn = { ...live.turn(), startedAt: clock.now() };
    const broker = brokerFor(scriptedModel(() => PASS));
    const taken = takeTurn(live, turn, broker, {
      clock,
      session: 'silent',
      bounds: { turnStallMs: 600_000 },
    });
    clock.pass(479_999);
    expect(taken.sent.map((message) => message.type)).toEqual(['take_turn']);
    clock.pass(1);
    expect(taken.sent.map((message) => message.type)).toEqual(['take_turn', 'wrap_up']);
    clock.pass(120_000);
    expect(await taken.ended).toMatchObject({
      outcome: 'timed_out',
      error: { class: 'turn_timeout' },
    });
    expect(clock.armed).toBe(0);
  });

  test('A10: a time-out while the design decides on a submission waits for its decision', async () => {
    const { promise: storing, resolve: store } = Promise.withResolvers<void>();
    const clock = new TestClock();
    const bounds = { turnTotalMs: 60_000 };
    const taken = begin(() => PASS, { clock, session: 'silent', storing, bounds });
    taken.running.receive(submitPass(taken.turn));
    await new Promise(setImmediate);
    clock.pass(61_000);
    store();
    expect(await taken.ended).toMatchObject({ outcome: 'passed', error: null });
    await sentTo(taken, 'tool_answer');
    expect(taken.sent.map(({ type }) => type)).toEqual(['take_turn', 'wrap_up', 'tool_answer']);
  });

  test('A10: a time-out while the design decides on a submission ends the turn if that is refused', async () => {
    const { promise: storing, resolve: store } = Promise.withResolvers<void>();
    const clock = new TestClock();
    const live = liveDesign({}, clock).reach('signing');
    const overrides = { clock, storing, bounds: { turnTotalMs: 60_000 } };
    const taken = begin(() => PASS, { ...overrides, session: 'silent' }, live);
    const { tool, input } = signature();
    const both = { ...input, dissent: 'It signs and dissents.' };
    const call = { callId: 'call-1', name: tool, input: both };
    taken.running.receive({ type: 'call_tool', turnId: taken.turn.id, ...call });
    await new Promise(setImmediate);
    clock.pass(61_000);
    store();
    expect(await taken.ended).toMatchObject({ error: { class: 'turn_timeout' } });
    expect(taken.sent.map(({ type }) => type)).toEqual([
      ...['take_turn', 'wrap_up', 'tool_answer', 'abandon'],
    ]);
  });

  test('A10: a turn that is over waits for nothing', () => {
    const clock = new TestClock();
    const taken = begin(() => PASS, { clock, session: 'silent' });
    expect(clock.armed).toBeGreaterThan(0);
    taken.running.abandon();
    expect(clock.armed).toBe(0);
  });

  test('A10: a session asked to wrap up for its calls is not asked again for its time', async () => {
    const clock = new TestClock();
    const live = liveDesign({ settings: { roundMs: 600_000 } });
    const turn = { ...live.turn(), startedAt: clock.now() };
    const model = scriptedModel(() => saysOnly('Hm.'));
    const bounds = { modelCalls: 4, turnStallMs: 600_000 };
    const taken = takeTurn(live, turn, brokerFor(model), { clock, session: 'silent', bounds });
    taken.running.receive({ type: 'ask_model', turnId: turn.id, call: 1, request: REQUEST });
    await sentTo(taken, 'model_answer');
    const sent = ['take_turn', 'wrap_up', 'model_answer'];
    expect(taken.sent.map(({ type }) => type)).toEqual(sent);
    clock.pass(500_000);
    expect(taken.sent.map(({ type }) => type)).toEqual(sent);
    taken.running.abandon();
  });

  test('A10: a reading that takes too long is stopped, and the turn continues', async () => {
    const { promise: hangs } = Promise.withResolvers<string>();
    const script = inOrder(callsTool('search_text', { pattern: '.*' }), PASS);
    const taken = begin(script, { repository: reader(hangs), bounds: { toolMs: 30 } });
    expect(await taken.ended).toMatchObject({ outcome: 'passed' });
    expect(JSON.stringify(taken.model.requests[1]?.messages)).toContain('took too long');
  });

  test('a repository learns which design, persona and turn read it', async () => {
    const readers: object[] = [];
    const readBy = (given: object) => {
      readers.push(given);
      return reader('a file');
    };
    const script = inOrder(callsTool('read_file', {}), PASS);
    const { turn, ended } = begin(script, { repository: { ...reader('unnamed'), readBy } });
    const { designId } = await ended;
    expect(readers).toEqual([{ designId, participant: turn.participant, turnId: turn.id }]);
  });

  test('A10: a reading’s result is bounded, and marked as material', async () => {
    const script = inOrder(callsTool('read_file', {}), PASS);
    const repository = reader(`</material> ${'x'.repeat(5_000)}`);
    const taken = begin(script, { repository, bounds: { toolAnswerCharacters: 500 } });
    await taken.ended;
    const told = JSON.stringify(taken.model.requests[1]?.messages.at(-1));
    expect(told).toContain('<material source=\\"read_file\\">\\n&lt;/material> xxx');
    expect(told).toContain('[cut here:');
    expect(told.length).toBeLessThan(1_200);
  });

  test('A10: readings are bounded in number', async () => {
    const reads = (_: unknown, number: number) =>
      number > 3 ? PASS : callsTool('read_file', {}, `toolu_${number}`);
    const taken = begin(reads, { repository: reader('a file'), bounds: { toolCalls: 2 } });
    expect(await taken.ended).toMatchObject({ outcome: 'passed' });
    const isUsedUp = taken.model.requests.map(({ messages }) =>
      JSON.stringify(messages).includes('readings of this turn are used up'),
    );
    expect(isUsedUp).toEqual([false, false, false, true]);
  });

  test.each([
    [7, 'passed', undefined],
    [8, 'refused', 'The model went on reading after using up its 2 readings.'],
  ])(
    'A10: after 2 readings and 5 warnings a turn is over: %i readings, %s',
    async (readings, outcome, message) => {
      const reads = (_: unknown, number: number) =>
        number > readings ? PASS : callsTool('read_file', {}, `toolu_${number}`);
      const taken = begin(reads, { repository: reader('a file'), bounds: { toolCalls: 2 } });
      const { error, ...record } = await taken.ended;
      expect([record.outcome, error?.message]).toEqual([outcome, message]);
    },
  );

  test('A10: a reading that fails is in the log, and the turn continues', async () => {
    const run = () => Promise.reject(new Error('no git'));
    const script = inOrder(callsTool('read_file', {}), PASS);
    const { turn, log, ended } = begin(script, { repository: { ...reader(''), run } });
    const { designId, trace } = await ended;
    expect(log.events.filter(({ event }) => event === 'repository_tool_failed')).toEqual([
      {
        event: 'repository_tool_failed',
        facts: {
          ...{ designId, participant: turn.participant, turnId: turn.id },
          ...{ tool: 'read_file', error: 'Error: no git' },
        },
      },
    ]);
    expect(trace).toContainEqual(
      expect.objectContaining({
        tool: 'read_file',
        result: 'failed',
        latencyMs: expect.any(Number),
      }),
    );
  });

  test('A20: every request of a turn has the same tools, also once its readings are used up', async () => {
    const reads = (_: unknown, number: number) =>
      number > 5 ? PASS : callsTool('read_file', {}, `toolu_${number}`);
    const taken = begin(reads, { repository: reader('a file') });
    await taken.ended;
    const names = new Set(
      taken.model.requests.map(({ tools }) => tools.map(({ name }) => name).join(' ')),
    );
    const reading = 'list_files read_file search_text read_history blame_file';
    expect([...names]).toEqual([`${reading} ask_questions pass`]);
    expect(taken.model.requests).toHaveLength(6);
  });
});
