/** What does not hold of a design that was played to its end, whatever happened to its processes. */

import { join } from 'node:path';
import type { DesignEvent } from '#design/events.ts';
import type { DesignId } from '#design/ids.ts';
import { verifyFolder } from '#record/verify.ts';
import { PERSONAS, replyIdOf } from './played-design.ts';
import { isAlive } from './processes.ts';
import { until, type World } from './world.ts';

const KEYS = ['card', 'questions', 'proposals', 'decision'];

/** `name`: by which it was played. */
export async function findingsOf(world: World, id: DesignId, name = ''): Promise<string[]> {
  const findings: string[] = [];
  const expectSame = (what: string, found: unknown, expected: unknown) => {
    const [one, other] = [JSON.stringify(found), JSON.stringify(expected)];
    if (one !== other) findings.push(`${id}: ${what}: ${one}, not ${other}`);
  };
  const { designs } = world.engine;
  const events = (await designs.events(id)).map(({ event }) => event);
  const last = events.at(-1);
  const crashes = of(events, 'design_resumed').filter(({ crashed }) => crashed).length;
  // An end of its own, where chaos was too much for it.
  if (last?.type === 'design_ended' && last.reason === 'crashed_repeatedly' && crashes >= 5)
    return [];
  const gates = of(events, 'gate_opened').flatMap(({ reasons }) => reasons);
  const ended = last?.type === 'design_ended' ? [last.status, last.reason, ...gates] : last;
  const errors = of(events, 'turn_finished').flatMap(({ error }) => error?.class ?? []);
  expectSame(`its end, after ${errors}`, ended, ['completed', 'finished']);
  expectSame('ends', of(events, 'design_ended').length, 1);
  const replies = of(events, 'reply_recorded').map(({ reply }) => reply.id);
  expectSame('replies', replies, [replyIdOf(name)]);
  expectSame('proposals', of(events, 'proposal_sealed').length, PERSONAS.length);
  expectSame('unanswered commands', (await world.store.inboxOf(id)).length, 0);

  const started = of(events, 'session_started');
  const ids = started.map(({ sessionId }) => sessionId);
  expectSame('sessions that started twice', ids.length - new Set(ids).size, 0);
  // The example kills one process on purpose; processes of a dead daemon use up no retry.
  const retries = started.filter(({ origin }) => origin === 'retry').length;
  expectSame('retries', Math.max(1, retries), 1);
  for (const [index, event] of events.entries())
    if (event.type === 'session_ready')
      expectSame('id before health', isStartedBefore(events, index, event.sessionId), true);

  const turns = of(events, 'turn_started').map(({ turnId }) => turnId);
  const finished = of(events, 'turn_finished');
  expectSame('ended turns', finished.map(({ turnId }) => turnId).toSorted(), turns.toSorted());
  const recorded = new Set((await designs.turns(id)).map(({ turnId }) => turnId));
  for (const { turnId, outcome } of finished)
    if (outcome === 'spoke') expectSame(`record of ${turnId}`, recorded.has(turnId), true);

  expectSame('posts', world.chat.keys(id), KEYS);
  const attached = world.chat
    .lines()
    .filter((line) => line.act === 'attach' && line.designId === id);
  expectSame('attachments', attached.length, 1);
  expectSame('the card', world.chat.textOf(id, 'card').includes('Receipts, invoices'), true);
  const { ok, lines } = await verifyFolder(join(world.folder, 'designs', id));
  if (!ok) findings.push(...lines);
  const pids = of(events, 'session_ready').map(({ pid }) => pid);
  await until('its processes are gone', () => !pids.some(isAlive));
  return findings;
}

function isStartedBefore(events: readonly DesignEvent[], index: number, sessionId: string) {
  return events
    .slice(0, index)
    .some((event) => event.type === 'session_started' && event.sessionId === sessionId);
}

function of<Type extends DesignEvent['type']>(events: readonly DesignEvent[], type: Type) {
  return events.filter(
    (event): event is Extract<DesignEvent, { type: Type }> => event.type === type,
  );
}
