import { expect, test } from 'vitest';
import { assertDaemonsRun, openPostgresStore } from '#adapters/store/postgres/open.ts';
import { findParameterProblem, listDropped } from '#adapters/store/postgres/parameters.ts';
import { keepLog } from '../../support/processes/child-sessions.ts';
import { describeOnPostgres, type OwnDatabase } from './on-postgres.ts';

const DROPPED = 'dropped';
const REFUSED = 'refused';
const OBEYED = 'obeyed';

/** Each parameter of libpq, with values and what becomes of them, and those of other clients. */
const PARAMETERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ...{ host: { db: REFUSED }, hostaddr: { '10.0.0.1': REFUSED }, port: { 5432: REFUSED } },
  ...{
    dbname: { x: REFUSED },
    user: { ada: REFUSED },
    password: { x: REFUSED },
    passfile: { x: REFUSED },
  },
  ...{ require_auth: { 'scram-sha-256': REFUSED }, requirepeer: { postgres: REFUSED } },
  channel_binding: { prefer: DROPPED, disable: DROPPED, require: REFUSED },
  ...{ connect_timeout: { 10: DROPPED }, client_encoding: { UTF8: DROPPED, latin1: REFUSED } },
  ...{ options: { 'endpoint=x': OBEYED }, application_name: { x: DROPPED } },
  ...{
    fallback_application_name: { x: DROPPED },
    keepalives: { 1: DROPPED },
    keepalives_idle: { 30: DROPPED },
  },
  ...{
    keepalives_interval: { 5: DROPPED },
    keepalives_count: { 5: DROPPED },
    tcp_user_timeout: { 9: DROPPED },
  },
  ...{
    replication: { false: DROPPED, database: REFUSED },
    servicefile: { x: REFUSED },
    service: { x: REFUSED },
  },
  gssencmode: { prefer: DROPPED, disable: DROPPED, require: REFUSED },
  ...{
    krbsrvname: { x: DROPPED },
    gsslib: { gssapi: DROPPED },
    gssdelegation: { 0: DROPPED, 1: REFUSED },
  },
  ...{ sslmode: { require: OBEYED }, sslrootcert: { system: OBEYED }, sslcert: { '/a': OBEYED } },
  ...{ sslkey: { '/a': OBEYED }, sslpassword: { x: REFUSED }, sslcrl: { '/a': REFUSED } },
  ...{
    sslcrldir: { '/a': REFUSED },
    sslcompression: { 0: DROPPED, 1: REFUSED },
    sslsni: { 1: DROPPED, 0: REFUSED },
  },
  ...{
    sslnegotiation: { postgres: DROPPED, direct: REFUSED },
    requiressl: { 0: DROPPED, 1: REFUSED },
  },
  ...{ sslcertmode: { allow: DROPPED, require: REFUSED }, sslkeylogfile: { '/a': REFUSED } },
  ssl_min_protocol_version: { 'TLSv1.2': DROPPED, 'TLSv1.3': REFUSED },
  ssl_max_protocol_version: { 'TLSv1.3': DROPPED, 'TLSv1.2': REFUSED },
  ...{
    min_protocol_version: { '3.0': DROPPED, '3.2': REFUSED },
    max_protocol_version: { latest: DROPPED },
  },
  target_session_attrs: { any: DROPPED, 'read-write': DROPPED, primary: DROPPED, standby: REFUSED },
  ...{
    load_balance_hosts: { disable: DROPPED, random: REFUSED },
    scram_client_key: { x: REFUSED },
  },
  ...{
    scram_server_key: { x: REFUSED },
    oauth_issuer: { x: REFUSED },
    oauth_client_id: { x: REFUSED },
  },
  ...{ oauth_client_secret: { x: REFUSED }, oauth_scope: { x: REFUSED } },
  ...{
    schema: { public: DROPPED, mine: REFUSED },
    search_path: { public: DROPPED, mine: REFUSED },
  },
  ...{ currentSchema: { public: DROPPED, mine: REFUSED }, pgbouncer: { true: DROPPED } },
  ...{
    connection_limit: { 1: DROPPED },
    pool_timeout: { 0: DROPPED },
    socket_timeout: { 9: DROPPED },
  },
  ...{
    statement_cache_size: { 0: DROPPED },
    supa: { 'base-pooler.x': DROPPED },
    ssl: { true: REFUSED },
  },
  ...{
    uselibpqcompat: { true: DROPPED },
    sslaccept: { strict: REFUSED },
    constructor: { x: REFUSED },
  },
};

const rows = Object.entries(PARAMETERS).flatMap(([name, values]) =>
  Object.entries(values).map(([value, fate]) => [name, value, fate] as const),
);

test.each(rows)('the parameter %s=%s of a database URL is %s', (name, value, fate) => {
  const url = `postgres://ana@db.invalid/designs?${name}=${value}`;
  const problem = findParameterProblem(url);
  expect(problem).toEqual(fate === REFUSED ? expect.stringMatching(`^${name} in it `) : null);
  expect(listDropped(url)).toEqual(fate === DROPPED ? [name] : []);
});

describeOnPostgres('the parameters that change nothing', {}, (own) => {
  test('keep no store from opening, and are in the log', async () => {
    const dropped = rows
      .filter(([, , fate]) => fate === DROPPED)
      .map(([name, value]) => `${name}=${value}`);
    const log = keepLog();
    const { store } = await openPostgresStore({ url: `${own.url}?${dropped.join('&')}`, log });
    await store.close();
    const [opened] = log.events.filter(({ event }) => event === 'store_opened');
    expect(opened?.facts.dropped).toEqual(
      expect.arrayContaining(['channel_binding', 'schema', 'pgbouncer']),
    );
  });
});

/** A role of the test's own, with its address. */
async function withRole(own: OwnDatabase, work: (role: string, url: string) => Promise<void>) {
  const role = `role_of_${own.name}`;
  await own.query(`create role ${role} login`);
  try {
    await work(role, own.url.replace(/\/\/[^@]*@/, `//${role}@`));
  } finally {
    await own.query(`drop owned by ${role}; drop role ${role}`);
  }
}

/** What a start says, and `doctor`, which must not differ. */
async function refusalOf(url: string): Promise<string> {
  const [atStart, byDoctor] = await Promise.all(
    [() => openPostgresStore({ url, log: keepLog() }), () => assertDaemonsRun(url)].map((work) =>
      work().then(
        () => '',
        (error: unknown) => String(error),
      ),
    ),
  );
  expect(byDoctor).toBe(atStart);
  return atStart ?? '';
}

/** Lets a daemon's heart beat, which writes. */
async function serveOnce(url: string): Promise<void> {
  const { store, fleet } = await openPostgresStore({ url, log: keepLog() });
  await fleet.claimDue(0, 1);
  await store.ping();
  await fleet.leave();
  await store.close();
}

describeOnPostgres('a database user without rights', {}, (own) => {
  test.each([
    'revoke create on schema public from public',
    'revoke all on schema public from public',
  ])(
    'a user without rights is told each that is missing, and serves with the grants named: %s',
    async (revoked) => {
      await withRole(own, async (role, url) => {
        await own.query(`${revoked}; grant create on database ${own.name} to ${role}`);
        expect(await refusalOf(url)).toContain(`GRANT USAGE, CREATE ON SCHEMA public TO ${role};`);
        await own.query(`revoke create on database ${own.name} from ${role}`);
        const refused = await refusalOf(url);
        expect(refused).toContain(
          `CREATE on database ${own.name} and USAGE, CREATE on schema public`,
        );
        await own.query(refused.slice(refused.indexOf('GRANT')));
        await serveOnce(url);
        await own.query(`revoke create on database ${own.name} from ${role}`);
        await own.query(`revoke create on schema public from ${role}`);
        await serveOnce(url);
      });
    },
  );

  test('a database user without rights is told so of tables that another user made, as after a restored copy', async () => {
    await serveOnce(own.url);
    await withRole(own, async (role, url) => {
      const refused = await refusalOf(url);
      expect(refused).toMatch(/SELECT, INSERT, UPDATE, DELETE on all tables in schema public/);
      await own.query(refused.slice(refused.indexOf('GRANT')));
      await serveOnce(url);
      await own.query(`revoke update on designs from ${role}`);
      expect(await refusalOf(url)).toContain('ON ALL TABLES IN SCHEMA public');
    });
  });

  test('a database user without rights is told the grant if it may not even connect', async () => {
    await withRole(own, async (_role, url) => {
      await own.query(`revoke connect on database ${own.name} from public`);
      expect(await refusalOf(url)).toContain('GRANT CONNECT ON DATABASE');
    });
  });
});

describeOnPostgres('a schema that is not public', {}, (own) => {
  test('a schema that is not public is refused by its name, however the server comes to it', async () => {
    await withRole(own, async (role, url) => {
      await own.query(`create schema app; grant all on schema app, public to ${role}`);
      await own.query(`grant create on database ${own.name} to ${role}`);
      expect(await refusalOf(`${url}?options=-c%20search_path%3Dapp`)).toContain('made in app');
      expect(await refusalOf(`${url}?options=-c%20search_path%3Dnone`)).toContain(
        'made in no schema',
      );
      await own.query(`create schema ${role} authorization ${role}`);
      const refused = await refusalOf(url);
      expect(refused).toContain(`made in ${role}`);
      await own.query(refused.slice(refused.indexOf('ALTER ROLE')));
      await serveOnce(url);
      await serveOnce(`${url}?options=-c%20search_path%3Dpublic`);
    });
  });
});

describeOnPostgres('options of a database URL', {}, (own) => {
  test.each([
    '-c nosuch=1',
    '-c',
    'nonsense',
    '-c geqo=banana',
    '-c search_path',
    'endpoint=x',
    '--=',
    '-Z',
  ])('URL options that the server refuses are named: %s', async (options) => {
    expect(await refusalOf(`${own.url}?options=${encodeURIComponent(options)}`)).toContain(
      'refuses the options in DATABASE_URL',
    );
  });

  test('URL options that the server takes are obeyed', async () => {
    await serveOnce(`${own.url}?options=-c%20geqo%3Doff%20-c%20work_mem%3D8MB`);
  });
});
