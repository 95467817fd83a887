import { describe, expect, test } from 'vitest';
import { askFor } from '../../../src/runtime/turn/ask.ts';
import { assignmentFor } from '../../../src/runtime/turn/assignment.ts';
import { toolSpecs } from '../../../src/runtime/turn/tools.ts';
import { given, type World } from '../../support/given.ts';
import { composite } from '../../support/given-submission.ts';
import { voice } from './voices.ts';

/** Marks the words of the first composite, and the notes that its author took. */
const MARK = 'FIRST-COMPOSITE';

function composed(method: { readonly composing?: 'two_orders' } = { composing: 'two_orders' }): World {
  const world = given({ settings: { method } }).reach('composing');
  const first = composite(world.design);
  const decision = { ...first.input.decision, sentence: `${MARK} it moves in steps.` };
  world.submits('synthesizer', { ...first, input: { ...first.input, decision }, notes: `${MARK}-NOTES` });
  return world;
}

function prompt({ design }: World) {
  const turn = design.turns.findLast(({ outcome }) => outcome === 'open');
  if (turn === undefined) throw new Error('nobody is asked');
  const ask = askFor(design, turn);
  const { shared, persona, ask: asked } = assignmentFor(design, ask, voice, { reasks: 2 });
  return { kind: ask.kind, ask, blocks: shared.map(({ text }) => text), persona, asked };
}

const firstPrompt = () =>
  prompt(given({ settings: { method: { composing: 'two_orders' } } }).reach('composing'));

/** Headings of proposals and labels of positions, in the order in which they stand. */
const orderIn = (blocks: readonly string[]) => {
  const text = blocks.join('\n');
  return {
    proposals: [...text.matchAll(/^## Proposal (\w)$/gm)].map(([, letter]) => letter),
    positions: [...text.matchAll(/^(1[ab]): /gm)].map(([, label]) => label),
  };
};

describe('the prompt of a second composite', () => {
  test('has proposals and positions in the reverse order, under the same letters', () => {
    expect(orderIn(firstPrompt().blocks)).toEqual({ proposals: ['A', 'B', 'C'], positions: ['1a', '1b'] });
    const second = prompt(composed());
    expect(second.kind).toBe('second_composite');
    expect(orderIn(second.blocks)).toEqual({ proposals: ['C', 'B', 'A'], positions: ['1b', '1a'] });
  });

  test('has nothing of the first, and asks in the same words', () => {
    const [first, second] = [firstPrompt(), prompt(composed())];
    expect(JSON.stringify(second)).not.toContain(MARK);
    const rest = (asked: string) => asked.replace(/Claims to account for: .*/, '');
    expect(rest(second.asked)).toBe(rest(first.asked));
    expect(second.persona).toBe(first.persona);
  });

  test('begins like those before it up to the proposals, which is what the cache has', () => {
    const [first, second] = [firstPrompt().blocks, prompt(composed()).blocks];
    const at = first.findIndex((text) => text.startsWith('# The proposals'));
    expect(at).toBeGreaterThan(1);
    expect(second.slice(0, at)).toEqual(first.slice(0, at));
  });

  test('brings no tool, so that the cache behind the tools is shared', () => {
    const { ask } = prompt(composed());
    expect(ask.switchTools).toEqual([]);
    expect(toolSpecs(ask)).toEqual(toolSpecs({ hasRepository: false }));
  });

  test('is known to nobody afterwards: neither its text nor the notes of its author', () => {
    const world = composed();
    const second = composite(world.design);
    const decision = { ...second.input.decision, sentence: 'SECOND-COMPOSITE' };
    world.submits('synthesizer', {
      ...second,
      input: { ...second.input, decision },
      notes: 'SECOND-COMPOSITE-NOTES',
    });
    const kinds = new Set<string>();
    while (world.design.end === null && world.openTurns().length > 0) {
      const { kind, ...asked } = prompt(world);
      kinds.add(kind);
      expect(JSON.stringify(asked)).not.toContain('SECOND-COMPOSITE');
      world.contributes(world.openTurns().at(-1)?.participant ?? '');
    }
    expect([...kinds]).toEqual(['audit', 'revision', 'confirmation', 'signing']);
  });
});
