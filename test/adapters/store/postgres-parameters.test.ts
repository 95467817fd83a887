import { expect, test } from 'vitest';
import { openPostgresStore } from '../../../src/adapters/store/postgres/open.ts';
import { droppedFrom, parameterProblem } from '../../../src/adapters/store/postgres/parameters.ts';
import { keptLog } from '../../support/child-sessions.ts';
import { describeOnPostgres } from './on-postgres.ts';

const DROPPED = 'dropped';
const REFUSED = 'refused';
const OBEYED = 'obeyed';

/** Each parameter of libpq, with values and what becomes of them, and those of other clients. */
const PARAMETERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ...{ host: { db: REFUSED }, hostaddr: { '10.0.0.1': REFUSED }, port: { 5432: REFUSED } },
  ...{ dbname: { x: REFUSED }, user: { ada: REFUSED }, password: { x: REFUSED }, passfile: { x: REFUSED } },
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
  ...{ krbsrvname: { x: DROPPED }, gsslib: { gssapi: DROPPED }, gssdelegation: { 0: DROPPED, 1: REFUSED } },
  ...{ sslmode: { require: OBEYED }, sslrootcert: { system: OBEYED }, sslcert: { '/a': OBEYED } },
  ...{ sslkey: { '/a': OBEYED }, sslpassword: { x: REFUSED }, sslcrl: { '/a': REFUSED } },
  ...{
    sslcrldir: { '/a': REFUSED },
    sslcompression: { 0: DROPPED, 1: REFUSED },
    sslsni: { 1: DROPPED, 0: REFUSED },
  },
  ...{ sslnegotiation: { postgres: DROPPED, direct: REFUSED }, requiressl: { 0: DROPPED, 1: REFUSED } },
  ...{ sslcertmode: { allow: DROPPED, require: REFUSED }, sslkeylogfile: { '/a': REFUSED } },
  ssl_min_protocol_version: { 'TLSv1.2': DROPPED, 'TLSv1.3': REFUSED },
  ssl_max_protocol_version: { 'TLSv1.3': DROPPED, 'TLSv1.2': REFUSED },
  ...{ min_protocol_version: { '3.0': DROPPED, '3.2': REFUSED }, max_protocol_version: { latest: DROPPED } },
  target_session_attrs: { any: DROPPED, 'read-write': DROPPED, primary: DROPPED, standby: REFUSED },
  ...{ load_balance_hosts: { disable: DROPPED, random: REFUSED }, scram_client_key: { x: REFUSED } },
  ...{ scram_server_key: { x: REFUSED }, oauth_issuer: { x: REFUSED }, oauth_client_id: { x: REFUSED } },
  ...{ oauth_client_secret: { x: REFUSED }, oauth_scope: { x: REFUSED } },
  ...{ schema: { public: DROPPED, mine: REFUSED }, search_path: { public: DROPPED, mine: REFUSED } },
  ...{ currentSchema: { public: DROPPED, mine: REFUSED }, pgbouncer: { true: DROPPED } },
  ...{ connection_limit: { 1: DROPPED }, pool_timeout: { 0: DROPPED }, socket_timeout: { 9: DROPPED } },
  ...{ statement_cache_size: { 0: DROPPED }, supa: { 'base-pooler.x': DROPPED }, ssl: { true: REFUSED } },
  ...{ uselibpqcompat: { true: DROPPED }, sslaccept: { strict: REFUSED }, constructor: { x: REFUSED } },
};

const rows = Object.entries(PARAMETERS).flatMap(([name, values]) =>
  Object.entries(values).map(([value, fate]) => [name, value, fate] as const),
);

test.each(rows)('the parameter %s=%s of a database URL is %s', (name, value, fate) => {
  const url = `postgres://ana@db.invalid/designs?${name}=${value}`;
  const problem = parameterProblem(url);
  expect(problem).toEqual(fate === REFUSED ? expect.stringMatching(`^${name} in it `) : null);
  expect(droppedFrom(url)).toEqual(fate === DROPPED ? [name] : []);
});

describeOnPostgres('the parameters that change nothing', {}, (own) => {
  test('keep no store from opening, and are in the log', async () => {
    const dropped = rows.filter(([, , fate]) => fate === DROPPED).map(([name, value]) => `${name}=${value}`);
    const log = keptLog();
    const { store } = await openPostgresStore({ url: `${own.url}?${dropped.join('&')}`, log });
    await store.close();
    const [opened] = log.events.filter(({ event }) => event === 'store_opened');
    expect(opened?.facts.dropped).toEqual(expect.arrayContaining(['channel_binding', 'schema', 'pgbouncer']));
  });
});

describeOnPostgres('a database user without rights', {}, (own) => {
  test('is told which right is missing on what, and may do with the grants that are named', async () => {
    const role = `role_of_${own.name}`;
    await own.query(`create role ${role} login`);
    const url = own.url.replace(/\/\/[^@]*@/, `//${role}@`);
    try {
      await own.query('revoke create on schema public from public');
      const refused = await openPostgresStore({ url, log: keptLog() }).then(
        () => '',
        (error: unknown) => String(error),
      );
      expect(refused).toContain(`CREATE on database ${own.name} and CREATE on schema public`);
      const grants = refused.slice(refused.indexOf('GRANT'));
      expect(grants.match(/GRANT/g)).toHaveLength(2);
      await own.query(grants);
      const { store } = await openPostgresStore({ url, log: keptLog() });
      await store.close();
      await own.query(`revoke create on database ${own.name} from ${role}`);
      await (await openPostgresStore({ url, log: keptLog() })).store.close();
    } finally {
      await own.query(`drop owned by ${role}; drop role ${role}`);
    }
  });
});
