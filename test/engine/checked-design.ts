/** What must hold of a design that was played to its end, whatever happened to its processes. */

import { expect } from 'vitest';
import type { DesignEvent } from '#design/events.ts';
import type { DesignId } from '#design/ids.ts';
import { until } from '#test/support/platform.ts';
import { REPLY } from './played-design.ts';
import { isAlive } from './processes.ts';
import type { World } from './world.ts';

export async function checkPlayed(world: World, id: DesignId): Promise<void> {
  const { designs } = world.engine;
  const events = (await designs.events(id)).map(({ event }) => event);
  expect(events.at(-1)).toMatchObject({ type: 'design_ended', status: 'completed' });
  checkSessions(events);
  await checkTurns(world, id, events);
  expect(of(events, 'reply_recorded').map(({ reply }) => reply.id)).toEqual([REPLY.id]);
  expect(of(events, 'proposal_sealed')).toHaveLength(3);
  expect(await world.store.inboxOf(id)).toEqual([]);

  const keys = world.chat.keys(id);
  expect(keys).toEqual(['card', 'questions', 'proposals', 'decision']);
  const attached = world.chat.lines().filter(({ act }) => act === 'attach');
  expect(attached).toHaveLength(1);
  expect(world.chat.textOf(id, 'card')).toContain('Receipts, invoices and refunds move');

  const pids = of(events, 'session_ready').map(({ pid }) => pid);
  await until('its processes are gone', () => pids.every((pid) => !isAlive(pid)));
}

function checkSessions(events: readonly DesignEvent[]): void {
  const started = of(events, 'session_started');
  for (const { sessionId } of of(events, 'session_ready')) {
    const index = (type: string) =>
      events.findIndex(
        (each) => 'sessionId' in each && each.sessionId === sessionId && each.type === type,
      );
    expect(index('session_started')).toBeLessThan(index('session_ready'));
  }
  const retries = started.filter(({ origin }) => origin === 'retry');
  expect(new Set(retries.map(({ participant }) => participant)).size).toBe(retries.length);
  expect(retries.length).toBeLessThanOrEqual(1);
  expect(new Set(started.map(({ sessionId }) => sessionId)).size).toBe(started.length);
}

/** Each turn ended once, and each that a process began has its record. */
async function checkTurns(world: World, id: DesignId, events: readonly DesignEvent[]) {
  const started = of(events, 'turn_started').map(({ turnId }) => turnId);
  const finished = of(events, 'turn_finished').map(({ turnId }) => turnId);
  expect(finished.toSorted()).toEqual(started.toSorted());
  const spoken = of(events, 'turn_finished').filter(({ outcome }) => outcome === 'spoke');
  const recorded = await world.engine.designs.turns(id);
  for (const { turnId } of spoken) expect(recorded.map((each) => each.turnId)).toContain(turnId);
}

function of<Type extends DesignEvent['type']>(events: readonly DesignEvent[], type: Type) {
  return events.filter(
    (event): event is Extract<DesignEvent, { type: Type }> => event.type === type,
  );
}
