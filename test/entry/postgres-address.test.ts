import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { convertStoreError } from '../../src/adapters/store/postgres/faults.ts';
import { describeOnPostgres } from '../adapters/store/on-postgres.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { calledHere } from './cli.ts';

const folder = temporaryFolder();

describeOnPostgres('a database that nothing of Charrette’s is in', { timeout: 60_000 }, (own) => {
  const left = /has no data of Charrette, and was not changed\. .*DATABASE_URL/;
  const called = (words: readonly string[], url = own.url) =>
    calledHere(folder, words, { DATABASE_URL: url, PGDATABASE: own.name });
  const made = () =>
    own.query(`select table_schema, table_name from information_schema.tables
      where table_schema not in ('pg_catalog', 'information_schema')`);

  test.each([
    [['list'], 0],
    [['show', '45781c68'], 2],
  ])('a database without Charrette is left as it is by %s, which says so', async (words, code) => {
    const ended = await called(words);
    expect([ended.code, ended.stderr]).toEqual([code, expect.stringMatching(left)]);
    expect(ended.stderr).toContain(own.name);
    expect(await made()).toEqual([]);
  });

  test('doctor leaves a database without Charrette as it is, even if others keep migrations at an unnamed one', async () => {
    await own.query(
      'create schema drizzle; create table drizzle.__drizzle_migrations (id serial, hash text)',
    );
    const nameless = own.url.slice(0, own.url.lastIndexOf('/'));
    const { stdout } = await called(['doctor'], nameless);
    expect(stdout).toMatch(
      new RegExp(`store +note .*, which is used because DATABASE_URL names none, ${left.source}`),
    );
    expect(await made()).toHaveLength(1);
  });
});

describeOnPostgres('a database of another Charrette', { timeout: 60_000 }, (own) => {
  test('a database is refused by a migration that is unknown here, and left as it is', async () => {
    await (await own.open()).store.close();
    const applied = 'drizzle.__drizzle_migrations';
    await own.query(`update ${applied} set hash = hash || 'x'`);
    const rows = await own.query(`select * from ${applied}`);
    for (const words of [['list'], ['serve'], ['migrate']]) {
      const { code, stderr } = await calledHere(folder, words, { DATABASE_URL: own.url });
      expect([words, code, stderr]).toEqual([
        words,
        1,
        expect.stringMatching(
          /The database was last used by another version of Charrette \(\d of its \d migrations are unknown here\)/,
        ),
      ]);
    }
    expect(await own.query(`select * from ${applied}`)).toEqual(rows);
  });
});

describe('a database server', () => {
  /** As Postgres does it that has no TLS: says no, and ends what begins with TLS all the same. */
  let server: Server;
  beforeAll(async () => {
    server = createServer((socket) => {
      socket
        .on('error', () => undefined)
        .once('data', () => {
          socket.write('N');
          socket.once('data', () => socket.destroy());
        });
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  });
  afterAll(() => void server.close());

  test.each([['list'], ['doctor']])(
    'without the required TLS is reported by %s, with the remedy',
    async (verb) => {
      const address = server.address();
      const port = typeof address === 'object' ? address?.port : 0;
      const url = `postgres://ana@127.0.0.1:${port}/designs?sslmode=require`;
      const { code, stdout, stderr } = await calledHere(folder, [verb], { DATABASE_URL: url });
      expect(code).toBe(1);
      expect(`${stdout}${stderr}`).toMatch(
        /offers none, but sslmode in DATABASE_URL requires it\. .*remove sslmode/,
      );
    },
  );

  test.each([
    [
      '28000',
      'no pg_hba.conf entry for host "10.0.0.1", user "a", database "b", no encryption',
      /\?sslmode=require/,
    ],
    ['28000', 'role "a" does not exist', /refused the user/],
    [
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      'self-signed certificate',
      /\(DEPTH_ZERO_SELF_SIGNED_CERT\)\. .*sslrootcert/,
    ],
    [
      'CERT_HAS_EXPIRED',
      'certificate has expired',
      /certificate of the database server is not accepted/,
    ],
  ])('a server that refuses with %s is reported with the remedy', (code, message, words) => {
    expect(convertStoreError(Object.assign(new Error(message), { code })).message).toMatch(words);
  });
});
