import { setTimeout as pause } from 'node:timers/promises';
import { DesignId } from '#core/vocabulary/ids.ts';
import type { Log } from '#foundation/log.ts';
import type { Fleet, FleetListener } from '#ports/fleet.ts';
import { and, count, eq, ne, sql } from '../drizzle.ts';
import type { Database } from './database.ts';
import { CHANNEL, FROZEN_MS, Membership } from './membership.ts';
import { createOwnership } from './ownership.ts';
import { daemons, leaderships } from './schema.ts';
import { notifyStatement, writeLead } from './statements.ts';

/** Milliseconds to gather notices: the server commits one notifying transaction at a time. */
const GATHER_MS = 20;
/** Further notices are dropped: polling finds everything as well. */
const MAX_WAITING = 1_000;
const ANY = '*';

/**
 * This daemon joins the fleet when it listens or claims, so a store opened only for reading does
 * not join. `close` ends whatever `leave` has not.
 */
export function createPostgresFleet(
  urls: readonly string[],
  database: Database,
  log: Log,
): { fleet: Fleet; close: () => Promise<void> } {
  let listener: FleetListener | null = null;
  const membership = new Membership(urls, database, log, (payload) => {
    if (listener !== null) hear(payload, membership.number, listener);
  });
  const notices = new Notices(database, log, () => membership.number);
  return {
    fleet: {
      ...createOwnership(database, () => membership.member()),
      ...leadership(database, () => membership.member()),
      listen(heardBy) {
        listener = heardBy;
        membership.listen(heardBy);
      },
      tell: (what, designId) => notices.tell(`${what} ${designId}`),
      isSure: () => membership.isSure(),
      async countOthers() {
        const isOther = and(
          ne(daemons.id, membership.number),
          sql`${daemons.beatAt} > clock_timestamp() - make_interval(secs => ${FROZEN_MS / 1_000})`,
        );
        const { db, rows } = database;
        const [others] = await rows(db.select({ number: count() }).from(daemons).where(isOther));
        return others?.number ?? 0;
      },
      absence: () => membership.absence(),
      async leave() {
        await membership.leave();
        notices.tell(`due ${ANY}`);
      },
    },
    async close() {
      await notices.sent;
      await membership.close();
    },
  };
}

/**
 * `member`: this daemon's number, after joining if needed. A row in `leaderships` is deleted with
 * its daemon's.
 */
function leadership(
  { db, rows, execute }: Database,
  member: () => Promise<number>,
): Pick<Fleet, 'acquireLeadership' | 'resignLeadership'> {
  return {
    async acquireLeadership(name) {
      return (await execute(writeLead(name, await member()))).length > 0;
    },
    async resignLeadership(name) {
      const isMine = and(eq(leaderships.name, name), eq(leaderships.daemon, await member()));
      await rows(db.delete(leaderships).where(isMine));
    },
  };
}

/** Ignores an unknown notice: it may come from a newer version, and is only a hint. */
function hear(payload: string, self: number, listener: FleetListener): void {
  const [from, what, id] = payload.split(' ');
  if (from === String(self)) return;
  const designId = DesignId.safeParse(id);
  if (what === 'changed' && designId.success) listener.onChange(designId.data);
  if (what === 'due' && designId.success) listener.onDue(designId.data);
  if (what === 'due' && id === ANY) listener.onDue(null);
}

/** Sends notices in batches. A notice that cannot be sent is dropped. */
class Notices {
  readonly #database: Database;
  readonly #log: Log;
  readonly #self: () => number;
  readonly #waiting = new Set<string>();
  #sending: Promise<void> | null = null;

  constructor(database: Database, log: Log, self: () => number) {
    this.#database = database;
    this.#log = log;
    this.#self = self;
  }

  get sent(): Promise<void> {
    return this.#sending ?? Promise.resolve();
  }

  tell(notice: string): void {
    if (this.#waiting.size < MAX_WAITING) this.#waiting.add(`${this.#self()} ${notice}`);
    this.#sending ??= this.#send().finally(() => {
      this.#sending = null;
    });
  }

  async #send(): Promise<void> {
    while (this.#waiting.size > 0) {
      await pause(GATHER_MS);
      const sent = this.#database.execute(notifyStatement(CHANNEL, [...this.#waiting]));
      this.#waiting.clear();
      await sent.catch((error: unknown) => this.#log.debug('notices_not_sent', { error }));
    }
  }
}
