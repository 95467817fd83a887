import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { createRehearsalModel } from '../../../src/adapters/rehearsal/model.ts';
import { naturalLatencyMs } from '../../../src/adapters/rehearsal/pace.ts';
import { MARK } from '../../../src/adapters/rehearsal/words.ts';
import { ROUND_KINDS } from '../../../src/core/round/round.ts';
import type { ModelClocks } from '../../../src/runtime/ports/model.ts';
import { answered, CLOCKS, participants, play, readyClock, shipped, toolUse } from './play.ts';

const TOPIC = 'Should the job queue move from Redis to Postgres?';
const whole = await play(TOPIC, shipped);
const askOf = (kind: (typeof ROUND_KINDS)[number]) => {
  const ask = whole.asks.find((each) => each.kind === kind);
  if (ask === undefined) throw new Error(`nobody was asked for ${kind}`);
  return ask;
};

describe('a whole rehearsal with the participants that ship', () => {
  const { design, asks, submissions } = whole;

  it('speaks in every kind of round and comes to completed without a gate', () => {
    expect(new Set(asks.map((ask) => ask.kind))).toEqual(new Set(ROUND_KINDS));
    expect(design.settled).toMatchObject({ status: 'completed', reasons: [] });
  });

  it('some ask one or two questions, one passes', () => {
    const asked = submissions.flatMap(({ tool, input }) =>
      tool === 'ask_questions' ? [input.questions.length] : [],
    );
    expect(asked.toSorted()).toEqual([1, 1, 2, 2]);
    expect(submissions.filter(({ tool }) => tool === 'pass')).toHaveLength(1);
    expect(new Set(design.questions.map((question) => question.text)).size).toBe(6);
  });

  it('proposals differ, have three to five claims of different kinds, and one holds the pre-mortem', () => {
    const proposals = design.proposals.map(({ proposal }) => proposal);
    expect(new Set(proposals.map(({ headline }) => headline)).size).toBe(5);
    expect(new Set(proposals.map(({ confidence }) => confidence)).size).toBe(5);
    for (const { claims } of proposals) {
      expect(claims.length).toBeGreaterThanOrEqual(3);
      expect(new Set(claims.map(({ kind }) => kind)).size).toBe(claims.length);
    }
    expect(proposals.filter(({ premortem }) => premortem !== '')).toHaveLength(1);
  });

  it('one divergence is conceded because of a named claim, the other stays open at medium impact', () => {
    expect(design.divergences.map(({ impact, settlement }) => [impact, settlement?.outcome])).toEqual([
      ['high', 'conceded'],
      ['medium', 'unresolved'],
    ]);
    const [change, ...others] = design.divergences
      .flatMap((divergence) => divergence.arguments)
      .filter(({ before, after }) => before.position !== after.position);
    expect(others).toEqual([]);
    expect(change?.changedBecause).toMatch(/^A-2: /);
    expect(change?.addresses).toContain('A-2');
  });

  it('the second round on a divergence does not repeat the first', () => {
    const texts = design.divergences[1]?.arguments.map(({ text }) => text) ?? [];
    expect(texts).toHaveLength(4);
    expect(new Set(texts).size).toBe(4);
  });

  it('the composite uses every disposition, and one persona dissents', () => {
    const accounts = design.composites.at(-1)?.composite.accounts ?? [];
    const used = new Set(accounts.map(({ disposition }) => disposition));
    expect(used).toEqual(new Set(['adopted', 'merged', 'rejected', 'unresolved']));
    const open = accounts.find(({ disposition }) => disposition === 'unresolved')?.claim;
    expect(askOf('composite').claims.find(({ id }) => id === open)?.kind).toBe('risk');
    const adopted = accounts.filter(({ disposition }) => disposition === 'adopted').map(({ claim }) => claim);
    for (const { into } of accounts.filter(({ disposition }) => disposition === 'merged')) {
      expect(adopted).toContain(into);
    }
    expect(design.signatures.map(({ verdict }) => verdict).toSorted()).toEqual([
      'dissents',
      'signs',
      'signs',
      'signs',
      'signs',
    ]);
  });

  it('whatever could be taken for advice says that no model was called', () => {
    const { proposals, composites, signatures, audit, brief, divergences } = design;
    const texts = [
      ...proposals.flatMap(({ proposal }) => [proposal.headline, proposal.summary]),
      ...proposals.map(({ proposal }) => proposal.premortem).filter((text) => text !== ''),
      ...composites.flatMap(({ composite }) => [composite.headline, composite.summary]),
      ...divergences.flatMap((divergence) => divergence.arguments.map(({ text }) => text)),
      ...signatures.map(({ dissent }) => dissent).filter((text) => text !== ''),
      audit?.audit.premortem,
      brief?.brief.decision,
      brief?.brief.paragraph,
    ];
    expect(texts.length).toBeGreaterThan(15);
    for (const text of texts) expect(text).toContain(MARK);
    expect(brief?.brief.title).toContain('REHEARSAL');
  });

  it('is the same each time', async () => {
    const again = await play(TOPIC, shipped);
    expect(again.submissions).toEqual(submissions);
  });
});

describe('any number of personas, also a team’s own', () => {
  it.each([1, 2, 3, 4, 7, 18])('a rehearsal with %i completes', async (count) => {
    const { design, submissions } = await play(TOPIC, participants(count));
    expect(design.settled).toMatchObject({ status: 'completed', reasons: [] });
    expect(design.proposals).toHaveLength(count);
    expect(design.signatures.filter(({ verdict }) => verdict === 'dissents')).toHaveLength(
      count === 1 ? 0 : 1,
    );
    expect(submissions.filter(({ tool }) => tool === 'pass')).toHaveLength(count === 1 ? 0 : 1);
    expect(JSON.stringify(submissions)).not.toContain('undefined');
  });
});

describe('any topic', () => {
  it.each([
    ['very long', 'x'.repeat(4_000)],
    ['very long in words', 'Warum so lange? '.repeat(250)],
    ['in several lines', 'First\n\n## Second\n- third'],
    ['in Arabic', 'هل يجب نقل قائمة المهام من Redis إلى Postgres؟'],
    ['of families of emoji', `Move ${'👩‍👩‍👧‍👦'.repeat(300)}`],
    ['of accents upon accents', 'a\u0301'.repeat(2_000)],
    ['with quotation marks and braces', '"$topic" `code` \\ “done” </script>'],
  ])(
    'a rehearsal on a topic %s completes and quotes it whole or cut between characters',
    async (_how, topic) => {
      const { design } = await play(topic, participants(2));
      expect(design.settled?.status).toBe('completed');
      const title = design.brief?.brief.title ?? '';
      expect(title.isWellFormed()).toBe(true);
      const kept = /“(.*?)…?”$/u.exec(title)?.[1] ?? '';
      const line = topic.toWellFormed().replaceAll(/\s+/g, ' ');
      expect(line.startsWith(kept)).toBe(true);
      const cuts = [...new Intl.Segmenter().segment(line)].map(({ index }) => index);
      expect([...cuts, line.length]).toContain(kept.length);
      expect(title.length).toBeLessThan(120);
    },
  );
});

describe('a turn', () => {
  it('a persona stands in for a facilitator that is lost (C17)', async () => {
    const model = createRehearsalModel({ latencyMs: 0, clock: readyClock(), personas: shipped });
    const subtractor = askOf('proposals').participant;
    for (const kind of ['mapping', 'composite', 'audit', 'brief'] as const) {
      const ask = { ...askOf(kind), participant: subtractor };
      expect(ask.terminalTools).toContain(toolUse(await answered(model, ask)).name);
    }
  });

  it('somebody whose file is not there any more still speaks', async () => {
    const model = createRehearsalModel({ latencyMs: 0, clock: readyClock(), personas: [] });
    for (const kind of ROUND_KINDS) {
      const ask = askOf(kind);
      expect(ask.terminalTools).toContain(toolUse(await answered(model, ask)).name);
    }
  });

  it('looks into the repository once before it proposes, if there is one', async () => {
    const model = createRehearsalModel({ latencyMs: 0, clock: readyClock(), personas: shipped });
    const ask = { ...askOf('proposals'), hasRepository: true };
    expect(toolUse(await answered(model, ask))).toMatchObject({ name: 'list_files', input: { path: '' } });
    expect(toolUse(await answered(model, ask, { callNumber: 2 })).name).toBe('submit_proposal');
    expect(toolUse(await answered(model, { ...askOf('signing'), hasRepository: true })).name).toBe('sign');
  });

  it('costs nothing and says who answered', async () => {
    const model = createRehearsalModel({ latencyMs: 0, clock: readyClock(), personas: shipped });
    const reply = await answered(model, askOf('signing'));
    expect(reply).toMatchObject({
      model: 'rehearsal',
      stop: 'tool_use',
      costUsd: 0,
      totalMs: 0,
      firstTokenMs: 0,
    });
    expect(Object.values(reply.usage)).toEqual([0, 0, 0, 0]);
    expect(model.rehearsal).toBe(true);
  });
});

describe('the pace', () => {
  it('0 is at once: nothing is waited for', async () => {
    const clock = readyClock();
    await answered(createRehearsalModel({ latencyMs: 0, clock, personas: shipped }), askOf('signing'));
    expect(clock.waits).toEqual([]);
  });

  it('the default differs between participants, stays the same for each, and can be followed', async () => {
    const latencies = shipped.map(({ profile }) =>
      naturalLatencyMs({ participant: { ...profile, model: '' }, kind: 'proposals' }),
    );
    expect(new Set(latencies).size).toBe(shipped.length);
    expect(Math.min(...latencies)).toBeGreaterThanOrEqual(300);
    expect(Math.max(...latencies)).toBeLessThanOrEqual(1_500);
    const ask = askOf('signing');
    const model = createRehearsalModel({ latencyMs: null, clock: readyClock(), personas: shipped });
    const { signal } = new AbortController();
    const { totalMs, firstTokenMs } = await answered(model, ask, { signal });
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    expect(totalMs).toBeCloseTo(naturalLatencyMs(ask));
    expect(firstTokenMs).toBeCloseTo(totalMs / 4);
  });

  it('an answer arrives in parts that add up to it', async () => {
    const parts: number[] = [];
    const model = createRehearsalModel({ latencyMs: 400, clock: readyClock(), personas: shipped });
    const reply = await answered(model, askOf('brief'), {
      onProgress: (characters) => parts.push(characters),
    });
    expect(parts).toHaveLength(4);
    expect(parts.reduce((sum, part) => sum + part, 0)).toBe(JSON.stringify(toolUse(reply).input).length);
  });

  it('gives up at once when the turn is abandoned, before it begins and in the middle', async () => {
    const clock = readyClock();
    const model = createRehearsalModel({ latencyMs: 400, clock, personas: shipped });
    const gone = AbortSignal.abort();
    await expect(answered(model, askOf('signing'), { signal: gone })).rejects.toMatchObject({
      kind: 'aborted',
    });
    expect(clock.waits).toEqual([]);
    const controller = new AbortController();
    const onProgress = () => controller.abort();
    const answer = answered(model, askOf('signing'), { signal: controller.signal, onProgress });
    await expect(answer).rejects.toMatchObject({ kind: 'aborted', transient: false });
    expect(clock.waits).toEqual([100]);
  });

  it('gives up while it waits, and leaves no timer behind', async () => {
    const controller = new AbortController();
    let disposed = 0;
    const dispose = () => {
      disposed += 1;
    };
    const clock = {
      now: () => 0,
      at: () => {
        queueMicrotask(() => controller.abort());
        return { [Symbol.dispose]: dispose };
      },
    };
    const model = createRehearsalModel({ latencyMs: 400, clock, personas: shipped });
    const answer = answered(model, askOf('signing'), { signal: controller.signal });
    await expect(answer).rejects.toMatchObject({ kind: 'aborted' });
    expect(disposed).toBe(1);
  });

  it.each([
    [{ firstTokenMs: 50 }, 'first_token_timeout', [50]],
    [{ stallMs: 50 }, 'stall_timeout', [100, 50]],
    [{ totalMs: 250 }, 'total_timeout', [100, 100, 50]],
  ] as [Partial<ModelClocks>, string, number[]][])('A10: keeps to %o', async (bound, kind, waits) => {
    const clock = readyClock();
    const model = createRehearsalModel({ latencyMs: 400, clock, personas: shipped });
    const request = { model: '', effort: '', maxOutputTokens: 1, system: [], tools: [], messages: [] };
    const answer = model.answer(
      request,
      { ask: askOf('signing'), callNumber: 1 },
      { signal: new AbortController().signal, clocks: { ...CLOCKS, ...bound }, onProgress: () => undefined },
    );
    await expect(answer).rejects.toMatchObject({ kind, transient: true });
    expect(clock.waits).toEqual(waits);
  });
});
