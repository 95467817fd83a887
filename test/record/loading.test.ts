import { expect, test } from 'vitest';
import type { DesignEvent } from '../../src/core/vocabulary/events.ts';
import { replay } from '../../src/core/workflow/evolve.ts';
import { loadDesign } from '../../src/record/loading.ts';
import { chainEvents } from '../support/designs/commits.ts';
import { answering, type World } from '../support/designs/given.ts';

const loadFrom = (events: readonly DesignEvent[], { design: { id } }: World) => {
  const all = chainEvents(events);
  return loadDesign({ events: async (_, since, limit) => all.slice(since, since + limit) }, id);
};

test('C22: a design that is loaded again is as its store has it, though that went on, back or another way', async () => {
  const world = answering();
  const before = [...world.history];
  world.says('m1', 'Some hundred.');
  const after = [...world.history];
  const other = [
    ...before,
    ...after.slice(before.length).map((event) => ({ ...event, at: event.at + 1 })),
  ];
  for (const events of [before, after, before, other, after, after.slice(0, 1), after]) {
    const { design, hashes, lastAt } = await loadFrom(events, world);
    expect(design).toEqual(replay(events));
    expect(hashes).toEqual(chainEvents(events).map(({ hash }) => hash));
    expect(lastAt).toBe(events.at(-1)?.at);
  }
});

test('a design that is loaded again is not folded again, unless it has ended', async () => {
  const world = answering();
  const first = await loadFrom(world.history, world);
  expect((await loadFrom(world.history, world)).design).toBe(first.design);
  world.when({ type: 'cancel', by: 'ana', reason: '' });
  const { history } = world;
  expect(world.design.end).not.toBeNull();
  expect((await loadFrom(history, world)).design).not.toBe((await loadFrom(history, world)).design);
});
