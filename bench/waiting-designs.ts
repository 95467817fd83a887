import { openSqliteStore } from '../src/adapters/store/sqlite/open.ts';
import type { DesignEvent } from '../src/core/vocabulary/events.ts';
import { DesignId } from '../src/core/vocabulary/ids.ts';
import type { Store } from '../src/ports/store.ts';
import { readAllEvents } from '../src/record/loading.ts';
import { startDaemon } from '../test/support/processes/daemon-process.ts';
import { silentLog } from '../test/support/runner/silent-log.ts';
import { temporaryFolder } from '../test/support/runner/temporary-folder.ts';
import { ANY_NUMBER_A_DAY } from './machine.ts';

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
  const { id } = await daemon.startDesign({
    topic: 'Should the job queue move from Redis to Kafka?',
  });
  const feed = daemon.events(id);
  await feed.until(
    'the last process given back',
    ({ type, parks }) => type === 'status_changed' && parks === true,
  );
  await daemon.stop();
  const { store } = await openSqliteStore({ dataDir: folder, log: silentLog });
  const events = (await readAllEvents(store, DesignId.parse(id))).map(({ event }) => event);
  await store.close();
  return events;
}

/**
 * Stores replies and makes their designs due, like a daemon that accepts them. They answer no
 * question, so people are still waited for.
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
