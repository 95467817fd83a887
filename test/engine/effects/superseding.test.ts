import { expect, test } from 'vitest';
import type { OutsideCommand } from '#core/vocabulary/commands.ts';
import type { Design } from '#core/vocabulary/design.ts';
import type { DesignId } from '#core/vocabulary/ids.ts';
import { tellSuperseded } from '#engine/effects/superseding.ts';
import { Waits } from '#engine/parts/waits.ts';
import { designIdOf } from '../../support/designs/events.ts';
import { realClock } from '../../support/processes/child-real-clock.ts';
import { keepLog } from '../../support/processes/child-sessions.ts';
import { ownWorkshop } from '../own-workshop.ts';
import {
  begun,
  eventsUntil,
  isEnd,
  type startEngine as Starting,
  type Workshop,
} from '../running-engine.ts';

type Running = Awaited<ReturnType<typeof Starting>>['engine'];

async function ended(engine: Running, changes: Parameters<typeof begun>[1] = {}): Promise<Design> {
  const id = await begun(engine, changes);
  await eventsUntil(engine, id, isEnd);
  await engine.waitUntilSettled(id);
  const design = await engine.design(id);
  if (design === null) throw new Error('it is gone');
  return design;
}

/** What the earlier design is sent, where nobody delivers it, and what the log says. */
async function told({ store }: Workshop, successor: Design, earlier: DesignId) {
  const log = keepLog();
  const waits = new Waits({ clock: realClock, log });
  const parts = { store, clock: realClock, log, waits, deliver: async () => undefined };
  const isDone = await tellSuperseded(successor, parts, new AbortController().signal);
  const { entries } = await store.mail(earlier);
  const commands: OutsideCommand[] = entries.map(({ command }) => command);
  return { isDone, commands, skipped: log.events.map(({ event, facts }) => [event, facts?.why]) };
}

test('J14: the end of a design that was to replace a decision tells that one, once', async () => {
  const { workshop, startEngine } = await ownWorkshop();
  const { engine } = await startEngine({ parts: { rehearsal: false } });
  const first = await ended(engine);
  const followUp = { of: first.id, decision: 'Stay.' };
  await ended(engine, { followUp });
  expect((await engine.design(first.id))?.followUps).toEqual([]);
  const later = await ended(engine, { followUp, supersedes: true });
  expect((await engine.design(first.id))?.followUps).toMatchObject([
    { type: 'decision_judged', verdict: null, successor: later.id },
  ]);
  // Carried out again, as after a crash before that was noted.
  expect(await told(workshop, later, first.id)).toEqual({
    isDone: true,
    commands: [],
    skipped: [],
  });
  await engine.stop();
});

test('J14: nothing replaces a decision that is forgotten, no rehearsal replaces a real one, and no failure replaces any', async () => {
  const { workshop, startEngine } = await ownWorkshop();
  const { engine } = await startEngine({ parts: { rehearsal: false } });
  const first = await ended(engine);
  const later = { ...(await ended(engine)), followUpOf: first.id, supersedes: true } as const;
  const skipped = async (successor: Design) => {
    const { isDone, commands, skipped: lines } = await told(workshop, successor, first.id);
    return [isDone, commands, lines];
  };
  expect(await skipped({ ...later, rehearsal: true })).toEqual([
    true,
    [],
    [['superseding_skipped', 'a rehearsal decides nothing']],
  ]);
  expect(await skipped({ ...later, followUpOf: designIdOf(7) })).toEqual([
    true,
    [],
    [['superseding_skipped', 'it is forgotten']],
  ]);
  expect(await skipped({ ...later, composites: [] })).toEqual([true, [], []]);
  await engine.stop();
});
