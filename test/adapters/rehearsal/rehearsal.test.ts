import { describe, expect, it } from 'vitest';
import { EXAMPLE_TOPIC } from '#adapters/rehearsal/example/recording.ts';
import { createRehearsalModel } from '#adapters/rehearsal/model.ts';
import { MOST_PERSONAS } from '#core/answering/framing.ts';
import { decidedOf } from '#core/decision/decided.ts';
import { outcomeOf } from '#core/outcome/outcome.ts';
import { REHEARSAL_VOICES } from '#core/vocabulary/rehearsal.ts';
import { ROUND_KINDS } from '#core/vocabulary/sets.ts';
import { bannerOf } from '#presentation/judged/banner.ts';
import { shipped } from '../../support/designs/shipped-personas.ts';
import { answered, participants, play, readyClock, toolUse } from './play.ts';

const TOPIC = 'Should the job queue move from Redis to Postgres?';
const whole = await play(TOPIC, shipped);
const example = await play(EXAMPLE_TOPIC, shipped, { voice: REHEARSAL_VOICES.example });
const ALL_ASKS = [
  ...whole.asks,
  ...example.asks,
  ...(await play(TOPIC, shipped, { later: 'Mind the freeze.' })).asks,
];
const askOf = (kind: (typeof ROUND_KINDS)[number]) => {
  const ask = ALL_ASKS.find((each) => each.kind === kind);
  if (ask === undefined) throw new Error(`nobody was asked for ${kind}`);
  return ask;
};

describe('a whole rehearsal with the participants that ship', () => {
  const { design, asks, submissions } = whole;

  it('a rehearsal speaks in every kind of round that it opens and comes to completed without a gate', () => {
    // Nobody adds anything.
    const kinds = ROUND_KINDS.filter((kind) => kind !== 'reading');
    expect(new Set(asks.map((ask) => ask.kind))).toEqual(new Set(kinds));
    expect(design.settled).toMatchObject({ status: 'completed' });
  });

  it('nothing is said on the topic: each line says what would stand there', () => {
    for (const { proposal } of design.proposals) {
      expect(proposal.headline).toMatch(/would go here/);
      for (const { text } of proposal.claims) expect(text).toMatch(/would go here/);
    }
    const { sentence, sentences } = decidedOf(design)?.decision ?? {};
    for (const text of [sentence, ...(sentences ?? []).map((each) => each.text)])
      expect(text).toMatch(/would go here/);
    expect(JSON.stringify(submissions)).not.toContain('Redis');
  });

  it('everybody signs, and the headline says that nothing was decided and how to connect a model', () => {
    expect(new Set(design.signatures.map(({ verdict }) => verdict))).toEqual(new Set(['signs']));
    const { mark, headline } = bannerOf(outcomeOf(design));
    expect(mark).toBe('REHEARSAL: no model was called');
    expect(headline).toMatch(/^Nothing was decided\. .*ANTHROPIC_API_KEY/);
  });

  it('a rehearsal is the same each time', async () => {
    const again = await play(TOPIC, shipped);
    expect(again.submissions).toEqual(submissions);
  });
});

describe('any number of personas, also a team’s own', () => {
  it.each([1, 2, 3, 4, 7, 18])('a rehearsal with %i completes', async (count) => {
    const { design, submissions } = await play(TOPIC, participants(count));
    expect(design.settled).toMatchObject({ status: 'completed' });
    expect(design.proposals).toHaveLength(Math.min(count, MOST_PERSONAS));
    expect(submissions.filter(({ tool }) => tool === 'pass')).toHaveLength(count === 1 ? 0 : 1);
    expect(JSON.stringify(submissions)).not.toContain('undefined');
  });
});

describe('a turn', () => {
  it('a persona stands in for a facilitator that is lost (C17)', async () => {
    const model = createRehearsalModel({ latencyMs: 0, clock: readyClock(), personas: shipped });
    const subtractor = askOf('proposals').participant;
    for (const kind of ['mapping', 'composite', 'audit', 'revision'] as const) {
      const ask = { ...askOf(kind), participant: subtractor };
      expect(ask.terminalTools).toContain(toolUse(await answered(model, ask)).name);
    }
  });

  it('a turn looks into the repository once before it proposes, if there is one', async () => {
    const model = createRehearsalModel({ latencyMs: 0, clock: readyClock(), personas: shipped });
    const ask = { ...askOf('proposals'), hasRepository: true };
    expect(toolUse(await answered(model, ask))).toMatchObject({
      name: 'list_files',
      input: { path: '' },
    });
    expect(toolUse(await answered(model, ask, { callNumber: 2 })).name).toBe('submit_proposal');
    expect(toolUse(await answered(model, { ...askOf('signing'), hasRepository: true })).name).toBe(
      'sign',
    );
  });
});

describe('the pace', () => {
  it('0 is at once: nothing is waited for', async () => {
    const clock = readyClock();
    await answered(
      createRehearsalModel({ latencyMs: 0, clock, personas: shipped }),
      askOf('signing'),
    );
    expect(clock.waits).toEqual([]);
  });

  it('a turn gives up at once when it is abandoned, before it begins and in the middle', async () => {
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

  it('a turn gives up while it waits, and leaves no timer behind', async () => {
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
});
