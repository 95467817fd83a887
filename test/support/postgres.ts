/**
 * A Postgres server for tests: `CHARRETTE_TEST_DATABASE_URL`, else the usual local one. Each caller
 * makes a schema or a database of its own on it.
 *
 *     const server = await findPostgres();
 *     describe.skipIf(server.reason !== null)(…)
 */

import { randomUUID } from 'node:crypto';
import postgres from 'postgres';

const GIVEN = process.env.CHARRETTE_TEST_DATABASE_URL;
const URL_OF_SERVER = GIVEN ?? 'postgres://postgres@127.0.0.1:5432/test';

/** `reason`: why there is none, in one line. */
export async function findPostgres(): Promise<{ readonly reason: string | null }> {
  const client = postgres(URL_OF_SERVER, { max: 1, connect_timeout: 15 });
  try {
    await client`select 1`;
    return { reason: null };
  } catch (error) {
    // A server that was asked for must be there; the usual one may be missing.
    if (GIVEN !== undefined) throw error;
    return { reason: 'no Postgres at 127.0.0.1:5432, nor CHARRETTE_TEST_DATABASE_URL' };
  } finally {
    await client.end({ timeout: 1 });
  }
}

export interface OwnSchema {
  /** Also the `application_name` of the connections that the store makes. */
  readonly name: string;
  /** For `openStore`: its tables go into this schema. */
  readonly url: string;
  /** On the same server, for what the store itself does not offer. */
  readonly admin: postgres.Sql;
  drop(): Promise<void>;
}

/** An empty schema of its own. */
export async function makeSchema(): Promise<OwnSchema> {
  const name = `charrette_${randomUUID().replaceAll('-', '')}`;
  const admin = postgres(URL_OF_SERVER, {
    max: 1,
    onnotice: () => undefined,
    connection: { search_path: name },
  });
  await admin.unsafe(`create schema ${name}`);
  const url = new URL(URL_OF_SERVER);
  url.searchParams.set('search_path', name);
  url.searchParams.set('application_name', name);
  return {
    name,
    url: url.href,
    admin,
    async drop() {
      await admin.unsafe(`drop schema ${name} cascade`);
      await admin.end();
    },
  };
}
