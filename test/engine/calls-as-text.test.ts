import { expect, test } from 'vitest';
import { createRehearsalModel } from '../../src/adapters/rehearsal/model.ts';
import { outcomeOf } from '../../src/core/outcome/outcome.ts';
import { present } from '../../src/core/vocabulary/present.ts';
import { headlineOf } from '../../src/presentation/judged/headline.ts';
import { REMEDY_OF } from '../../src/presentation/words/unavailable.ts';
import type { Model } from '../../src/turns/model-context.ts';
import { repairReply } from '../../src/turns/models/repair.ts';
import { shipped } from '../support/designs/shipped-personas.ts';
import { realClock } from '../support/processes/child-real-clock.ts';
import { ownWorkshop } from './own-workshop.ts';
import { begun, eventsUntil, isEnd } from './running-engine.ts';

/**
 * The rehearsal behind a server that leaves each call in the text, with what the model writes
 * around it.
 */
function asText(written: (call: string) => string) {
  const rehearsal = createRehearsalModel({ latencyMs: 0, clock: realClock, personas: shipped });
  let calls = 0;
  const model: Model = {
    ...rehearsal,
    answer: async (request, context, options) => {
      calls += 1;
      const reply = await rehearsal.answer(request, context, options);
      const called = reply.content.flatMap((block) =>
        block.type === 'tool_use'
          ? [JSON.stringify({ name: block.name, arguments: block.input })]
          : [],
      );
      const text = called.map(written).join('\n');
      const given = {
        ...reply,
        stop: 'end_turn' as const,
        content: [{ type: 'text' as const, text }],
      };
      return repairReply(given, request.tools, { id: 'call', byMessage: false });
    },
  };
  return { model, called: () => calls };
}

async function designBy(written: (call: string) => string) {
  const { startEngine } = await ownWorkshop();
  const { model, called } = asText(written);
  const { engine } = await startEngine({ model, settings: { gates: 'none' } });
  const id = await begun(engine);
  const events = await eventsUntil(engine, id, isEnd);
  const design = present(await engine.design(id), 'it was begun');
  // As with a model that is asked.
  const outcome = outcomeOf({ ...design, rehearsal: false });
  const signed = events.filter(({ event }) => event.type === 'signature_given').length;
  return { status: outcome.status, ...headlineOf(outcome), signed, calls: called() };
}

test.each([
  ['in tags', (call: string) => `<tool_call>\n${call}\n</tool_call>`],
  ['behind a sign', (call: string) => `[TOOL_CALLS] [${call}]`],
  ['in a tag for code', (call: string) => `<|python_tag|>${call}`],
  ['in a list', (call: string) => `{"tool_calls": [${call}]}`],
])(
  'A20: a design whose calls all come as text is signed with no more calls: %s',
  async (_what, written) => {
    const plain = await designBy((call) => call);
    expect(plain).toMatchObject({ status: 'completed', signed: expect.any(Number) });
    expect(plain.signed).toBeGreaterThan(0);
    expect(await designBy(written)).toEqual(plain);
  },
);

test('A21: a design that is not signed for thoughts before its calls says what mends it', async () => {
  const { status, headline, signed } = await designBy((call) => `<think>Hm.</think>\n${call}`);
  expect([status, signed]).toEqual(['needs_review', 0]);
  expect(headline).toContain(REMEDY_OF.calls_as_text);
});
