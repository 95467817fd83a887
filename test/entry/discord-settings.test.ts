import { describe, expect, test } from 'vitest';
import { readConfiguration } from '../../src/entry/config.ts';
import { Fault } from '../../src/runtime/fault.ts';
import { createRedactor, REDACTED } from '../../src/runtime/redaction.ts';
import { OPEN_TO_ALL } from '../support/open-policy.ts';

/** Of the right form, and nobody's. */
const TOKEN = 'MTIzNDU2Nzg5MDEyMzQ1Njc4.GlocAl.not-a-real-token-but-as-long-as-one-is';
const BOT = { DISCORD_TOKEN: TOKEN, DISCORD_APPLICATION_ID: '123456789012345678' };
const ID = '223456789012345678';

/** What Discord is opened with; `null` where it is not set up. */
function settingsIn(environment: Record<string, string>): unknown {
  return readConfiguration(environment).gateways.find(({ kind }) => kind.name === 'discord')?.settings;
}

function wordsOfRefusal(environment: Record<string, string>): string {
  try {
    readConfiguration(environment);
  } catch (error) {
    if (error instanceof Fault && error.code === 'bad_configuration') return error.message;
    throw error;
  }
  throw new Error('it was taken');
}

describe('Discord in the configuration', () => {
  test('there is none without a token, and with empty lines as they stand in an example', () => {
    expect(settingsIn({})).toBeNull();
    expect(settingsIn({ DISCORD_TOKEN: '', DISCORD_APPLICATION_ID: '' })).toBeNull();
    expect(settingsIn({ DISCORD_CHANNELS: ID })).toBeNull();
  });

  test('a token and its application are all that is needed', () => {
    expect(settingsIn(BOT)).toEqual({
      token: TOKEN,
      applicationId: '123456789012345678',
      guildIds: [],
      apiUrl: 'https://discord.com/api',
      messageContent: true,
      policy: OPEN_TO_ALL,
    });
  });

  test('everything else is read as it is meant, ids each once', () => {
    const discord = settingsIn({
      ...BOT,
      DISCORD_GUILD_IDS: `${ID}, 323456789012345678,${ID}`,
      DISCORD_API_URL: 'http://127.0.0.1:4000/api/',
      DISCORD_MESSAGE_CONTENT: '0',
      DISCORD_CHANNELS: ID,
      DISCORD_STARTERS: '423456789012345678',
      DISCORD_ANSWERERS: '523456789012345678',
      DISCORD_OPERATORS: '623456789012345678',
      CHARRETTE_DESIGNS_PER_PERSON_PER_DAY: '3',
    });
    expect(discord).toMatchObject({
      guildIds: [ID, '323456789012345678'],
      apiUrl: 'http://127.0.0.1:4000/api',
      messageContent: false,
      policy: {
        channels: [ID],
        starters: ['423456789012345678'],
        answerers: ['523456789012345678'],
        operators: ['623456789012345678'],
        repositories: {},
        designsPerPersonPerDay: 3,
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
      'DISCORD_GUILD_IDS is "Team"; allowed is ids of servers',
    ],
    [
      'ids of Slack',
      { DISCORD_OPERATORS: 'U01ABC' },
      'DISCORD_OPERATORS is "U01ABC"; allowed is ids of people and',
    ],
    ['a number that is no id', { DISCORD_CHANNELS: '42' }, 'DISCORD_CHANNELS is "42"'],
    ['a comma too many', { DISCORD_STARTERS: `${ID},` }, 'DISCORD_STARTERS is'],
    [
      'a word for a switch',
      { DISCORD_MESSAGE_CONTENT: 'yes' },
      'DISCORD_MESSAGE_CONTENT is "yes"; allowed is 0 or 1',
    ],
    ['a path as the endpoint', { DISCORD_API_URL: '/api' }, 'DISCORD_API_URL is "/api"'],
  ])('%s is refused, with what to do', (_name, environment, words) => {
    expect(wordsOfRefusal(environment)).toContain(words);
  });

  test.each([['Bot MTIz.abc.def'], [ID], ['client secret 1']])(
    'something else than a token is refused for what it is, without being shown',
    (token) => {
      expect(wordsOfRefusal({ ...BOT, DISCORD_TOKEN: token })).toBe(
        'DISCORD_TOKEN is (not shown: it is a secret); allowed is the whole token under Bot in the developer portal: three long parts with dots between them.',
      );
    },
  );

  test('D6: the token is looked for wherever secrets are taken out', () => {
    const { secrets } = readConfiguration(BOT);
    expect(createRedactor(secrets)(`it says ${TOKEN}.`)).toBe(`it says ${REDACTED}.`);
    expect(secrets).toContain(TOKEN);
  });
});
