import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { type ModelAnswer, ModelFault } from '#models/model.ts';
import { sampleDecision, sampleProposal } from '#test/support/sample-submissions.ts';
import type { PrefixGate } from '#turns/prefix-gate.ts';
import { spentOf } from '#turns/spending.ts';
import { worldAt } from './prompt-world.ts';
import {
  ANSWER_USD,
  answer,
  calls,
  inOrder,
  openTurn,
  PRICE,
  REPOSITORY,
  type Script,
  says,
  scriptedModel,
  USAGE,
} from './turn-world.ts';

const PROPOSAL = sampleProposal('C');
const readLines = calls('read_lines', { path: 'ops/2026-03.md', from: 1, lines: 0 });
const NO_USAGE = { inputTokens: 0, cacheWriteTokens: 0, cacheReadTokens: 0, outputTokens: 0 };

/** Answers nothing, until it is aborted. */
const silent: Script = (_request, { signal }) =>
  new Promise<ModelAnswer>((_, reject) => {
    const fail = () => reject(new ModelFault('timed_out', 'aborted', { usage: USAGE }));
    if (signal.aborted) fail();
    else signal.addEventListener('abort', fail, { once: true });
  });

describe('a turn that ends well', () => {
  test('T3: everything that happens in a turn stands in its record, in order', async () => {
    const { confidence: _, ...withoutConfidence } = PROPOSAL;
    const opened = await openTurn(
      'proposing',
      inOrder(
        readLines,
        calls('submit_proposal', withoutConfidence),
        calls('submit_proposal', PROPOSAL),
      ),
      'subtractor',
    );
    const command = await opened.run();
    expect(command).toMatchObject({
      type: 'submit',
      turnId: opened.turn.id,
      submission: { tool: 'submit_proposal', input: PROPOSAL },
      citations: [{ name: 'C-2', place: 'ops/2026-03.md:41', status: 'stands' }],
      text: '',
      spent: { usage: { inputTokens: 3_000, outputTokens: 300 }, isAtLeast: false },
    });
    expect(command.spent.costUsd).toBeCloseTo(3 * ANSWER_USD, 10);
    expect(opened.world.send(command).accepted).toBe(true);
    const trace = await opened.readTrace();
    expect(trace.map(({ step }) => step)).toEqual([
      'prompt',
      ...['request', 'first_token', 'answer', 'tool'],
      ...['request', 'first_token', 'answer', 'tool'],
      ...['request', 'first_token', 'answer', 'tool'],
      'end',
    ]);
    expect(trace.filter((each) => each.step === 'tool')).toMatchObject([
      { tool: 'read_lines', result: 'ok', text: expect.stringContaining('key=[redacted]') },
      { tool: 'submit_proposal', result: 'refused', text: expect.stringContaining('confidence') },
      { tool: 'submit_proposal', result: 'ok', text: '' },
    ]);
    // Each request carries what is new since the last one.
    const requests = trace.filter((each) => each.step === 'request');
    expect(requests.map(({ messages }) => messages.length)).toEqual([0, 2, 2]);
    expect(trace.at(-1)).toMatchObject({ step: 'end', outcome: 'spoke', error: null });
    const prompt = trace.find((each) => each.step === 'prompt');
    const shared = await opened.store.shared(opened.world.design.id, prompt?.sharedSha256 ?? '');
    expect(shared).toBe(opened.requests[0]?.shared);
    expect(opened.ledger.settled).toHaveLength(3);
    expect(Math.min(...opened.ledger.reserved)).toBeGreaterThan(ANSWER_USD);
  });

  test('T3: a request stands in the record before it is made', async () => {
    let before: readonly string[] = [];
    const opened = await openTurn('proposing', async (request, options, call) => {
      before = (await opened.readTrace()).map(({ step }) => step);
      return inOrder(calls('submit_proposal', PROPOSAL))(request, options, call);
    });
    await opened.run();
    expect(before).toEqual(['prompt', 'request']);
  });

  test('the model is offered the tools of the turn and no others, and told what it is about', async () => {
    const opened = await openTurn('proposing', inOrder(calls('submit_proposal', PROPOSAL)));
    await opened.run();
    const [request] = opened.requests;
    expect(request?.tools.map(({ name }) => name)).toEqual([
      ...['read_lines', 'search', 'list_files', 'history'],
      'submit_proposal',
    ]);
    expect(request).toMatchObject({ effort: 'high', messages: [] });
    expect(request?.about).toMatchObject({ kind: 'proposals' });
  });

  test('a decision comes with the text that will be signed', async () => {
    const opened = await openTurn('composing', inOrder());
    const { model } = scriptedModel(inOrder(calls(opened.sample.tool, opened.sample.input)));
    const command = await opened.run({ model });
    expect(command.type === 'submit' && command.text).toContain('## Why');
    expect(opened.world.must(command).design.decisions[0]?.text).toContain('## Steps');
  });

  test('J9: the auditor beside the signing ends its turn with an audit', async () => {
    const opened = await openTurn('signing', inOrder(), 'auditor');
    const scripted = scriptedModel(
      inOrder(calls('sign', {}), calls('submit_audit', opened.sample.input)),
    );
    const command = await opened.run({ model: scripted.model });
    expect(command).toMatchObject({ type: 'submit', submission: { tool: 'submit_audit' } });
    expect(scripted.requests[0]?.about).toMatchObject({ kind: 'audit' });
  });

  test('J2: a move that names a claim as it was shown is stored by the claim’s own name', async () => {
    const opened = await openTurn('arguing', inOrder(), 'outsider');
    const point = { difference: 'D1', claim: '1b-1', position: '1b', movedBy: '1b-2' };
    const rest = { rationale: 'The figure.', confidence: 0.6 };
    const input = { points: [{ ...point, answer: 'I doubted 1b-1, and 1b-2 shows it.' }], ...rest };
    const wrong = { points: [{ ...point, claim: '1a-1', answer: 'Mine.' }], ...rest };
    const { model } = scriptedModel(inOrder(calls('argue', wrong), calls('argue', input)));
    const command = await opened.run({ model });
    const [told] = (await opened.readTrace()).filter((each) => each.step === 'tool');
    expect(told?.text).toMatch(/known are 1b-1, 1b-2, 1b-3\./);
    expect(told?.text).not.toMatch(/\b[A-F]-\d/);
    expect(command.type === 'submit' && command.submission.input).toMatchObject({
      points: [{ claim: 'B-2', movedBy: 'C-2', answer: 'I doubted B-2, and C-2 shows it.' }],
    });
    expect(opened.world.must(command).design.differences?.[0]?.arguments[0]?.position).toBe('1b');
  });

  test('the first call of a round goes ahead, and the others follow at its first event', async () => {
    const log: string[] = [];
    const first = Promise.withResolvers<void>();
    const turns = [
      await openTurn('proposing', inOrder(), 'subtractor'),
      await openTurn('proposing', inOrder(), 'outsider'),
    ];
    const gate = turns[0]?.context.gate as PrefixGate;
    const running = turns.map(async (turn, index) => {
      const { model } = scriptedModel(async (_request, { onFirstEvent }) => {
        log.push(`called ${index}`);
        if (index === 0) await first.promise;
        log.push(`began ${index}`);
        onFirstEvent?.();
        return calls('submit_proposal', PROPOSAL);
      });
      // The follower begins once the first one's call is under way.
      if (index > 0) await expect.poll(() => log, { timeout: 30_000 }).toEqual(['called 0']);
      return await turn.run({ gate, model });
    });
    await expect
      .poll(async () => (await turns[1]?.readTrace())?.length, { timeout: 30_000 })
      .toBe(1);
    first.resolve();
    await Promise.all(running);
    expect(log).toEqual(['called 0', 'began 0', 'called 1', 'began 1']);
  });
});

describe('citations', () => {
  const citing = (place: string) => ({
    ...PROPOSAL,
    claims: PROPOSAL.claims.map((claim, index) =>
      index === 1 ? { ...claim, place, quote: 'words that stand nowhere' } : claim,
    ),
  });

  test('A4: words that do not stand at their place are told once, and then kept as absent', async () => {
    const submission = calls('submit_proposal', citing('src/queue.ts:1'));
    const opened = await openTurn('proposing', inOrder(submission, submission));
    const command = await opened.run();
    expect(command).toMatchObject({ citations: [{ place: 'src/queue.ts:1', status: 'absent' }] });
    expect(opened.requests).toHaveLength(2);
    expect(JSON.stringify(opened.requests[1]?.messages)).toContain(
      'do not stand at src/queue.ts:1',
    );
  });

  test('A4: a place that cannot be read now is no fault of who cites it', async () => {
    const opened = await openTurn(
      'proposing',
      inOrder(calls('submit_proposal', citing('broken.ts:1'))),
    );
    expect(await opened.run()).toMatchObject({ citations: [{ status: 'not_looked_up' }] });
    expect(opened.requests).toHaveLength(1);
  });

  test('A4: without a repository a cited place is not looked up', async () => {
    const opened = await openTurn(
      'proposing',
      inOrder(readLines, calls('submit_proposal', PROPOSAL)),
    );
    const command = await opened.run({ repository: null });
    expect(command).toMatchObject({ citations: [{ status: 'not_looked_up' }] });
    expect(JSON.stringify(opened.requests[1]?.messages)).toContain('could not be read just now');
  });
});

describe('a turn that fails', () => {
  test('A1: text alone contributes nothing: the turn is refused after three reminders', async () => {
    const opened = await openTurn('proposing', inOrder(says('I would move it.')));
    expect(await opened.run()).toMatchObject({
      type: 'fail_turn',
      outcome: 'refused',
      error: { class: 'no_submission', retryable: false },
    });
    expect(opened.requests).toHaveLength(4);
  });

  test('A2: a confidence out of range is refused, a bounded number of times, and never a default', async () => {
    const opened = await openTurn(
      'proposing',
      inOrder(calls('submit_proposal', { ...PROPOSAL, confidence: 70 })),
    );
    const command = await opened.run();
    expect(command).toMatchObject({
      outcome: 'refused',
      error: { class: 'submission_refused', message: expect.stringContaining('confidence') },
    });
    expect(opened.requests).toHaveLength(4);
    expect(opened.world.must(command).design.proposals).toEqual([]);
  });

  test('reading is bounded: what is asked beyond it is refused, and the turn goes on', async () => {
    const opened = await openTurn('arguing', inOrder(readLines), 'outsider');
    const command = await opened.run();
    expect(command).toMatchObject({ outcome: 'refused', error: { class: 'too_many_calls' } });
    const results = (await opened.readTrace()).flatMap((each) =>
      each.step === 'tool' ? [each.result] : [],
    );
    expect(results.slice(0, 3)).toEqual(['ok', 'ok', 'refused']);
    expect(results.slice(2)).not.toContain('ok');
  });

  test('T3: a tool that finds nothing, one that breaks and an unknown one each say so', async () => {
    const opened = await openTurn(
      'proposing',
      inOrder(
        calls('list_files', { path: 'nowhere' }),
        calls('history', { path: '', commits: 0 }),
        calls('delete_everything', {}),
        calls('submit_proposal', PROPOSAL),
      ),
    );
    expect((await opened.run()).type).toBe('submit');
    const tools = (await opened.readTrace()).filter((each) => each.step === 'tool');
    expect(tools.map(({ result }) => result)).toEqual(['refused', 'failed', 'refused', 'ok']);
    expect(tools[2]?.text).toContain('There is no tool "delete_everything" in this turn.');
  });

  test('T3: a turn that fails before any request keeps its prompt and says why', async () => {
    const opened = await openTurn('proposing', inOrder(calls('submit_proposal', PROPOSAL)));
    opened.ledger.refusedBy = 'day';
    expect(await opened.run()).toMatchObject({
      outcome: 'refused',
      error: {
        class: 'no_money_today',
        message: 'The money of this day does not cover the next call.',
      },
      spent: { usage: NO_USAGE, costUsd: 0, isAtLeast: false },
    });
    const trace = await opened.readTrace();
    expect(trace.map(({ step }) => step)).toEqual(['prompt', 'end']);
    expect(trace[0]).toMatchObject({ ask: expect.stringContaining('# Now: your proposal') });
  });

  test('T7: a turn whose time is over while it waits for money says that money was missing', async () => {
    const opened = await openTurn('proposing', inOrder(calls('submit_proposal', PROPOSAL)));
    opened.ledger.reserve = async (_usd, signal) => {
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      return 'day';
    };
    expect(await opened.run({ limits: { totalMs: 1_000, idleMs: 10_000 } })).toMatchObject({
      outcome: 'refused',
      error: { class: 'no_money_today' },
    });
  });

  test.for([
    ['refusal', 'refused', 'model_refused', 1],
    ['max_tokens', 'model_error', 'answer_too_long', 2],
    ['context', 'model_error', 'context_too_long', 1],
  ] as const)(
    'T2: an answer that stops by %s fails the turn as %s',
    async ([stopReason, outcome, errorClass, count]) => {
      const opened = await openTurn('proposing', inOrder(answer([], { stopReason })));
      let clock = 0;
      const now = () => ++clock;
      expect(await opened.run({ now })).toMatchObject({ outcome, error: { class: errorClass } });
      expect(opened.requests).toHaveLength(count);
      const end = (await opened.readTrace()).at(-1);
      expect(end).toMatchObject({
        step: 'end',
        // Since the first look at the clock, and the last one but one.
        ms: (end?.at ?? 0) - 2,
        outcome,
        error: { class: errorClass, retryable: false, lastStep: 'answer' },
      });
    },
  );

  test('an answer that was cut off is asked for once more, with twice the room', async () => {
    const cutOff = answer([{ type: 'text', text: 'I would' }], { stopReason: 'max_tokens' });
    const opened = await openTurn('proposing', inOrder(cutOff, calls('submit_proposal', PROPOSAL)));
    expect((await opened.run()).type).toBe('submit');
    expect(opened.requests.map(({ maxOutputTokens }) => maxOutputTokens)).toEqual([12_000, 24_000]);
    expect(opened.requests[1]?.messages).toEqual([]);
  });

  test('T1: a bug of ours is a fault, with a record', async () => {
    const opened = await openTurn('proposing', inOrder());
    expect(await opened.run({ personas: [] })).toMatchObject({
      outcome: 'fault',
      error: { class: 'bug', message: expect.stringContaining('no persona file') },
    });
    expect((await opened.readTrace()).map(({ step }) => step)).toEqual(['end']);
  });

  test('T1: an error that is no fault of a model is permanent', async () => {
    const opened = await openTurn('proposing', inOrder(new TypeError('x is undefined')));
    expect(await opened.run()).toMatchObject({ outcome: 'fault', error: { retryable: false } });
    expect(opened.requests).toHaveLength(1);
  });
});

describe('a model that cannot be used', () => {
  test('A10: an overloaded model is waited for, and each attempt is recorded', async () => {
    const overloaded = new ModelFault('overloaded', '529');
    // More often than an answer that breaks off is asked for.
    const opened = await openTurn(
      'proposing',
      inOrder(overloaded, overloaded, overloaded, calls('submit_proposal', PROPOSAL)),
    );
    const command = await opened.run();
    expect(command).toMatchObject({ type: 'submit', spent: { isAtLeast: false } });
    expect(command.spent.costUsd).toBeCloseTo(ANSWER_USD, 10);
    const trace = await opened.readTrace();
    const requests = trace.filter((each) => each.step === 'request');
    expect(requests.map(({ call, attempt }) => [call, attempt])).toEqual([
      [1, 1],
      [1, 2],
      [1, 3],
      [1, 4],
    ]);
    expect(trace.find((each) => each.step === 'call_failed')).toMatchObject({
      kind: 'overloaded',
      usage: NO_USAGE,
      costUsd: 0,
    });
    expect(opened.ledger.settled).toEqual([0, 0, 0, expect.closeTo(ANSWER_USD, 10)]);
  });

  test('A10: one that stays overloaded for the whole turn is the reason of its end', async () => {
    const opened = await openTurn('proposing', inOrder(new ModelFault('overloaded', 'Overloaded')));
    const command = await opened.run({ limits: { totalMs: 1_500, idleMs: 1_000 } });
    expect(command).toMatchObject({
      outcome: 'model_error',
      error: { class: 'overloaded', message: 'Overloaded', retryable: true },
    });
  });

  test('A10: a turn has a time of its own, whatever the model does', async () => {
    const opened = await openTurn('proposing', silent);
    const command = await opened.run({ limits: { totalMs: 500, idleMs: 60_000 } });
    expect(command).toMatchObject({
      outcome: 'timed_out',
      error: { class: 'turn_timeout', retryable: true },
      spent: { usage: USAGE, isAtLeast: true },
    });
  });

  test('A10: the model is told how long it may be silent', async () => {
    const idles: number[] = [];
    const opened = await openTurn('proposing', (request, options, call) => {
      idles.push(options.idleMs);
      return inOrder(calls('submit_proposal', PROPOSAL))(request, options, call);
    });
    await opened.run({ limits: { totalMs: 60_000, idleMs: 1_234 } });
    expect(idles).toEqual([1_234]);
  });

  test.for(['bad_key', 'no_credit', 'unknown_model', 'refused_form', 'unknown'] as const)(
    'A6: %s is not tried again, and says what the vendor said',
    async (kind) => {
      const opened = await openTurn(
        'proposing',
        inOrder(new ModelFault(kind, 'as the vendor says')),
      );
      expect(await opened.run()).toMatchObject({
        outcome: 'model_error',
        error: { class: kind, message: 'as the vendor says', retryable: false },
      });
      expect(opened.requests).toHaveLength(1);
    },
  );

  test('T7: an answer that breaks off counts with what it used, and is tried three times', async () => {
    const broken = new ModelFault('cut_off', 'the stream ended', { usage: USAGE });
    const opened = await openTurn('proposing', inOrder(broken));
    const command = await opened.run();
    expect(command).toMatchObject({
      outcome: 'model_error',
      error: { class: 'cut_off', retryable: true },
      spent: { usage: { inputTokens: 3_000, outputTokens: 300 }, isAtLeast: true },
    });
    expect(command.spent.costUsd).toBeCloseTo(3 * ANSWER_USD, 10);
    expect(opened.ledger.settled).toHaveLength(3);
  });

  test('T4: what a turn has cost follows from its record alone', async () => {
    const broken = new ModelFault('cut_off', 'the stream ended', { usage: USAGE });
    const opened = await openTurn(
      'proposing',
      inOrder(broken, readLines, calls('submit_proposal', PROPOSAL)),
    );
    const { spent } = await opened.run();
    const used = (await opened.readTrace()).flatMap((each) =>
      each.step === 'answer' || each.step === 'call_failed' ? [each] : [],
    );
    const sum = (values: readonly number[]) => values.reduce((all, each) => all + each, 0);
    expect(used.map(({ step }) => step)).toEqual(['call_failed', 'answer', 'answer']);
    expect(sum(used.map(({ usage }) => usage.inputTokens))).toBe(spent.usage.inputTokens);
    expect(sum(used.map(({ costUsd }) => costUsd ?? 0))).toBeCloseTo(spent.costUsd ?? 0, 10);
  });

  test('T7: a call of which nobody knows what it used counts at least with its input', async () => {
    const opened = await openTurn('proposing', inOrder(new ModelFault('unknown', 'something')));
    const { spent } = await opened.run();
    const [request] = (await opened.readTrace()).filter((each) => each.step === 'request');
    expect(spent.usage).toEqual({ ...NO_USAGE, inputTokens: request?.inputTokens });
    expect(spent.isAtLeast).toBe(true);
    expect(spent.costUsd).toBeCloseTo(((request?.inputTokens ?? 0) * PRICE.input) / 1e6, 10);
  });

  test('T7: what a turn has used stands in its trace; a call without an end counts as reserved', async () => {
    const opened = await openTurn(
      'proposing',
      inOrder(new ModelFault('overloaded', '529'), readLines, calls('submit_proposal', PROPOSAL)),
    );
    const { spent } = await opened.run();
    const trace = await opened.readTrace();
    expect(spentOf(trace)).toEqual(spent);
    const last = trace.findLastIndex(({ step }) => step === 'request');
    const cutOff = spentOf(trace.slice(0, last + 1));
    expect(cutOff.isAtLeast).toBe(true);
    expect(cutOff.costUsd).toBeCloseTo(ANSWER_USD + (opened.ledger.reserved.at(-1) ?? 0), 10);
    expect(spentOf(trace.slice(0, 1))).toEqual({ usage: NO_USAGE, costUsd: 0, isAtLeast: false });
  });

  test('P7: a decision whose text is too long goes back to its model', async () => {
    // Each sign that Markdown reads takes two characters.
    const stars = (count: number) => '*'.repeat(count);
    const parts = <Part>(count: number, part: Part) => Array.from({ length: count }, () => part);
    const rejected = { way: stars(200), letters: [], reason: stars(400), outweighed: stars(400) };
    const sample = sampleDecision(worldAt('composing').design);
    const tooLong = {
      ...sample,
      context: stars(1_200),
      why: parts(8, { text: stars(400), rests: ['R0'] }),
      rejected: [...sample.rejected, ...parts(8 - sample.rejected.length, rejected)],
      harder: parts(5, stars(300)),
      steps: parts(10, { text: stars(600), undo: stars(300), rests: ['R0'] }),
      risks: parts(6, { risk: stars(300), sign: stars(300) }),
      assumptions: parts(12, stars(300)),
      open: parts(6, stars(300)),
    };
    const answers = inOrder(calls('submit_decision', tooLong), calls('submit_decision', sample));
    const opened = await openTurn('composing', answers);
    expect((await opened.run()).type).toBe('submit');
    const told = (await opened.readTrace()).filter((each) => each.step === 'tool');
    expect(told.map(({ result }) => result)).toEqual(['refused', 'ok']);
    expect(told[0]?.text).toMatch(/The decision is too long by \d+ characters\. Shorten it\./);
  });

  test('T7: a cost that is unknown is never zero', async () => {
    const opened = await openTurn('proposing', inOrder());
    const { model } = scriptedModel(inOrder(calls('submit_proposal', PROPOSAL)), { price: null });
    const command = await opened.run({ model });
    expect(command).toMatchObject({ type: 'submit', spent: { usage: USAGE, costUsd: null } });
    expect(opened.ledger.reserved).toEqual([]);
  });
});

describe('a turn that is broken off', () => {
  test('T1: one that is cancelled ends its call, and its session lives on', async () => {
    const opened = await openTurn('proposing', silent);
    const running = opened.run();
    await expect.poll(() => opened.requests.length, { timeout: 30_000 }).toBe(1);
    opened.controller.abort();
    expect(await running).toMatchObject({
      outcome: 'cancelled',
      spent: { usage: USAGE, isAtLeast: true },
    });
    const trace = await opened.readTrace();
    expect(trace.map(({ step }) => step)).toEqual(['prompt', 'request', 'call_failed', 'end']);
    const { model } = scriptedModel(inOrder(calls('submit_proposal', PROPOSAL)));
    const again = await opened.run({ model, signal: new AbortController().signal });
    expect(again.type).toBe('submit');
  });

  test('T1: one whose process is killed ends its call, and keeps its trace', async () => {
    const opened = await openTurn('proposing', async (request, options, call) => {
      if (call === 1) return inOrder(readLines)(request, options, call);
      process.kill((await opened.context.session.ready).pid, 'SIGKILL');
      return await silent(request, options, call);
    });
    expect(await opened.run()).toMatchObject({
      outcome: 'process_lost',
      error: { class: 'process_lost', retryable: true },
      spent: { usage: { inputTokens: 2_000 }, isAtLeast: true },
    });
    const steps = (await opened.readTrace()).map(({ step }) => step);
    expect(steps).toEqual([
      'prompt',
      ...['request', 'first_token', 'answer', 'tool'],
      ...['request', 'call_failed', 'end'],
    ]);
  });

  test('T1: a turn with a session that is gone already is lost with its process', async () => {
    const opened = await openTurn('proposing', inOrder());
    await opened.context.session.stop();
    expect(await opened.run()).toMatchObject({ outcome: 'process_lost' });
  });

  test('T1: whoever has lost the lease records nothing, and makes no call', async () => {
    const opened = await openTurn('proposing', inOrder(calls('submit_proposal', PROPOSAL)));
    await expect(opened.run({ epoch: opened.context.epoch + 1 })).rejects.toMatchObject({
      code: 'lease_lost',
    });
    expect(opened.requests).toEqual([]);
    expect(await opened.readTrace()).toEqual([]);
  });

  test('a repository that hangs is left when the turn is cancelled', async () => {
    const opened = await openTurn('proposing', inOrder(readLines));
    const started = Promise.withResolvers<void>();
    const use = async (_tool: string, _input: unknown, signal: AbortSignal) => {
      started.resolve();
      await wait(60_000, undefined, { signal });
      return { text: '', isError: false };
    };
    const running = opened.run({ repository: { ...REPOSITORY, use } });
    await started.promise;
    opened.controller.abort();
    expect(await running).toMatchObject({ outcome: 'cancelled' });
  });
});
