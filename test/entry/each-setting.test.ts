import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import type { Parts } from '../../src/engine/parts/parts.ts';
import { readConfiguration } from '../../src/entry/models.ts';
import { openSessions } from '../../src/entry/open-sessions.ts';
import { ALL_VARIABLES } from '../../src/entry/variables.ts';
import { isObject } from '../../src/foundation/is-object.ts';
import { childrenOf, settings } from '../support/processes/child-sessions.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { TOKEN } from './daemon.ts';
import { InProcess } from './in-process.ts';
import { until } from './waiting.ts';

const bot = (end: string) =>
  `MTIzNDU2Nzg5MDEyMzQ1Njc4.GlocAl.not-a-real-token-but-as-long-as-${end}`;

const ALL_MODELS = fileOfModels({ a: 'anthropic', o: 'openai', g: 'google' });
const FEWER_MODELS = fileOfModels({ a: 'anthropic', o: 'openai' });

/** Models by name, with the API of each. */
function fileOfModels(wires: Readonly<Record<string, string>>): string {
  const file = join(temporaryFolder(), 'models.yaml');
  const model = { family: 'one', price: 'none' };
  const models = Object.entries(wires).map(([name, wire]) => [name, { ...model, wire }]);
  // Each JSON is YAML.
  writeFileSync(
    file,
    JSON.stringify({ families: { one: 'One' }, models: Object.fromEntries(models) }),
  );
  return file;
}

/** With each setting that others depend on. */
const BEFORE = {
  ANTHROPIC_API_KEY: 'key-a',
  ANTHROPIC_BASE_URL: 'http://127.0.0.1:1',
  OPENAI_API_KEY: 'key-o',
  GEMINI_API_KEY: 'key-g',
  CHARRETTE_MODELS: ALL_MODELS,
  DATABASE_URL: 'postgres://a@one/b',
  CHARRETTE_TRUSTED_PROXIES: '10.0.0.8',
  CHARRETTE_FORGE_TOKEN: 'forge-token',
  CHARRETTE_FORGE_REPOS: 'acme/shop',
  SLACK_BOT_TOKEN: 'xoxb-local',
  SLACK_APP_TOKEN: 'xapp-local',
  DISCORD_TOKEN: bot('one'),
  DISCORD_APPLICATION_ID: '123456789012345678',
};

const ID = 'U0123456789';

/** A value for each setting, and all that it changes in what a daemon is composed from. */
const CHANGES: Record<string, readonly [value: string, changes: Record<string, unknown>]> = {
  ANTHROPIC_API_KEY: ['key-2', { 'keys.a': 'key-2' }],
  OPENAI_API_KEY: ['key-2', { 'keys.o': 'key-2' }],
  GEMINI_API_KEY: ['key-2', { 'keys.g': 'key-2' }],
  ANTHROPIC_AUTH_TOKEN: ['key-2', { 'keys.a': 'key-2' }],
  ANTHROPIC_BASE_URL: ['http://127.0.0.1:2', { 'addresses.a': 'http://127.0.0.1:2' }],
  CHARRETTE_MODELS: [
    FEWER_MODELS,
    { modelsFile: FEWER_MODELS, 'keys.g': undefined, 'addresses.g': undefined },
  ],
  CHARRETTE_MODEL: ['g', { defaultModel: 'g', spread: [] }],
  CHARRETTE_REHEARSAL: ['1', { rehearsal: true }],
  CHARRETTE_REHEARSAL_LATENCY_MS: ['7', { rehearsalLatencyMs: 7 }],
  DATABASE_URL: ['postgres://a@two/b', { databaseUrl: 'postgres://a@two/b' }],
  CHARRETTE_DATABASE_DIRECT_URL: [
    'postgres://a@two/b',
    { databaseDirectUrl: 'postgres://a@two/b' },
  ],
  CHARRETTE_DATA_DIR: ['/elsewhere', { dataDir: '/elsewhere' }],
  CHARRETTE_HTTP_HOST: ['0.0.0.0', { httpHost: '0.0.0.0' }],
  CHARRETTE_HTTP_PORT: ['9', { httpPort: 9 }],
  CHARRETTE_PUBLIC_URL: ['https://a.example', { publicUrl: new URL('https://a.example') }],
  HTTPS_PROXY: ['http://proxy', { 'outgoing.HTTPS_PROXY': 'http://proxy' }],
  HTTP_PROXY: ['http://proxy', { 'outgoing.HTTP_PROXY': 'http://proxy' }],
  NO_PROXY: ['a.example', { 'outgoing.NO_PROXY': 'a.example' }],
  CHARRETTE_TRUSTED_PROXIES: ['10.0.0.7', { 'proxies.addresses': ['10.0.0.7'] }],
  CHARRETTE_PROXY_USER_HEADER: ['X-User', { 'proxies.userHeader': 'x-user' }],
  CHARRETTE_STARTERS: [ID, { 'people.starters': [ID], 'slack.policy.starters': [ID] }],
  CHARRETTE_DECIDERS: [ID, { 'people.deciders': [ID], 'slack.policy.deciders': [ID] }],
  CHARRETTE_OPERATORS: [ID, { 'people.operators': [ID], 'slack.policy.operators': [ID] }],
  CHARRETTE_ADMIN_TOKEN: [TOKEN, { adminToken: TOKEN }],
  CHARRETTE_METRICS_TOKEN: [TOKEN, { metricsToken: TOKEN }],
  CHARRETTE_PERSONAS_DIR: ['/people', { personasDir: '/people' }],
  CHARRETTE_REPOS: ['app=/app', { repositories: [{ name: 'app', path: '/app' }] }],
  CHARRETTE_LOG_LEVEL: ['debug', { logLevel: 'debug' }],
  CHARRETTE_ANSWER_SECONDS: ['1', { 'settings.answerMs': 1_000 }],
  CHARRETTE_ROUND_SECONDS: ['2', { 'settings.roundMs': 2_000 }],
  CHARRETTE_GATE_SECONDS: ['3', { 'settings.gateMs': 3_000 }],
  CHARRETTE_GATE_BELOW: ['0.5', { 'settings.gateBelow': 0.5 }],
  CHARRETTE_TURN_TOTAL_SECONDS: ['4', { 'bounds.turnTotalMs': 4_000 }],
  CHARRETTE_BUDGET_USD_PER_DESIGN: ['6', { 'settings.budgetUsd': 6 }],
  CHARRETTE_BUDGET_USD_PER_DAY: ['7', { budgetUsdPerDay: 7, isDefaultDayBudget: false }],
  CHARRETTE_FORGE_TOKEN: ['another', { 'forge.token': 'another' }],
  CHARRETTE_FORGE_REPOS: ['acme/other', { 'forge.repositories': ['acme/other'] }],
  CHARRETTE_FORGE_URL: ['https://a.example/api/v3', { 'forge.url': 'https://a.example/api/v3' }],
  CHARRETTE_STANDBY: ['1', { standby: 1 }],
  CHARRETTE_DESIGNS_PER_PERSON_PER_DAY: ['2', { designsPerPersonPerDay: 2 }],
  SLACK_BOT_TOKEN: ['xoxb-other', { 'slack.botToken': 'xoxb-other' }],
  SLACK_APP_TOKEN: ['xapp-other', { 'slack.appToken': 'xapp-other' }],
  SLACK_API_URL: ['http://127.0.0.1:8/api/', { 'slack.apiUrl': 'http://127.0.0.1:8/api/' }],
  DISCORD_TOKEN: [bot('two'), { 'discord.token': bot('two') }],
  DISCORD_APPLICATION_ID: ['223456789012345678', { 'discord.applicationId': '223456789012345678' }],
  DISCORD_GUILD_IDS: ['223456789012345678', { 'discord.guildIds': ['223456789012345678'] }],
  DISCORD_API_URL: ['http://127.0.0.1:7', { 'discord.apiUrl': 'http://127.0.0.1:7' }],
};

/** What is composed from these settings, each value by its path. */
function valuesIn(environment: Readonly<Record<string, string>>): Map<string, unknown> {
  const {
    forModels,
    environment: _,
    secrets,
    gateways,
    models,
    ...others
  } = readConfiguration(environment);
  const each = <Value>(value: (model: (typeof models.all)[number]) => Value) =>
    Object.fromEntries(models.all.map((model) => [model.name, value(model)]));
  return new Map(
    pathsIn({
      ...others,
      ...Object.fromEntries(gateways.map(({ kind, settings }) => [kind.name, settings])),
      keys: each((model) => models.keyOf(model)),
      addresses: each(({ baseUrl }) => baseUrl),
    }),
  );
}

function pathsIn(value: object, to = ''): [path: string, value: unknown][] {
  return Object.entries(value).flatMap(([name, part]): [string, unknown][] =>
    isObject(part) && !Array.isArray(part) && !(part instanceof URL)
      ? pathsIn(part, `${to}${name}.`)
      : [[to + name, part]],
  );
}

test('every setting stands here', () => {
  expect(Object.keys(CHANGES).toSorted()).toEqual(Object.keys(ALL_VARIABLES).toSorted());
});

test.each(Object.entries(CHANGES))(
  '%s changes what it is for, and nothing else',
  (name, [value, changes]) => {
    const [before, after] = [valuesIn(BEFORE), valuesIn({ ...BEFORE, [name]: value })];
    const changed = [...new Set([...before.keys(), ...after.keys()])].filter(
      (path) => !isDeepStrictEqual(before.get(path), after.get(path)),
    );
    expect(Object.fromEntries(changed.map((path) => [path, after.get(path)]))).toEqual(changes);
  },
);

/** A daemon with these settings, and the parts that it is composed of. */
async function opened(environment: Readonly<Record<string, string>>) {
  let parts: Parts | undefined;
  const daemon = await InProcess.open(temporaryFolder(), environment, undefined, {
    around: (given) => (parts = given),
  });
  onTestFinished(() => daemon.stop());
  if (parts === undefined) throw new Error('no parts were composed');
  return { daemon, parts };
}

test('what bounds a design, a person and a day is composed into a daemon', async () => {
  const { parts } = await opened({
    CHARRETTE_GATE_BELOW: '0.5',
    CHARRETTE_TURN_TOTAL_SECONDS: '4',
    CHARRETTE_BUDGET_USD_PER_DAY: '7',
    CHARRETTE_DESIGNS_PER_PERSON_PER_DAY: '2',
    CHARRETTE_PUBLIC_URL: 'https://a.example',
  });
  expect([
    parts.settings.gateBelow,
    parts.bounds.turnTotalMs,
    parts.budgetUsdPerDay,
    parts.isDefaultDayBudget,
    parts.designsPerPersonPerDay,
    parts.publicUrl?.href,
  ]).toEqual([0.5, 4_000, 7, false, 2, 'https://a.example/']);
});

/** The status for a path with these headers; `fetch` sets `Host` by itself. */
async function statusOf(url: string, path: string, headers: Record<string, string>) {
  const asked = request(new URL(path, url), { headers }).end();
  const [{ statusCode }] = await once(asked, 'response');
  asked.destroy();
  return statusCode;
}

test('a daemon knows its name, its proxy, who that names, and the token for its metrics', async () => {
  const METRICS = 'the-metrics-token-of-the-tests';
  const { daemon } = await opened({
    CHARRETTE_PUBLIC_URL: 'https://a.example',
    CHARRETTE_TRUSTED_PROXIES: '127.0.0.1',
    CHARRETTE_PROXY_USER_HEADER: 'X-User',
    CHARRETTE_OPERATORS: 'olga',
    CHARRETTE_METRICS_TOKEN: METRICS,
  });
  const by = (token: string) => ({ authorization: `Bearer ${token}` });
  const answers = [
    ['/api/v1/designs', { ...by(TOKEN), host: 'a.example' }, 200],
    ['/api/v1/designs', { ...by(TOKEN), host: 'b.example' }, 421],
    ['/operations', { 'x-user': 'olga', host: 'a.example' }, 200],
    ['/operations', { 'x-user': 'peter', host: 'a.example' }, 403],
    ['/metrics', by(METRICS), 200],
    ['/api/v1/designs', by(METRICS), 401],
  ] as const;
  for (const [path, headers, status] of answers)
    expect([path, headers, await statusOf(daemon.url, path, headers)]).toEqual([
      path,
      headers,
      status,
    ]);
});

test('a daemon that other machines reach answers by any name', async () => {
  const { daemon } = await opened({ CHARRETTE_HTTP_HOST: '0.0.0.0' });
  const headers = { authorization: `Bearer ${TOKEN}`, host: 'b.example' };
  expect(await statusOf(daemon.url, '/api/v1/designs', headers)).toBe(200);
});

test('as many processes stand by as are set', async () => {
  // Those of other tests may end at any moment.
  const before = new Set(childrenOf(process.pid));
  const standing = () => childrenOf(process.pid).filter((pid) => !before.has(pid));
  const prepare = (CHARRETTE_STANDBY: string): void => {
    const { PATH } = process.env;
    const sessions = openSessions(readConfiguration({ CHARRETTE_STANDBY, PATH }), settings());
    onTestFinished(() => sessions.close());
    sessions.prepare();
  };
  prepare('0');
  expect(standing()).toEqual([]);
  prepare('3');
  await until('three', () => standing().length === 3);
});
