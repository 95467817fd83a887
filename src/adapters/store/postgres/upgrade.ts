import type postgres from 'postgres';
import type { Upgrade } from '../../../runtime/ports/upgrade.ts';
import { FROZEN_MS } from './membership.ts';
import { missingMigrations } from './migrations.ts';
import { atFirstHost, migrateAtFirstOf } from './open.ts';

/** Daemons that are named at most. */
const MAX_NAMED = 20;

/**
 * Says what opening the database with this version takes. Changes nothing. Throws like opening it does, `store_newer` too.
 */
export function postgresUpgrade(url: string): Promise<Upgrade> {
  return atFirstHost(url, async (client) => {
    const { applied, missing } = await missingMigrations((script) => client.unsafe(script), 'The database');
    return { applied, missing, inUseBy: applied === 0 ? [] : await daemonsIn(client) };
  });
}

/** Brings the database up to date, all of it or nothing. Those that begin at the same time wait for each other. */
export async function upgradePostgres(url: string): Promise<void> {
  await migrateAtFirstOf(url, 'upgrade');
}

/** Names the daemons that have beaten lately, by their hosts and processes. */
async function daemonsIn(client: postgres.Sql): Promise<string[]> {
  const rows = await client<{ host: string; pid: number }[]>`
    select host, pid from daemons
    where beat_at > clock_timestamp() - make_interval(secs => ${FROZEN_MS / 1_000})
    order by host, pid limit ${MAX_NAMED}`;
  return rows.map(({ host, pid }) => `${host}, process ${pid}`);
}
