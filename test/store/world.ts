/** What the tests of the store put into it. */

import { randomUUID } from 'node:crypto';
import type { InboxCommand } from '#design/commands.ts';
import type { DesignEvent, Person } from '#design/events.ts';
import { type DesignId, mint, type TurnId } from '#design/ids.ts';
import type { Commit, DesignRow, Owner, Store, StoredEvent, Summary } from '#store/store.ts';
import { startCommand } from '#test/support/design-world.ts';
import type { TurnHead } from '#turns/record.ts';

export const BY: Person = { name: 'Ana', id: 'U1', via: 'slack' };
export const GO_ON: InboxCommand = { type: 'go_on', by: BY };
export const DAY = '2026-11-30';
export const LEASE_MS = 60_000;

let lastNumber = 0;
/** Ids in the order in which they are made. */
export function newDesignId(): DesignId {
  lastNumber += 1;
  const order = lastNumber.toString(16).padStart(4, '0');
  return mint('design', `01930000-${order}-7000-8000-${randomUUID().slice(-12)}`);
}

export function newOwner(): Owner {
  return { id: randomUUID(), process: null };
}

export function summaryOf(changes: Partial<Summary> = {}): Summary {
  return {
    topic: 'Should the job queue move?',
    status: 'running',
    phase: 'spawning',
    step: 'spawning',
    headline: '',
    depth: 'quick',
    startedBy: BY,
    platform: 'slack',
    channel: 'C1',
    thread: '',
    startedAt: 1_000,
    endedAt: null,
    costUsd: null,
    isRehearsal: false,
    ...changes,
  };
}

export function startOf(designId: DesignId): InboxCommand {
  return { ...startCommand({ depth: 'quick', inThread: false }), designId };
}

/** Stores a start; returns the new design's id. */
export async function putStart(
  store: Store,
  { platformId = randomUUID(), ...changes }: Partial<Summary> & { platformId?: string } = {},
): Promise<DesignId> {
  const designId = newDesignId();
  const row = { designId, platform: 'slack', platformId, command: startOf(designId), at: 1_000 };
  return (await store.putCommand(row, summaryOf(changes))).designId;
}

export async function claimed(
  store: Store,
  designId: DesignId,
  owner = newOwner(),
  leaseMs = LEASE_MS,
): Promise<DesignRow> {
  const row = await store.claim(designId, owner, leaseMs);
  if (row === null) throw new Error(`${designId} could not be claimed`);
  return row;
}

/** A stored start, claimed. */
export async function putOwned(store: Store, owner?: Owner, leaseMs?: number): Promise<DesignRow> {
  return claimed(store, await putStart(store), owner, leaseMs);
}

export function eventsFrom(seq: number, count: number): StoredEvent[] {
  return Array.from({ length: count }, (_, n) => {
    const event: DesignEvent = { type: 'design_resumed', at: seq + n, crashed: false };
    return { seq: seq + n, event, hash: `hash ${seq + n}` };
  });
}

export function commitOf(row: DesignRow, changes: Partial<Commit> = {}): Commit {
  const version = changes.version ?? row.version;
  return {
    designId: row.id,
    epoch: row.epoch,
    version,
    events: eventsFrom(version + 1, 2),
    summary: summaryOf(),
    isEnded: false,
    answers: [],
    ...changes,
  };
}

export function headOf({ id: designId }: DesignRow, number = 1): TurnHead {
  return {
    designId,
    turnId: newTurnId(),
    number,
    participant: 'subtractor' as TurnHead['participant'],
    roundId: mint('round', randomUUID()),
    kind: 'proposals',
    sessionId: mint('session', randomUUID()),
    model: 'rehearsal',
    startedAt: 1_000,
  };
}

export function newTurnId(): TurnId {
  return mint('turn', randomUUID());
}
