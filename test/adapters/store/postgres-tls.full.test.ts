import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { connect } from '#adapters/store/postgres/connect.ts';
import { convertStoreError } from '#adapters/store/postgres/faults.ts';
import {
  type PostgresServer,
  startPostgresServer,
} from '../../support/databases/postgres-server.ts';
import { needing } from '../../support/runner/needing.ts';
import { temporaryFolder } from '../../support/runner/temporary-folder.ts';

const { describe, test } = await needing('programs of a Postgres server');

describe('a database with TLS', () => {
  const folder = temporaryFolder();
  const [certificate, key] = [join(folder, 'tls.crt'), join(folder, 'tls.key')];
  let server: PostgresServer;

  beforeAll(async () => {
    const made =
      'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=db.example';
    const words = [...made.split(' '), '-addext', 'subjectAltName=IP:127.0.0.1'];
    execFileSync('openssl', [...words, '-keyout', key, '-out', certificate], { stdio: 'ignore' });
    const [text, secret] = [readFileSync(certificate, 'utf8'), readFileSync(key, 'utf8')];
    server = await startPostgresServer({ certificate: text, key: secret });
  });
  afterAll(() => server?.remove());

  /** Whether the store's driver has TLS there; or why there is no connection. */
  async function encrypted(url: string): Promise<boolean | string> {
    const client = connect(url, { connections: 1 });
    try {
      const [row] = await client`select ssl from pg_stat_ssl where pid = pg_backend_pid()`;
      return row?.ssl === true;
    } catch (error) {
      return convertStoreError(error).message;
    } finally {
      await client.end({ timeout: 1 });
    }
  }

  test.each<[string, boolean | RegExp, string?]>([
    ['', false],
    ['sslmode=disable', false],
    ['sslmode=require', true],
    [`sslmode=require&sslrootcert=${certificate}`, true],
    ['sslmode=require&sslrootcert=system', /self-signed certificate|SELF_SIGNED/],
    ['sslmode=verify-full', /self-signed certificate|SELF_SIGNED/],
    ['sslmode=verify-ca', /self-signed certificate|SELF_SIGNED/],
    [`sslmode=verify-full&sslrootcert=${certificate}`, true],
    [
      `sslmode=verify-full&sslrootcert=${certificate}`,
      /altnames|ERR_TLS_CERT_ALTNAME_INVALID/,
      'localhost',
    ],
    [`sslmode=verify-ca&sslrootcert=${certificate}`, true, 'localhost'],
  ])(
    'what is asked of TLS by "%s" is what the connection has: %s',
    async (asked, expected, host = '127.0.0.1') => {
      const url = new URL(`${server.url}?${asked}`);
      url.hostname = host;
      const matches = expected instanceof RegExp ? expect.stringMatching(expected) : expected;
      expect(await encrypted(url.href)).toEqual(matches);
    },
  );

  test('a certificate of the client is shown to the server', async () => {
    const url = `${server.url}?sslmode=require&sslcert=${certificate}&sslkey=${key}`;
    const client = connect(url, { connections: 1 });
    const [row] = await client`select client_dn from pg_stat_ssl where pid = pg_backend_pid()`;
    await client.end({ timeout: 1 });
    expect(row?.client_dn).toBe('/CN=db.example');
  });

  test.each([
    ['sslrootcert', 'sslmode=verify-full&sslrootcert=/nowhere/x.pem'],
    ['sslkey', `sslmode=require&sslcert=${certificate}&sslkey=/nowhere/x.pem`],
  ])('a missing file is named: %s', (name, asked) => {
    expect(() => connect(`${server.url}?${asked}`, { connections: 1 })).toThrow(
      new RegExp(`${name} .*cannot be read: .*/nowhere/x\\.pem`),
    );
  });
});
