import { resolve } from 'node:path';
import * as z from 'zod';
import {
  dollars,
  ids,
  isDatabaseUrl,
  optional,
  repositories,
  seconds,
  slackPeople,
  snowflake,
  snowflakes,
  text,
  url,
  whole,
  withDefault,
} from './variable-kinds.ts';

/** All variables that Charrette reads. `.env.example` is this table, written out; a test compares them. */
export const VARIABLES = {
  ANTHROPIC_API_KEY: optional(
    'Key of the model API. Unset: rehearsal, no model is called.',
    'a key',
    text,
    true,
  ),
  ANTHROPIC_BASE_URL: optional('Any Anthropic-compatible endpoint.', 'an http or https URL', url),
  CHARRETTE_MODEL: withDefault(
    'Model of every persona whose file names none.',
    'a model name',
    'claude-opus-5-5',
    text,
  ),
  CHARRETTE_REHEARSAL: withDefault('1 forces rehearsal even with a key.', '0 or 1', '0', z.enum(['0', '1'])),
  CHARRETTE_REHEARSAL_LATENCY_MS: optional(
    'How long the rehearsal model takes for each call. Unset: a pace that people can follow.',
    'whole milliseconds from 0 to 600000',
    whole(0, 600_000),
  ),
  DATABASE_URL: optional(
    'Postgres. Unset: PGlite in the data folder.',
    'a postgres:// URL; several hosts, tried in turn, as in postgres://user:password@first:5432,second:5432/name',
    text.refine(isDatabaseUrl),
    true,
  ),
  CHARRETTE_DATA_DIR: withDefault(
    'Where designs, files and the embedded database are kept.',
    'a folder',
    './data',
    text,
  ),
  CHARRETTE_HTTP_HOST: withDefault(
    'Address that the daemon listens on.',
    'a host name or address',
    '127.0.0.1',
    text,
  ),
  CHARRETTE_HTTP_PORT: withDefault(
    'Port; 0 picks one and prints it.',
    'a whole number from 0 to 65535',
    '8787',
    whole(0, 65_535),
  ),
  CHARRETTE_ADMIN_TOKEN: optional(
    'Token of the HTTP API. Unset: made at first start and kept in the data folder.',
    'at least 16 characters without spaces',
    z.string().regex(/^\S{16,200}$/),
    true,
  ),
  CHARRETTE_PERSONAS_DIR: optional(
    'Folder of persona files. Unset: those that ship.',
    'a folder',
    text.transform((path) => resolve(path)),
  ),
  CHARRETTE_REPOS: optional(
    'Repositories that designs may read: name=path, separated by commas.',
    'name=path,name=path with names of lower-case letters, digits, dots and hyphens',
    z.string().transform(repositories),
  ),
  CHARRETTE_LOG_LEVEL: withDefault(
    'How much the operator log says.',
    'debug, info, warn, error or silent',
    'info',
    z.enum(['debug', 'info', 'warn', 'error', 'silent']),
  ),
  CHARRETTE_ANSWER_SECONDS: seconds('How long people are given to answer questions.', 1_800, 7 * 86_400, 0),
  CHARRETTE_ROUND_SECONDS: seconds('The longest that one round of a design may take.', 900, 86_400),
  CHARRETTE_SYNTHESIS_SECONDS: seconds(
    'The longest that synthesis may take; kept in reserve for it.',
    1_800,
    86_400,
  ),
  CHARRETTE_DESIGN_SECONDS: seconds(
    'The longest that a design may take, without the time it waits for people.',
    7_200,
    7 * 86_400,
  ),
  CHARRETTE_GATE_SECONDS: seconds('How long a gate waits for a person to decide.', 86_400, 30 * 86_400),
  CHARRETTE_THREAD_GONE: withDefault(
    'What a design does once nobody can write to its thread any more: go on, or wait at a gate until a person decides.',
    'continue or pause',
    'continue',
    z.enum(['continue', 'pause']),
  ),
  CHARRETTE_SESSION_READY_SECONDS: seconds('How long a session may take to become ready.', 15, 600),
  CHARRETTE_HEARTBEAT_SECONDS: seconds(
    'Time between two heartbeats; a session that misses two is lost.',
    3,
    300,
  ),
  CHARRETTE_TURN_STALL_SECONDS: seconds('Silence within a turn after which it is given up.', 60, 600),
  CHARRETTE_TURN_TOTAL_SECONDS: seconds('The longest that one turn may take.', 600, 3_600),
  CHARRETTE_BUDGET_USD_PER_DESIGN: optional('What one design may cost.', 'US dollars above 0', dollars()),
  CHARRETTE_BUDGET_USD_PER_DAY: optional(
    'What all designs of one day may cost.',
    'US dollars above 0',
    dollars(),
  ),
  CHARRETTE_CAPACITY: withDefault(
    'Designs that may have processes in one daemon at the same time; others wait, or go to another daemon.',
    'a whole number from 1 to 1000',
    '20',
    whole(1, 1_000),
  ),
  CHARRETTE_PARK_SECONDS: seconds(
    'How long a design waits for people before it gives its processes back until they answer.',
    60,
    86_400,
  ),
  CHARRETTE_KEEP_DAYS: withDefault(
    'How long a design is kept after its end; then its files and its record are removed.',
    'whole days from 1 to 36500',
    '90',
    whole(1, 36_500),
  ),
  CHARRETTE_STANDBY: withDefault(
    'Processes kept ready for sessions to come: as many as a design of the personas that ship needs.',
    'a whole number from 0 to 20',
    '7',
    whole(0, 20),
  ),
  SLACK_BOT_TOKEN: optional(
    'The bot in Slack (docs/slack.md): its token. Unset: no Slack.',
    'the Bot User OAuth Token of the app, which begins with xoxb-',
    z.string().regex(/^xoxb-[A-Za-z0-9-]{3,250}$/),
    true,
  ),
  SLACK_APP_TOKEN: optional(
    'For Socket Mode, in which the daemon connects to Slack and needs no address of its own.',
    'an app-level token with the scope connections:write, which begins with xapp-',
    z.string().regex(/^xapp-[A-Za-z0-9-]{3,250}$/),
    true,
  ),
  SLACK_SIGNING_SECRET: optional(
    'For HTTP, in which Slack calls the daemon at /slack/events. Not used where SLACK_APP_TOKEN is set.',
    'the signing secret of the app: at least 16 characters',
    z.string().trim().min(16).max(200),
    true,
  ),
  SLACK_API_URL: withDefault(
    "Where Slack's methods are called; only to point at another endpoint.",
    'an http or https URL',
    'https://slack.com/api/',
    url.transform((found) => (found.endsWith('/') ? found : `${found}/`)),
  ),
  SLACK_CHANNELS: optional(
    'Where designs may be started. Unset: wherever the bot is invited, and in direct messages with it.',
    'ids of channels (C…, G…, D…), separated by commas',
    ids(/^[CDG][A-Z0-9]{1,30}$/),
  ),
  SLACK_STARTERS: slackPeople('Who may start designs and run them again. Unset: everybody.'),
  SLACK_ANSWERERS: slackPeople('Who may answer questions and decide at gates. Unset: everybody.'),
  SLACK_OPERATORS: slackPeople(
    'Who may do all of that, and cancel what others have started. Unset: only those who started it.',
  ),
  DISCORD_TOKEN: optional(
    'The bot in Discord (docs/discord.md): its token. Unset: no Discord.',
    'the token under Bot in the developer portal: three parts with dots between them',
    z.string().regex(/^[\w-]{4,100}\.[\w-]{4,50}\.[\w-]{4,150}$/),
    true,
  ),
  DISCORD_APPLICATION_ID: optional(
    'Which application that bot belongs to. Needed with DISCORD_TOKEN.',
    'the Application ID under General Information in the developer portal: 17 to 20 digits',
    snowflake,
  ),
  DISCORD_GUILD_IDS: snowflakes(
    'Servers that get the commands, at once. Unset: all that the bot is in, which takes longer to show.',
    'servers',
  ),
  DISCORD_API_URL: withDefault(
    "Where Discord's methods are called; only to point at another endpoint.",
    'an http or https URL without a version at its end',
    'https://discord.com/api',
    url.transform((found) => (found.endsWith('/') ? found.slice(0, -1) : found)),
  ),
  DISCORD_MESSAGE_CONTENT: withDefault(
    '0 does without the Message Content Intent: people then answer by a button instead of in their own messages.',
    '0 or 1',
    '1',
    z.enum(['0', '1']),
  ),
  DISCORD_CHANNELS: snowflakes(
    'Where designs may be started. Unset: wherever the bot may write, and in direct messages with it.',
    'channels',
  ),
  DISCORD_STARTERS: snowflakes(
    'Who may start designs and run them again. Unset: everybody.',
    'people and roles',
  ),
  DISCORD_ANSWERERS: snowflakes(
    'Who may answer questions and decide at gates. Unset: everybody.',
    'people and roles',
  ),
  DISCORD_OPERATORS: snowflakes(
    'Who may do all of that, and cancel what others have started. Unset: only those who started it.',
    'people and roles',
  ),
  CHARRETTE_DESIGNS_PER_PERSON_PER_DAY: optional(
    'How many designs one person may start in a chat each day. Unset: as many as they like.',
    'a whole number from 1 to 1000',
    whole(1, 1_000),
  ),
} as const;

export type VariableName = keyof typeof VARIABLES;

/** The content of `.env.example`. */
export function environmentExample(): string {
  const entries = Object.entries(VARIABLES).map(
    ([name, { about, allowed, byDefault }]) => `# ${about}\n# Allowed: ${allowed}.\n#${name}=${byDefault}\n`,
  );
  return `# Copy to .env and change what you need. Every line shows the default.\n\n${entries.join('\n')}`;
}
