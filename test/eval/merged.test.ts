import { expect, test } from 'vitest';
import { chosenFrom, MergedDraft, mergingDrafts } from '../../eval/worth/merged.ts';
import { createRehearsalModel } from '../../src/adapters/rehearsal/model.ts';
import { decidedOf } from '../../src/core/decision/decided.ts';
import { SUBMISSION_SCHEMAS } from '../../src/core/vocabulary/submission.ts';
import type { ModelRequest } from '../../src/ports/model.ts';
import type { ToolUseBlock } from '../../src/ports/model-messages.mjs';
import { createModelBroker } from '../../src/turns/model-broker.ts';
import type { Model } from '../../src/turns/model-context.ts';
import { ASKS } from '../../src/turns/prompt/texts.ts';
import { begun, openWorkshop, startEngine } from '../engine/running-engine.ts';
import { shipped } from '../support/designs/shipped-personas.ts';
import { sampleSubmissions } from '../support/designs/submissions.ts';
import { realClock } from '../support/processes/child-real-clock.ts';

const claims = [
  { id: 'A-1', label: 'A', kind: 'fact', text: 'Nine of ten jobs are thumbnails.' },
  { id: 'A-2', label: 'A', kind: 'decision', text: 'Thumbnails stay.' },
  { id: 'B-1', label: 'B', kind: 'decision', text: 'Everything moves.' },
  { id: 'C-1', label: 'C', kind: 'decision', text: 'Nothing moves.' },
] as const;
const sides = [{ difference: '1', position: '1a', holds: ['A-2'], against: ['C-1'] }];
const ask = { claims, sides } as unknown as Parameters<typeof chosenFrom>[1];

const { rejected: _, ...decision } = sampleSubmissions.submit_composite.decision;
const merged = (rests: string[]) => ({
  decision: {
    ...decision,
    rests,
    options: [
      {
        name: 'A hosted queue',
        for: 'Nothing to run.',
        against: 'The gap stays.',
        verdict: 'rejected',
      },
    ],
  },
  accounts: [{ claim: 'B-1', reason: 'Thumbnails may be lost.', disposition: 'rejected' }],
  confidence: 0.7,
  rationale: 'It is made of all of them.',
  notes: '',
});

test('a merged draft becomes one whose base has most of the claims, and whose losers are rejected', () => {
  const given = merged(['A-1', 'A-2', 'B-1']);
  expect(MergedDraft.parse(given)).toEqual(given);
  const { notes: __, ...chosen } = Object.assign({ notes: '' }, chosenFrom(given, ask));
  const draft = SUBMISSION_SCHEMAS.submit_composite.parse(chosen);
  expect(draft.base).toBe('A');
  expect(draft.taken.map(({ claim }) => claim)).toEqual(['B-1']);
  expect(draft.weighed.map(({ proposal }) => proposal)).toEqual(['A', 'B', 'C']);
  expect(draft.decision.rejected).toMatchObject([
    { option: 'A hosted queue', proposals: [] },
    { option: 'Everything moves.', outweighed: 'Thumbnails may be lost.', proposals: ['B'] },
    { option: 'Nothing moves.', proposals: ['C'] },
  ]);
});

test('only the call that drafts is asked to merge, and its second try shows what it submitted', async () => {
  const workshop = await openWorkshop();
  const drafting: ModelRequest[] = [];
  const others: string[] = [];
  const rehearsed = createRehearsalModel({ latencyMs: 0, clock: realClock, personas: shipped });
  const model: Model = {
    rehearsal: true,
    answer: async (request, context, options) => {
      const answer = await rehearsed.answer(request, context, options);
      if (context.ask === null || context.ask.kind !== 'composite') {
        others.push(JSON.stringify(request));
        return answer;
      }
      drafting.push(request);
      const rests = drafting.length === 1 ? ['Z-9'] : context.ask.claims.map(({ id }) => id);
      const held = context.ask.sides.flatMap(({ against }) => against);
      const content = answer.content.map((block): typeof block => {
        if (block.type !== 'tool_use') return block;
        const own = Object.assign({ decision: {} }, block.input).decision;
        const input = {
          ...merged([]),
          decision: { ...own, options: [], rests: rests.filter((id) => !held.includes(id)) },
        };
        return { ...block, input: input as ToolUseBlock['input'] };
      });
      return { ...answer, content };
    },
  };
  const { engine } = await startEngine(workshop, {
    model,
    settings: { gates: 'none' },
    parts: { callModel: mergingDrafts(createModelBroker({ model, clock: realClock }), shipped) },
  });
  try {
    const id = await begun(engine, {
      topic: 'Is it merged?',
      personas: [],
      settings: {},
      answers: '',
    });
    for await (const _event of engine.course(id, 0, AbortSignal.timeout(60_000)));
    const design = await engine.design(id);
    expect(design && decidedOf(design)?.base).toMatch(/^[A-Z]$/);
    expect(design?.end?.stoppedBecause).toBe('finished');
  } finally {
    await engine.stop();
    await workshop.close();
  }
  const [first, again] = drafting.map((request) => JSON.stringify(request));
  expect(drafting).toHaveLength(2);
  for (const told of [first, again]) {
    expect(told).toContain('# Now: compose one decision');
    expect(told).toContain('Compose; do not average');
    expect(told).toContain('"accounts"');
    expect(told).not.toContain('"weighed"');
    expect(told).not.toContain(ASKS.composite.slice(0, 60));
  }
  expect(again).toContain('Z-9');
  expect(others.join('')).not.toContain('compose one decision');
}, 60_000);
