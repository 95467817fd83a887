import { dirname, join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkBudget } from '../../src/entry/cli/doctor-models.ts';
import { listConfiguredSecrets } from '../../src/entry/config.ts';
import { readConfiguration } from '../../src/entry/models.ts';
import { listIneffective } from '../../src/entry/unknown-settings.ts';
import { BAD_SECRET, VARIABLES } from '../../src/entry/variables.ts';
import { Fault } from '../../src/foundation/fault.ts';
import { createRedactor, REDACTED } from '../../src/foundation/redaction.ts';
import type { Variable } from '../../src/foundation/variable.ts';
import { OPEN_TO_ALL } from '../support/designs/open-policy.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { calledHere } from './cli.ts';

const BOT = { SLACK_BOT_TOKEN: 'xoxb-local' };
const APP = { SLACK_APP_TOKEN: 'xapp-local' };

/** Of the right form, and nobody's. */
const TOKEN = 'MTIzNDU2Nzg5MDEyMzQ1Njc4.GlocAl.not-a-real-token-but-as-long-as-one-is';
const DISCORD_BOT = { DISCORD_TOKEN: TOKEN, DISCORD_APPLICATION_ID: '123456789012345678' };
const ID = '223456789012345678';

/** What a platform is opened with; `null` where it is not set up. */
function settingsIn(environment: Record<string, string>, platform = 'slack'): unknown {
  return readConfiguration(environment).gateways.find(({ kind }) => kind.name === platform)
    ?.settings;
}
const discordIn = (environment: Record<string, string>) => settingsIn(environment, 'discord');

/** What limits allow everybody where nobody has set one. */

function wordsOfRefusal(environment: Record<string, string>): string {
  try {
    readConfiguration(environment);
  } catch (error) {
    if (error instanceof Fault && error.code === 'bad_configuration') return error.message;
    throw error;
  }
  throw new Error('it was taken');
}

/** Values of each kind: secrets, addresses, numbers, lists and words. */
const PLAIN = {
  ANTHROPIC_API_KEY: 'sk-ant-never-shown-0123456789',
  ANTHROPIC_BASE_URL: 'http://127.0.0.1:9',
  DATABASE_URL: 'postgres://me:secret-word@127.0.0.1/one',
  CHARRETTE_FORGE_TOKEN: 'ghp_never-shown-0123456789',
  CHARRETTE_HTTP_PORT: '8080',
  CHARRETTE_GATE_BELOW: '0.3',
  CHARRETTE_STARTERS: 'U0123456789,U0123456780',
  CHARRETTE_LOG_LEVEL: 'warn',
};

test.each(['"', "'"])(
  'A9: quotation marks around a value are dropped, as in an .env file: %s',
  (mark) => {
    const quoted = Object.fromEntries(
      Object.entries(PLAIN).map(([name, value]) => [name, `${mark}${value}${mark}`]),
    );
    const [{ environment: _, ...asQuoted }, { environment: __, ...asPlain }] = [
      readConfiguration(quoted),
      readConfiguration(PLAIN),
    ];
    expect(JSON.stringify(asQuoted)).toBe(JSON.stringify(asPlain));
    expect(
      asQuoted.models.keyOf(
        asQuoted.models.findModel('claude-opus-5-5') ?? ({ key: null } as never),
      ),
    ).toBe(PLAIN.ANTHROPIC_API_KEY);
    expect(listConfiguredSecrets(quoted)).toEqual(listConfiguredSecrets(PLAIN));
  },
);

test.each(['"sk-ant-never-shown', "sk-ant-never-shown'", `"sk-ant-never-shown'`])(
  'A9: half a pair of quotation marks is refused by the key’s name, without the key: %s',
  (key) => {
    const words = wordsOfRefusal({ ANTHROPIC_API_KEY: key });
    expect(words).toMatch(/^ANTHROPIC_API_KEY is not valid .* no quotation marks/);
    expect(words).not.toContain('never-shown');
  },
);

describe('Slack in the configuration', () => {
  test('Slack is absent without a token, and with empty lines as they stand in an example', () => {
    expect(settingsIn({})).toBeNull();
    expect(settingsIn({ SLACK_BOT_TOKEN: '', SLACK_APP_TOKEN: '' })).toBeNull();
  });

  test('Slack has its two tokens, its address and the permissions', () => {
    expect(settingsIn({ ...BOT, ...APP })).toEqual({
      botToken: 'xoxb-local',
      appToken: 'xapp-local',
      apiUrl: 'https://slack.com/api/',
      policy: OPEN_TO_ALL,
    });
  });

  test('permissions are read as ids, each once', () => {
    const slack = settingsIn({
      ...BOT,
      ...APP,
      CHARRETTE_STARTERS: `U01ABC, ${ID},U01ABC`,
      CHARRETTE_OPERATORS: `U01ABC,S01ABC ,${ID}`,
      CHARRETTE_DECIDERS: `${ID},W03ABC`,
    });
    expect(slack).toHaveProperty('policy', {
      starters: ['U01ABC'],
      deciders: ['W03ABC'],
      operators: ['U01ABC', 'S01ABC'],
    });
  });

  test.each([
    ['a bot without a way in', BOT, 'Set SLACK_APP_TOKEN (Socket Mode) as well.'],
    ['an app token alone', APP, 'SLACK_APP_TOKEN is set without SLACK_BOT_TOKEN.'],
    [
      'a name for an id',
      { CHARRETTE_STARTERS: 'ana' },
      'CHARRETTE_STARTERS is "ana"; expected ids of people and groups of Slack (U…, W… and S…) and Discord (17 to 20 digits), separated by commas.',
    ],
    ['a channel as a person', { CHARRETTE_DECIDERS: 'C01ABC' }, 'CHARRETTE_DECIDERS is "C01ABC"'],
    ['a number that is no id', { CHARRETTE_DECIDERS: '42' }, 'CHARRETTE_DECIDERS is "42"'],
    ['a comma too many', { CHARRETTE_STARTERS: 'U01ABC,' }, 'CHARRETTE_STARTERS is "U01ABC,"'],
    [
      'a name that no proxy can send',
      { CHARRETTE_OPERATORS: 'U01ABC,olga' },
      'CHARRETTE_OPERATORS has "olga"; expected ids of people and groups of Slack (U…, W… and S…) and Discord (17 to 20 digits), and names that a proxy sends in CHARRETTE_PROXY_USER_HEADER, separated by commas. CHARRETTE_PROXY_USER_HEADER is not set.',
    ],
    [
      'too many designs a day',
      { CHARRETTE_DESIGNS_PER_PERSON_PER_DAY: '1001' },
      'expected a whole number from 1',
    ],
    ['a path as the endpoint', { SLACK_API_URL: '/api/' }, 'SLACK_API_URL is "/api/"'],
  ])('%s is refused, with what to do', (_name, environment, words) => {
    expect(wordsOfRefusal(environment)).toContain(words);
  });

  test('tokens in each other’s place are refused for what they are, without being shown', () => {
    const words = wordsOfRefusal({
      SLACK_BOT_TOKEN: 'xapp-1-secret',
      SLACK_APP_TOKEN: 'xoxb-1-secret',
    });
    expect(words.split('\n')).toEqual([
      'SLACK_BOT_TOKEN is not valid (a secret, so it is not shown); expected the app’s whole Bot User OAuth Token: xoxb-, then letters, digits and hyphens.',
      `SLACK_APP_TOKEN ${BAD_SECRET}; expected the whole app-level token with the scope connections:write: xapp-, then letters, digits and hyphens.`,
    ]);
  });
});

test.each([
  ['foo', '"foo" does not have this form.'],
  ['shop=/srv/shop,mail', '"mail" does not have this form.'],
  ['shop=/srv/shop,', '"" does not have this form.'],
  ['shop=', '"shop=" does not have this form.'],
  ['Shop=/srv/shop', '"Shop=/srv/shop" does not have this form.'],
  ['shop=/srv/one,shop=/srv/two', 'shop is named twice.'],
  ['shop=/srv/shop,none=/srv/none', 'none stands for no repository: choose another name.'],
])('repositories that are %s are refused, with the part that is wrong', (repositories, words) => {
  expect(wordsOfRefusal({ CHARRETTE_REPOS: repositories })).toBe(
    `CHARRETTE_REPOS is "${repositories}"; expected name=path,name=path with names of lower-case letters, digits, dots and hyphens; relative paths start from the folder of package.json. ${words}`,
  );
});

test('a relative folder counts from beside package.json, not from where Charrette is called', () => {
  const { personasDir, repositories } = readConfiguration({
    CHARRETTE_PERSONAS_DIR: 'mine',
    CHARRETTE_REPOS: 'shop=../shop',
  });
  const own = resolve(import.meta.dirname, '../..');
  expect([personasDir, repositories]).toEqual([
    join(own, 'mine'),
    [{ name: 'shop', path: join(dirname(own), 'shop') }],
  ]);
});

test.each([
  ['CHARRETTE_ADMIN_TOKEN', 'pässwörtpässwörtü', '16 to 200 printable ASCII characters'],
  ['CHARRETTE_ADMIN_TOKEN', 'x'.repeat(201), '16 to 200 printable ASCII characters'],
  ['ANTHROPIC_API_KEY', '…', 'no spaces'],
  ['ANTHROPIC_API_KEY', 'sk-ant-€nt', 'no spaces'],
  ['ANTHROPIC_API_KEY', 'sk-ant-one two', 'no spaces'],
  ['ANTHROPIC_API_KEY', 'sk-ant-one\ntwo', 'no spaces'],
  ['ANTHROPIC_BASE_URL', 'host:8080', 'expected an http or https URL.'],
  [
    'ANTHROPIC_BASE_URL',
    'http://user:pw@host',
    'It must not contain a user name, a password, a query or a fragment.',
  ],
  [
    'ANTHROPIC_BASE_URL',
    'http://user@host',
    'It must not contain a user name, a password, a query or a fragment.',
  ],
  [
    'CHARRETTE_PUBLIC_URL',
    'https://x.example/charrette',
    'without a path. Its pages need a host name of their own.',
  ],
  ['CHARRETTE_HTTP_HOST', 'http://x', 'expected a host name or address.'],
  ['CHARRETTE_HTTP_HOST', '127.0.0.1:8787', 'expected a host name or address.'],
  ...['p%zz', 'p#w', 'p/w', 'p?w', '12#3', '12/3', '12?a=b'].map(
    (password): [string, string, string] => [
      'DATABASE_URL',
      `postgres://user:${password}@127.0.0.1/x`,
      '# / ? @ in the password written as %25',
    ],
  ),
  ['DATABASE_URL', 'postgres:/x', 'It does not begin with postgres://.'],
  ['DATABASE_URL', 'mysql://127.0.0.1/x', 'It does not begin with postgres://.'],
  ['DATABASE_URL', 'postgres://127.0.0.1:x/y', 'It is not a valid URL.'],
  [
    'DATABASE_URL',
    'postgres://127.0.0.1/x?sslmode=require&sslcrl=/x',
    'sslcrl in it is not supported.',
  ],
  ['DISCORD_API_URL', 'https://discord.example/api/v10/', 'without a version at its end'],
])('%s that could never work is refused with what is allowed: %s', (name, value, words) => {
  expect(wordsOfRefusal({ [name]: value })).toContain(words);
});

test.each([`user:${'password'.repeat(20)}`, 'a-token-alone', 'user:pa@ssw0rd', 'token:99999@user'])(
  'D6: the part before the host of a refused address is not shown, however long it is: %s',
  (login) => {
    expect(wordsOfRefusal({ ANTHROPIC_BASE_URL: `http://${login}@host` })).toMatch(
      /^ANTHROPIC_BASE_URL is "http:\/\/\[redacted\]@host"; /,
    );
  },
);

test.each(['0.0.0.0', '::', '::1', 'fe80::1%lo', 'db-1.example'])(
  '%s is an address to listen on',
  (httpHost) => {
    expect(readConfiguration({ CHARRETTE_HTTP_HOST: httpHost })).toMatchObject({ httpHost });
  },
);

test('a password with a percent sign is recognised', () => {
  const { secrets } = readConfiguration({
    DATABASE_URL: 'postgres://user:p%25zzabcdefg@127.0.0.1/x',
  });
  expect(createRedactor(secrets)('p%zzabcdefg')).toBe(REDACTED);
});

describe('a name without a setting', () => {
  const said = (name: string, more = {}) =>
    listIneffective({ PATH: '/bin', ...more, [name]: 'x' }).join(' ');

  test('is named, and where all are listed', () => {
    expect(said('CHARRETTE_REHEARSEL')).toBe(
      'CHARRETTE_REHEARSEL is not a setting of this version and has no effect. .env.example lists all.',
    );
  });

  test.each([
    ['is empty', 'CHARRETTE_NEWER', { CHARRETTE_NEWER: '' }],
    ['is one', 'CHARRETTE_REHEARSAL', {}],
    ['belongs to others', 'ANTHROPIC_MODEL', {}],
    [
      'Kubernetes sets for a service',
      'CHARRETTE_PORT_8787_TCP',
      { CHARRETTE_SERVICE_HOST: '10.0.0.1' },
    ],
  ])('%s is no such name, and nothing is said', (_, name, environment) => {
    expect(listIneffective({ [name]: 'x', ...environment })).toEqual([]);
  });

  test('a gateway’s token without its address is not used, and beside it the key is not sent: both are said', () => {
    expect(said('ANTHROPIC_AUTH_TOKEN')).toMatch(
      /^ANTHROPIC_AUTH_TOKEN is not used without ANTHROPIC_BASE_URL/,
    );
    const gateway = { ANTHROPIC_BASE_URL: 'http://127.0.0.1:9' };
    expect(said('ANTHROPIC_AUTH_TOKEN', gateway)).toBe('');
    expect(said('ANTHROPIC_AUTH_TOKEN', { ...gateway, ANTHROPIC_API_KEY: 'y' })).toMatch(
      /^ANTHROPIC_API_KEY is not sent to the endpoint/,
    );
  });

  test('a bad setting is a failed check of doctor, and its only one, which names misspelt ones', async () => {
    const bad = { CHARRETTE_HTTP_PORT: 'everywhere', CHARRETTE_REHEARSEL: '1' };
    const { code, stdout } = await calledHere(temporaryFolder(), ['doctor'], bad);
    expect([code, stdout]).toEqual([
      2,
      expect.stringMatching(/^settings +problem +CHARRETTE_HTTP_PORT is .*\n$/),
    ]);
    expect(stdout).toContain(said('CHARRETTE_REHEARSEL'));
  });

  test('an unknown name is named by a command, and by doctor among its findings, and neither refuses', async () => {
    const folder = temporaryFolder();
    const misspelt = { CHARRETTE_REHEARSEL: '1' };
    const listed = await calledHere(folder, ['list'], misspelt);
    expect([listed.code, listed.stderr]).toEqual([0, `${said('CHARRETTE_REHEARSEL')}\n`]);
    const { stdout } = await calledHere(folder, ['doctor'], misspelt);
    expect(stdout).toMatch(/settings +note +CHARRETTE_REHEARSEL is not a setting .*\n/);
    expect((await calledHere(folder, ['doctor'])).stdout).toMatch(/settings +ok +all known/);
  });
});

describe('models in the configuration', () => {
  test('A9: a model that the endpoint lacks is refused at the start, and another endpoint’s is taken', () => {
    const misspelt = { CHARRETTE_MODEL: 'claude-opus-55' };
    expect(wordsOfRefusal(misspelt)).toBe(
      'CHARRETTE_MODEL is "claude-opus-55", which is not in models.yaml; expected a model of that file, such as claude-opus-5-5. Only with another endpoint in ANTHROPIC_BASE_URL can it be any other.',
    );
    expect(readConfiguration({ CHARRETTE_MODEL: 'claude-haiku-5-5' })).toBeDefined();
    const elsewhere = { ...misspelt, ANTHROPIC_BASE_URL: 'http://127.0.0.1:4000' };
    expect(readConfiguration(elsewhere).defaultModel).toBe('claude-opus-55');
  });
});

describe('doctor on budgets', () => {
  const KEY = { ANTHROPIC_API_KEY: 'any' };
  const ELSEWHERE = {
    ...KEY,
    ANTHROPIC_BASE_URL: 'http://127.0.0.1:4000',
    CHARRETTE_MODEL: 'unpriced',
  };
  const LITTLE = { CHARRETTE_BUDGET_USD_PER_DAY: '0.5' };

  test.each([
    ['a key', KEY, 'ok', '$5 for one design by default'],
    ['a rehearsal', LITTLE, 'ok', '$5 for one design by default; $0.5 a day'],
    [
      'less for a design',
      { ...KEY, ...LITTLE, CHARRETTE_BUDGET_USD_PER_DESIGN: '0.4' },
      'ok',
      '$0.4 for one design; $0.5 a day',
    ],
    ['no price', ELSEWHERE, 'note', 'none: the price of unpriced is not known'],
    [
      'no price for a design',
      { ...ELSEWHERE, CHARRETTE_BUDGET_USD_PER_DESIGN: '5' },
      'problem',
      'The price of unpriced is not known, so a budget of $5 cannot be enforced.',
    ],
    [
      'no price for a day',
      { ...ELSEWHERE, ...LITTLE },
      'problem',
      "The price of unpriced is not known, so the day's budget of $0.5 cannot be enforced.",
    ],
  ])('T7: reports them with %s', async (_, environment, mark, words) => {
    const found = await checkBudget(readConfiguration(environment));
    expect(found).toEqual({ mark, words: expect.stringContaining(words) });
  });
});

test.each(
  Object.entries<Variable>(VARIABLES).flatMap(([name, { secret }]) => (secret ? [name] : [])),
)('D6: what is kept in %s is looked for wherever secrets are taken out', (name) => {
  // A direct address stands beside one that leads through a pooler.
  const environment = {
    DATABASE_URL: 'postgres://db/x',
    [name]: `${name.endsWith('_PROXY') ? 'http' : 'postgres'}://ada:never-shown-000@db:5432/x`,
  };
  const { secrets } = readConfiguration(environment);
  expect(secrets.join(' ')).toContain('never-shown-000');
  // Also where the configuration itself is refused, as one that lacks what goes along with it.
  expect(listConfiguredSecrets({ [name]: environment[name] }).join(' ')).toContain(
    'never-shown-000',
  );
});

describe('the bounds of a request to a model', () => {
  const boundsIn = (environment: Record<string, string>) => {
    const { connectMs, firstTokenMs, turnStallMs, turnTotalMs } =
      readConfiguration(environment).bounds;
    return [connectMs, firstTokenMs, turnStallMs, turnTotalMs];
  };

  test('A10: each has a default of its own, and that of a whole turn is a setting', () => {
    expect(boundsIn({})).toEqual([30_000, 120_000, 60_000, 600_000]);
    expect(boundsIn({ CHARRETTE_TURN_TOTAL_SECONDS: '8' })).toEqual([
      30_000, 120_000, 60_000, 8_000,
    ]);
    expect(wordsOfRefusal({ CHARRETTE_TURN_TOTAL_SECONDS: '100000' })).toContain(
      'CHARRETTE_TURN_TOTAL_SECONDS is "100000"',
    );
  });

  test('A6: the confidence below which a gate opens is a number from 0 to 1 and nothing else', () => {
    const belowIn = (environment: Record<string, string>) =>
      readConfiguration(environment).settings.gateBelow;
    expect(belowIn({})).toBe(0.4);
    for (const value of ['0', '0.75', '1'])
      expect(belowIn({ CHARRETTE_GATE_BELOW: value })).toBe(Number(value));
    for (const value of ['1.1', '-1', '−1', '0,4', '', ' '])
      expect(wordsOfRefusal({ CHARRETTE_GATE_BELOW: value })).toContain(
        `CHARRETTE_GATE_BELOW is "${value}"; expected a number from 0 to 1`,
      );
  });
});

describe('Discord in the configuration', () => {
  test('Discord is absent without a token, and with empty lines as they stand in an example', () => {
    expect(discordIn({})).toBeNull();
    expect(discordIn({ DISCORD_TOKEN: '', DISCORD_APPLICATION_ID: '' })).toBeNull();
  });

  test('a token and its application are all that is needed', () => {
    expect(discordIn(DISCORD_BOT)).toEqual({
      token: TOKEN,
      applicationId: '123456789012345678',
      guildIds: [],
      apiUrl: 'https://discord.com/api',
      policy: OPEN_TO_ALL,
    });
  });

  test('everything else is read as given, ids each once', () => {
    const discord = discordIn({
      ...DISCORD_BOT,
      DISCORD_GUILD_IDS: `${ID}, 323456789012345678,${ID}`,
      DISCORD_API_URL: 'http://127.0.0.1:4000/api/',
      CHARRETTE_STARTERS: '423456789012345678,U01ABC',
      CHARRETTE_OPERATORS: '623456789012345678,S01ABC',
    });
    expect(discord).toMatchObject({
      guildIds: [ID, '323456789012345678'],
      apiUrl: 'http://127.0.0.1:4000/api',
      policy: {
        starters: ['423456789012345678'],
        operators: ['623456789012345678'],
      },
    });
  });

  test.each([
    [
      'a token alone',
      { DISCORD_TOKEN: TOKEN },
      'DISCORD_TOKEN is set without DISCORD_APPLICATION_ID. Set both',
    ],
    [
      'an application alone',
      { DISCORD_APPLICATION_ID: ID },
      'DISCORD_APPLICATION_ID is set without DISCORD_TOKEN. Set both',
    ],
    [
      'names for ids',
      { DISCORD_GUILD_IDS: 'Team' },
      'DISCORD_GUILD_IDS is "Team"; expected ids of servers',
    ],
    ['a path as the endpoint', { DISCORD_API_URL: '/api' }, 'DISCORD_API_URL is "/api"'],
  ])('%s is refused, with what to do', (_name, environment, words) => {
    expect(wordsOfRefusal(environment)).toContain(words);
  });

  test.each([['Bot MTIz.abc.def'], [ID], ['client secret 1']])(
    'something else in place of a token is refused as such, without being shown',
    (token) => {
      expect(wordsOfRefusal({ ...DISCORD_BOT, DISCORD_TOKEN: token })).toBe(
        `DISCORD_TOKEN ${BAD_SECRET}; expected the whole token under Bot in the developer portal: three long parts with dots between them.`,
      );
    },
  );
});
