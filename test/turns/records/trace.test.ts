import { describe, expect, test } from 'vitest';
import type { TracePart, TraceStep } from '#ports/turn-record.ts';
import { askFor } from '#turns/prompt/ask.ts';
import { type RunningAttempt, Trace } from '#turns/records/trace.ts';
import { liveDesign } from '../conversing.ts';
import { USAGE } from '../scripted-model.ts';
import { TestClock } from '../test-clock.ts';

const live = liveDesign();
const ask = askFor(live.design, live.turn());
const { designId, turnId, sessionId, roundId, kind, participant } = ask;
const SPENT = { model: 'claude-opus-5-5', usage: USAGE, costUsd: 0.25 };
const RUNNING: RunningAttempt = {
  call: 2,
  attempt: 1,
  fault: 'aborted',
  transient: false,
  spent: SPENT,
  reservedUsd: 1,
  isSent: true,
};
const ANSWER = { call: 1, stop: 'end_turn', usage: USAGE, costUsd: 0.5, text: 'Hm.' } as const;

function begin(redact: (text: string) => string = String) {
  const clock = new TestClock();
  const startedAt = clock.now();
  const ids = { turnId, designId, participant: participant.id, sessionId, roundId, kind };
  const head = { ...ids, startedAt };
  return { clock, head, trace: new Trace(head, clock, redact) };
}

/** The only step that this adds. */
function stepOf(add: (trace: Trace) => void, redact?: (text: string) => string) {
  const { trace, head } = begin(redact);
  add(trace);
  const [step, ...others] = trace.record('passed', null, head.startedAt).trace;
  expect(others).toEqual([]);
  return step;
}

describe('T6: a trace in parts', () => {
  function take(trace: Trace, isLast?: boolean): TracePart | null {
    const part = trace.part(isLast);
    if (part !== null) trace.noteKept(part);
    return part;
  }

  test('T6: the next owner makes the same record from them', () => {
    const { clock, head, trace } = begin();
    trace.addPrompt(['# Rules\n\nThese.', 'You.', 'Ask.']);
    const parts = [take(trace)];
    clock.pass(1_000);
    trace.add({ kind: 'request_sent', call: 1, attempt: 1 });
    trace.addUnanswered({
      call: 1,
      attempt: 1,
      fault: 'overloaded',
      transient: true,
      spent: SPENT,
    });
    trace.addAnswer({ ...ANSWER, atLeast: true });
    parts.push(take(trace));
    trace.watch(() => RUNNING);
    parts.push(take(trace));
    const stored = parts.flatMap((part) => part ?? []);
    expect(stored).toHaveLength(3);
    expect(stored.map((part) => Object.keys(part))).toEqual([
      ['turnId', 'prompt', 'steps', 'underWay'],
      ['turnId', 'steps', 'underWay'],
      ['turnId', 'steps', 'underWay'],
    ]);
    const next = Trace.restore(head, clock, stored);
    const lost = { ...RUNNING, fault: 'charrette_stopped', transient: true };
    trace.watch(() => lost);
    const record = trace.record('process_lost', null, clock.now());
    expect(next.record('process_lost', null, clock.now())).toEqual(record);
    expect(record).toMatchObject({ prompt: '# Rules\n\nThese.\n\nYou.\n\nAsk.', costUsd: 1 });
    expect(record.trace.map(({ kind, atMs }) => [kind, atMs])).toEqual([
      ['prompt_assembled', 0],
      ['request_sent', 1_000],
      ['request_failed', 1_000],
      ['answer_received', 1_000],
      ['request_failed', 1_000],
    ]);
    expect(next.spending).toEqual({ spent: 0.75, underWay: 1 });
  });

  test('T6: an answer that cost at least so much, or one that broke off, makes the restored cost a lower bound', () => {
    const restored = (...steps: TraceStep[]) => {
      const { head, clock } = begin();
      return Trace.restore(head, clock, [{ turnId, steps, underWay: null }]).record(
        'process_lost',
        null,
        clock.now(),
      ).costIsAtLeast;
    };
    const answer = { ...ANSWER, kind: 'answer_received', atMs: 0 } as const;
    const failed = { call: 1, attempt: 1, fault: 'overloaded', transient: true, atMs: 0 };
    const { usage, costUsd } = SPENT;
    expect(restored(answer)).toBeUndefined();
    expect(restored({ ...answer, atLeast: true })).toBe(true);
    expect(restored({ ...answer, atLeast: true }, answer)).toBe(true);
    expect(restored({ ...failed, kind: 'request_failed' })).toBeUndefined();
    expect(restored({ ...failed, kind: 'request_failed', spent: { usage, costUsd } })).toBe(true);
  });

  test('T6: what only grows is gathered, unless it is the last, and nothing is stored twice', () => {
    const { clock, trace } = begin();
    trace.addPrompt(['You.', 'Ask.']);
    expect(take(trace)?.prompt).toBe('You.\n\nAsk.');
    expect(take(trace, true)).toBeNull();
    let spent = SPENT;
    trace.watch(() => ({ ...RUNNING, spent }));
    const { call, attempt, reservedUsd } = RUNNING;
    const partOf = (costUsd: number) => {
      return {
        turnId,
        steps: [],
        underWay: { call, attempt, reservedUsd, spent: { ...SPENT, costUsd } },
      };
    };
    expect(take(trace)).toEqual(partOf(0.25));
    clock.pass(2_000);
    expect(take(trace)).toBeNull();
    spent = { ...SPENT, costUsd: 0.5 };
    expect(take(trace)).toEqual(partOf(0.5));
    spent = { ...SPENT, costUsd: 0.75 };
    clock.pass(1_999);
    expect(take(trace)).toBeNull();
    expect(take(trace, true)).toEqual(partOf(0.75));
    spent = { ...SPENT, costUsd: 1 };
    clock.pass(1_999);
    expect(take(trace)).toBeNull();
    clock.pass(1);
    expect(take(trace)).toEqual(partOf(1));
    trace.watch(null);
    expect(take(trace)).toEqual({ turnId, steps: [], underWay: null });
    expect(trace.isSpending).toBe(false);
  });

  test('T6: while the turn runs, a long prompt is kept with its first and last words', () => {
    for (const [characters, isCut] of [
      [262_144, false],
      [262_145, true],
    ] as const) {
      const { trace } = begin();
      const prompt = `${'x'.repeat(characters - 4)}last`;
      trace.addPrompt([prompt]);
      const kept = trace.part()?.prompt ?? '';
      expect(kept.includes(' characters left out …]')).toBe(isCut);
      expect(kept.length).toBeLessThanOrEqual(262_144);
      expect(kept.endsWith('last')).toBe(true);
    }
  });
});

describe('T3: the record of a turn', () => {
  test.each<[string, number, (trace: Trace, text: string) => void]>([
    ['an answer', 4_000, (trace, text) => trace.addAnswer({ ...ANSWER, text })],
    ['the reason of a refusal', 1_000, (trace, text) => trace.addRefused('pass', text)],
    [
      'what an endpoint said',
      1_000,
      (trace, text) => trace.addPlainer(1, { part: 'cache', said: text }),
    ],
    [
      'the name of a field',
      100,
      (trace, text) => trace.addRepaired([{ repair: 'unknown_field', fields: [text] }]),
    ],
  ])('T3: has of %s its first %i characters, and how many are left out', (_, most, add) => {
    const [whole, longer] = ['x'.repeat(most), 'x'.repeat(most + 1)];
    const textOf = (text: string) => {
      const step = stepOf((trace) => add(trace, text));
      return JSON.stringify(step).replaceAll('\\n', '\n');
    };
    expect(textOf(whole)).toContain(`"${whole}"`);
    expect(textOf(longer)).toContain(`"${whole}\n[cut here: 1 more characters]"`);
  });

  test('T3: has at most 600 steps, and of a repair at most 20 fields', () => {
    const { trace, head } = begin();
    for (let n = 0; n < 601; n += 1) trace.add({ kind: 'first_token', call: n });
    const { trace: steps } = trace.record('passed', null, head.startedAt);
    expect(steps).toHaveLength(600);
    expect(steps.at(-1)).toMatchObject({ call: 599 });
    const fields = Array.from({ length: 21 }, (_, at) => `field ${at}`);
    expect(stepOf((each) => each.addRepaired([{ repair: 'unknown_field', fields }]))).toEqual({
      kind: 'repaired',
      atMs: 0,
      repair: 'unknown_field',
      fields: fields.slice(0, 20),
    });
  });

  test('T3: has the arguments of a tool in 4096 bytes, without notes', () => {
    const inputOf = (characters: number) => {
      const input = { path: 'x'.repeat(characters), notes: 'my own' };
      const step = stepOf((trace) =>
        trace.addToolCall({ tool: 'read_file', input, result: 'ok', latencyMs: 5 }),
      );
      return step?.kind === 'tool_called' ? step.input : '';
    };
    const around = '{"path":""}'.length;
    expect(inputOf(4_096 - around)).toBe(`{"path":"${'x'.repeat(4_096 - around)}"}`);
    const cut = inputOf(4_097 - around);
    expect(cut).toMatch(/^\{"path":"x+… \[cut\]$/);
    expect(Buffer.byteLength(cut)).toBe(4_096);
  });

  test('T3: names the steps before an error, whose words are bounded and without secrets', () => {
    const { trace, head, clock } = begin((text) => text.replaceAll('hunter2', '[redacted]'));
    trace.add({ kind: 'request_sent', call: 1, attempt: 1 });
    trace.addRefused('pass', 'hunter2');
    clock.pass(3_000);
    const errorOf = (message: string) =>
      trace.record('refused', { class: 'no_tool', message, retryable: false }, clock.now()).error;
    const told = {
      class: 'no_tool',
      retryable: false,
      lastStep: 'submission_checked pass',
      completedSteps: ['request_sent 1'],
      totalMs: 3_000,
    };
    expect(errorOf('No hunter2.')).toEqual({ ...told, message: 'No [redacted].' });
    const whole = 'x'.repeat(1_000);
    expect(errorOf(whole)).toEqual({ ...told, message: whole });
    const message = `${whole}\n[cut here: 1 more characters]`;
    expect(errorOf(`${whole}x`)).toEqual({ ...told, message });
    expect(trace.record('refused', null, head.startedAt - 1)).toMatchObject({ totalMs: 0 });
  });

  test('T3: has no confidence and no acceptance of a submission that did not end the turn', () => {
    const { trace, clock } = begin();
    clock.pass(1_000);
    trace.noteOffer('sign', { verdict: 'signs', notes: 'mine' }, 0.7);
    clock.pass(250);
    expect(trace.record('timed_out', null, clock.now())).toMatchObject({
      confidence: null,
      trace: [],
    });
    const { confidence, trace: steps } = trace.record('spoke', null, clock.now());
    expect({ confidence, steps }).toEqual({
      confidence: 0.7,
      steps: [
        { kind: 'submission_checked', atMs: 1_250, tool: 'sign', accepted: true, reason: '' },
        {
          kind: 'tool_called',
          atMs: 1_250,
          tool: 'sign',
          input: '{"verdict":"signs"}',
          result: 'ok',
          latencyMs: 250,
        },
      ],
    });
  });

  test('T7: has an unknown cost if one call’s is unknown, and nothing of a call that was not sent', () => {
    const { trace, clock } = begin();
    trace.watch(() => ({ ...RUNNING, isSent: false }));
    expect(trace.record('process_lost', null, clock.now())).toMatchObject({
      costUsd: 0,
      trace: [],
    });
    expect(trace.underWay).toBeNull();
    trace.watch(() => RUNNING);
    expect(trace.record('process_lost', null, clock.now())).toMatchObject({
      costUsd: 0.25,
      costIsAtLeast: true,
      usage: USAGE,
    });
    trace.addAnswer({ ...ANSWER, costUsd: null });
    expect(trace.record('process_lost', null, clock.now()).costUsd).toBeNull();
    expect(trace.spending).toEqual({ spent: 0, underWay: 1 });
  });
});
