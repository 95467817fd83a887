import { hostname } from 'node:os';
import type { Fleet } from '../../../runtime/ports/fleet.ts';
import { execute, type Run, sql } from '../database.ts';
import { BrokenInvariant } from '../faults.ts';
import { leadership } from '../leadership.ts';
import { freeOrphans, ownership } from '../ownership.ts';
import { daemons } from '../schema.ts';

/**
 * The fleet of one daemon. The lock on the folder says that no other one runs, so what an earlier one owned is free at
 * the first claim. Nobody can evict this one, and there is nobody to notify.
 */
export function pgliteFleet(run: Run): Fleet {
  let joining: Promise<number> | null = null;
  const join = () =>
    run(async (database) => {
      await database.tables.delete(daemons);
      await freeOrphans(database);
      const [joined] = await database.tables
        .insert(daemons)
        .values({ host: hostname(), pid: process.pid })
        .returning({ id: daemons.id });
      if (joined === undefined) throw new BrokenInvariant('joining the fleet returned no row');
      return joined.id;
    });
  const member = () => {
    joining ??= join().catch((error: unknown) => {
      joining = null;
      throw error;
    });
    return joining;
  };
  return {
    ...ownership(run, member),
    ...leadership(run, member),
    listen: () => undefined,
    tell: () => undefined,
    isSure: () => true,
    async leave() {
      if (joining === null) return;
      const me = await joining;
      joining = null;
      await run(async (database) => {
        await execute(database, sql`delete from daemons where id = ${me}`);
        await freeOrphans(database);
      });
    },
  };
}
