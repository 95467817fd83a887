import { describe, expect, test } from 'vitest';
import type { Design } from '../../src/core/vocabulary/design.ts';
import type { DesignEvent } from '../../src/core/vocabulary/events.ts';
import { timeLineIn } from '../../src/presentation/answers/design-page.ts';
import type { Line } from '../../src/presentation/format/document.ts';
import { convertToPlain } from '../../src/presentation/format/plain-document.ts';
import { viewOf } from '../../src/presentation/view/view.ts';
import { given, World } from '../support/designs/given.ts';
import { tellToTheEnd } from '../support/designs/sample-design.ts';

function linesOf(design: Design, history: readonly DesignEvent[]): readonly Line[] {
  const blocks = timeLineIn(viewOf(design), history).flat();
  return blocks.flatMap((block) => (block.kind === 'bullets' ? block.items : []));
}

describe('the time line of a design', () => {
  test('an event has one line with its time, and the link to its turn', () => {
    const { design, history } = tellToTheEnd();
    const lines = linesOf(design, history);
    expect(lines.map(([first]) => first?.kind)).toEqual(lines.map(() => 'moment'));
    const event = history.find((each) => each.type === 'questions_asked' && each.questions.length > 0);
    const index = design.turns.findIndex(
      ({ id }) => event?.type === 'questions_asked' && id === event.turnId,
    );
    expect(lines.flat()).toContainEqual(expect.objectContaining({ target: `turns/${index + 1}` }));
  });

  test('a crash is a line with its cause, below the first failure of all', () => {
    const { design, history } = tellToTheEnd();
    expect(linesOf(design, history).map(convertToPlain).join('\n')).toContain('out of memory');
    expect(timeLineIn(viewOf(design), history)[0]?.[0]?.kind).toBe('lines');
  });

  test('what people did since the end is in it, but for their questions', () => {
    const world = World.after(tellToTheEnd().history);
    const before = linesOf(world.design, world.history).length;
    world.when({ type: 'judge_decision', verdict: 'declined', note: 'Not now.', by: 'Ana' });
    world.when({ type: 'record_answer', question: 'Why?', answer: [], costUsd: 0, by: 'Ben' });
    expect(world.design.followUps).toHaveLength(2);
    const added = linesOf(world.design, world.history).slice(before).map(convertToPlain);
    expect(added).toEqual([expect.stringMatching(/Ana declines the decision: Not now\.$/)]);
  });

  test('a design has no time line before the first turn', () => {
    const { design, history } = given();
    expect(timeLineIn(viewOf(design), history)).toEqual([]);
  });
});
