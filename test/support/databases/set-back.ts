import postgres from 'postgres';

/**
 * Sets a database of daemons that run back to a moment that it remembers, as a restore or a
 * failover to a standby that was behind does: rows, and the numbers that are given out.
 */
export class SetBack {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  remember(as = 'remembered'): Promise<void> {
    return this.#inTransaction(async (sql) => {
      await sql.unsafe(`drop schema if exists ${as} cascade`);
      await sql.unsafe(`create schema ${as}`);
      for (const table of await tables(sql))
        await sql.unsafe(`create table ${as}."${table}" as table public."${table}"`);
      await sql.unsafe(`create table ${as}.numbers as
        select sequencename as name, coalesce(last_value, 0) as last from pg_sequences where schemaname = 'public'`);
    });
  }

  /** `also`: what else is different then. */
  goBack(as = 'remembered', also?: string): Promise<void> {
    return this.#inTransaction(async (sql) => {
      const names = await tables(sql);
      await sql.unsafe('set local session_replication_role = replica');
      await sql.unsafe("set local lock_timeout = '2s'");
      await sql.unsafe(`truncate ${names.map((table) => `public."${table}"`).join(', ')}`);
      for (const table of names)
        await sql.unsafe(
          `insert into public."${table}" overriding system value select * from ${as}."${table}"`,
        );
      await sql.unsafe(
        `select setval(format('public.%I', name), greatest(last, 1), last > 0) from ${as}.numbers`,
      );
      if (also !== undefined) await sql.unsafe(also);
    });
  }

  /**
   * Again where it met a daemon's statement in a deadlock, or one of a daemon that is frozen, whose
   * connection ends then.
   */
  async #inTransaction(work: (sql: postgres.TransactionSql) => Promise<void>): Promise<void> {
    const client = postgres(this.#url, { max: 1, onnotice: () => undefined });
    try {
      for (;;) {
        const failed = await client.begin('isolation level repeatable read', work).then(
          () => null,
          (error: unknown) => error,
        );
        if (failed === null) return;
        if (!(failed instanceof postgres.PostgresError && AGAIN.includes(failed.code)))
          throw failed;
        if (failed.code === NO_LOCK) await client.unsafe(END_FROZEN);
      }
    } finally {
      await client.end();
    }
  }
}

const NO_LOCK = '55P03';
/** Deadlock, serialization failure, and a lock that did not come in time. */
const AGAIN = ['40P01', '40001', NO_LOCK];
/** A client that is frozen within a statement keeps what it has locked. */
const END_FROZEN = `select pg_terminate_backend(pid) from pg_stat_activity
  where datname = current_database() and wait_event = 'ClientRead' and xact_start < now() - interval '1 second'`;

async function tables(sql: postgres.TransactionSql): Promise<string[]> {
  const found =
    await sql`select tablename from pg_tables where schemaname = 'public' order by tablename`;
  return found.map(({ tablename }) => String(tablename));
}
