import { randomUUIDv7 } from 'node:crypto';
import { openSqliteStore } from '../src/adapters/store/sqlite/open.ts';
import { timersOf } from '../src/core/course/timers.ts';
import { DesignEvent } from '../src/core/vocabulary/events.ts';
import { DesignId } from '../src/core/vocabulary/ids.ts';
import { CommitDraft } from '../src/runtime/engine/commit.ts';
import { allEvents, UNSTARTED } from '../src/runtime/engine/loading.ts';
import type { Fleet } from '../src/runtime/ports/fleet.ts';
import type { Store } from '../src/runtime/ports/store.ts';
import { inboxEntryOf, turnRecordOf } from '../test/support/commits.ts';
import { startDaemon } from '../test/support/daemon-process.ts';
import { silentLog } from '../test/support/silent-log.ts';
import { temporaryFolder } from '../test/support/temporary-folder.ts';
import { ANY_NUMBER_A_DAY } from './machine.ts';

/** Designs stored at the same time. */
const AT_ONCE = 10;
/** Daemons that answer at once, give processes back at once, and wait for people for a day. */
export const WAITING = {
  CHARRETTE_REHEARSAL: '1',
  CHARRETTE_REHEARSAL_LATENCY_MS: '0',
  LEVER_PARK_SECONDS: '0.05',
  CHARRETTE_ANSWER_SECONDS: '86400',
  CHARRETTE_LOG_LEVEL: 'warn',
  ...ANY_NUMBER_A_DAY,
} as const;

/** Runs one design until it waits for answers without a process, and gives its events. */
export async function waitingDesign(): Promise<DesignEvent[]> {
  const folder = temporaryFolder();
  const daemon = await startDaemon({ dataDir: folder, environment: WAITING });
  const { id } = await daemon.startDesign({ topic: 'Should the job queue move from Redis to Kafka?' });
  const feed = daemon.events(id);
  await feed.until(
    'the last process given back',
    () =>
      feed.of('session_parked').length > 0 &&
      feed.of('session_parked').length === feed.of('session_started').length,
  );
  await daemon.stop();
  const { store } = await openSqliteStore({ dataDir: folder, log: silentLog });
  const events = (await allEvents(store, DesignId.parse(id))).map(({ event }) => event);
  await store.close();
  return events;
}

/** Stores as many copies of a design, each with its own ids, as the engine would have left them. */
export async function storeCopies(
  opened: { readonly store: Store; readonly fleet: Fleet },
  events: readonly DesignEvent[],
  count: number,
): Promise<DesignId[]> {
  const ids: DesignId[] = [];
  const some = async () => {
    for (let left = Math.ceil(count / AT_ONCE); left > 0 && ids.length < count; left -= 1) {
      const copy = copyOf(events);
      ids.push(copy.id);
      await storeCopy(opened, copy);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, some));
  return ids;
}

/**
 * P5: stores replies and makes their designs due, like a daemon that accepts them. They answer no question, so people are still
 * waited for.
 */
export async function storeReplies(store: Store, designIds: readonly DesignId[]): Promise<void> {
  for (const designId of designIds) {
    const text = 'Some hundred a minute.';
    await store.accept({
      id: `reply-${designId}`,
      designId,
      command: { type: 'record_reply', replyId: designId, author: 'ana', text, questionId: null },
      receivedAt: Date.now(),
    });
  }
}

interface Copy {
  readonly id: DesignId;
  readonly events: readonly DesignEvent[];
}

function copyOf(events: readonly DesignEvent[]): Copy {
  const renamed = new Map<string, string>();
  const text = JSON.stringify(events).replaceAll(/(dsn|ses|trn)_[0-9a-f-]{36}/g, (old, kind: string) => {
    const fresh = renamed.get(old) ?? `${kind}_${randomUUIDv7()}`;
    renamed.set(old, fresh);
    return fresh;
  });
  const copied = DesignEvent.array().parse(JSON.parse(text));
  const [started] = copied;
  if (started?.type !== 'design_started') throw new Error('a design that does not begin with its start');
  return { id: started.designId, events: copied };
}

async function storeCopy(
  { store, fleet }: { store: Store; fleet: Fleet },
  { id, events }: Copy,
): Promise<void> {
  const inboxId = `start-${id}`;
  await store.accept(inboxEntryOf(inboxId, id));
  const epoch = await fleet.claim(id);
  if (epoch === null) throw new Error(`${id} is owned by another`);
  const draft = new CommitDraft(UNSTARTED, () => turnRecordOf(id, 1));
  draft.add(events);
  const { commit, next } = draft.finish(epoch, [{ inboxId, answer: { accepted: true } }], [], []);
  await store.commit({ ...commit, effects: [], turns: [] });
  const dueAt = Math.min(...timersOf(next.design).map((timer) => timer.dueAt));
  // One that has ended is due never.
  await fleet.release({ designId: id, epoch }, Number.isFinite(dueAt) ? dueAt : null, 1);
}
