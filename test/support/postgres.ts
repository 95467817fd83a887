import { randomUUID } from 'node:crypto';
import postgres from 'postgres';

/**
 * A Postgres server on which tests may make and drop databases of their own: `CHARRETTE_TEST_DATABASE_URL`, else the
 * usual local one. Where there is none, `reason` says so.
 */
export async function reachablePostgres(): Promise<
  { url: string; reason: null } | { url: null; reason: string }
> {
  const given = process.env.CHARRETTE_TEST_DATABASE_URL;
  const url = given ?? 'postgres://postgres@127.0.0.1:5432/test';
  const client = postgres(url, { max: 1, connect_timeout: 15, onnotice: () => undefined });
  try {
    await client`select 1`;
    return { url, reason: null };
  } catch (error) {
    // A server that was asked for must be there; the usual one may be missing.
    if (given !== undefined) throw error;
    const { hostname, port } = new URL(url);
    return { url: null, reason: `no Postgres at ${hostname}:${port}, nor CHARRETTE_TEST_DATABASE_URL` };
  } finally {
    await client.end({ timeout: 1 });
  }
}

/** An empty database of its own on a server, a connection to that server, and the way to be rid of both. */
export async function ownDatabase(
  serverUrl: string,
): Promise<{ name: string; url: string; admin: postgres.Sql; drop: () => Promise<void> }> {
  const name = `charrette_store_${randomUUID().replaceAll('-', '')}`;
  const url = new URL(serverUrl);
  url.pathname = name;
  const admin = postgres(serverUrl, { max: 1, onnotice: () => undefined });
  await admin.unsafe(`create database ${name}`);
  return {
    name,
    url: url.href,
    admin,
    async drop() {
      await admin.unsafe(`drop database if exists ${name} with (force)`);
      await admin.end();
    },
  };
}
