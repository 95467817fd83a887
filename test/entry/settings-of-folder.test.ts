import { expect, test } from 'vitest';
import { assertMayComeFromDataFolder } from '../../src/entry/settings-of-folder.ts';
import { VARIABLES } from '../../src/entry/variables.ts';

type Settings = Readonly<Record<string, string>>;

/**
 * Why these settings of a data folder are not read, beside those there are; `null` where they are.
 */
function problemOf(found: Settings, before: Settings = {}): string | null {
  try {
    assertMayComeFromDataFolder('/data/.env', found, before);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const REMEDY = 'set it in the environment, or in the file that --env-file names.';

const NEVER =
  /^(?:CHARRETTE_(?:MODELS|HTTP_HOST|PUBLIC_URL|TRUSTED_PROXIES|PROXY_.*)|HTTPS?_PROXY|NO_PROXY)$/;

test.each([
  ...['CHARRETTE_HTTP_HOST', 'CHARRETTE_PUBLIC_URL', 'CHARRETTE_TRUSTED_PROXIES'],
  ...['CHARRETTE_PROXY_USER_HEADER', 'HTTPS_PROXY', 'NO_PROXY'],
])('D6: %s is refused by its name in the file of a data folder', (name) => {
  expect(problemOf({ [name]: 'any' })).toBe(
    `The settings in /data/.env are not read: ${name} is never read from a data folder; ${REMEDY}`,
  );
});

test.each([
  'NODE_TLS_REJECT_UNAUTHORIZED',
  'LD_LIBRARY_PATH',
  'https_proxy',
  'NODE_EXTRA_CA_CERTS',
  'PATH',
])(
  'D6: %s, which other programs read, is refused by its name in the file of a data folder',
  (name) => {
    expect(problemOf({ [name]: 'any' })).toContain(`${name} is not a setting of Charrette`);
  },
);

test('every other setting may stand in the file of a data folder', () => {
  const names = Object.keys(VARIABLES).filter((name) => !NEVER.test(name));
  expect(problemOf(Object.fromEntries(names.map((name) => [name, 'any'])))).toBeNull();
  expect(problemOf({ CHARRETTE_UNKNOWN: 'is said elsewhere' })).toBeNull();
});

test.each([
  ['ANTHROPIC_BASE_URL', 'ANTHROPIC_API_KEY'],
  ['ANTHROPIC_BASE_URL', 'ANTHROPIC_AUTH_TOKEN'],
  ['SLACK_API_URL', 'SLACK_BOT_TOKEN'],
  ['DISCORD_API_URL', 'DISCORD_TOKEN'],
])('D6: %s counts only with %s beside it, and gets no other', (endpoint, secret) => {
  const alone = { [endpoint]: 'http://127.0.0.1:1' };
  const both = { ...alone, [secret]: 'their own' };
  const without = new RegExp(
    `${endpoint} is set there without (?:ANTHROPIC_API_KEY|${secret}), so`,
  );
  expect(problemOf(alone)).toMatch(without);
  expect(problemOf(alone, { [secret]: 'of the environment' })).toMatch(without);
  expect(problemOf({ ...alone, [secret]: '' })).toMatch(without);
  expect(problemOf(both)).toBeNull();
  // The environment's own would stay, and be sent there.
  expect(problemOf(both, { [secret]: 'of the environment' })).toContain(`and ${secret} elsewhere`);
  expect(problemOf(both, { [secret]: 'their own' })).toBeNull();
  // An endpoint of the environment stays, whatever the file says.
  expect(problemOf(alone, { [endpoint]: 'https://else.example', [secret]: 'of it' })).toBeNull();
});

test('D6: no app token of the environment is sent to an address of the data folder', () => {
  const found = { SLACK_API_URL: 'http://127.0.0.1:1/', SLACK_BOT_TOKEN: 'xoxb-theirs' };
  expect(problemOf(found, { SLACK_APP_TOKEN: 'xapp-of-the-environment' })).toContain(
    'and SLACK_APP_TOKEN elsewhere',
  );
});
