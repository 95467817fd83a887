import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openSqliteStore } from '../src/adapters/store/sqlite/open.ts';
import type { DesignEvent } from '../src/core/vocabulary/events.ts';
import { DesignId } from '../src/core/vocabulary/ids.ts';
import { tellToTheEnd } from '../test/support/designs/sample-design.ts';
import { storeCopies } from '../test/support/designs/stored-copies.ts';
import { silentLog } from '../test/support/runner/silent-log.ts';

/** The newest designs, which have their events: more than two pages of a list show. */
const WHOLE = 100;

export interface Filled {
  /** The design of many events, below those of the first page. */
  readonly long: DesignId;
  /** One of those on the first page. */
  readonly ended: DesignId;
  /** Events of each of the designs on the first page. */
  readonly eventsEach: number;
}

/**
 * Fills a folder with as many designs, all of them ended. The newest are whole: with a decision,
 * turns and events, as the core records them. Of older ones there is the row alone: a list reads
 * nothing else of them. One has `events` events, most of them replies.
 */
export async function fillStore(dataDir: string, designs: number, events: number): Promise<Filled> {
  // Its end is not recorded again: that is bound to the hash before it.
  const history = tellToTheEnd().history.filter(({ type }) => type !== 'record_closed');
  const opened = await openSqliteStore({ dataDir, log: silentLog });
  const [long] = await storeCopies(opened, withReplies(history, events), 1);
  if (long === undefined) throw new Error('no design was stored');
  const [ended] = await storeCopies(opened, history, WHOLE - 1);
  if (ended === undefined) throw new Error('no design was stored');
  // A daemon that has never collected does so at once.
  await opened.store.keepRun('collection', Date.now());
  await opened.store.close();
  addOlderRows(dataDir, designs - WHOLE, long);
  return { long, ended, eventsEach: history.length };
}

/** The same events with replies before the proposals are revealed, `count` in all. */
function withReplies(events: readonly DesignEvent[], count: number): DesignEvent[] {
  const before = events.findIndex(({ type }) => type === 'proposals_revealed');
  const { at } = events[before] ?? { at: 0 };
  const replies = Array.from({ length: count - events.length }, (_, index): DesignEvent => {
    const said = {
      author: 'ada',
      text: `Some ${index} jobs a minute.`,
      answers: [],
      unmatched: false,
    };
    return { type: 'reply_recorded', at, id: `reply ${index}`, ...said };
  });
  return [...events.slice(0, before), ...replies, ...events.slice(before)];
}

function addOlderRows(dataDir: string, count: number, like: DesignId): void {
  const database = new DatabaseSync(join(dataDir, 'store.sqlite'));
  database.exec(
    `delete from inbox; create temp table copied as select * from designs where id = '${like}'; begin`,
  );
  const copy = database.prepare('update copied set id = ?, topic = ?');
  const insert = database.prepare('insert into designs select * from copied');
  for (let index = 0; index < count; index += 1) {
    copy.run(olderId(index), `Where does part ${index} go?`);
    insert.run();
  }
  database.exec('commit');
  database.close();
}

function olderId(index: number): DesignId {
  return DesignId.parse(`dsn_01900000-0000-7000-8000-${index.toString(16).padStart(12, '0')}`);
}
