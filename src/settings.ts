/**
 * Every setting, read from the environment: one object, checked before anything starts (A9).
 * `.env.example` documents them; a test compares the two.
 *
 * @example const settings = readSettings(process.env);
 */

import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import type { EngineSettings } from '#engine/engine-parts.ts';
import { Fault } from './support/fault.ts';

const words = z.string().trim();
const url = z.url({ protocol: /^https?$/, error: 'an http or https URL' });
const number = (min: number, max: number) => {
  const allowed = `a number from ${min} to ${max}`;
  return z
    .string()
    .trim()
    .regex(/^\d+(\.\d+)?$/, allowed)
    .transform(Number)
    .pipe(z.number().min(min, allowed).max(max, allowed));
};
const whole = (min: number, max: number) => number(min, max).pipe(z.int('a whole number'));
const list = words.transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean),
);
/** Ten years; longer waits are a mistake. */
const MAX_SECONDS = 315_360_000;

const Settings = z.object({
  ANTHROPIC_API_KEY: words.optional(),
  ANTHROPIC_BASE_URL: url.optional(),
  OPENAI_API_KEY: words.optional(),
  CHARRETTE_MODEL: words.optional(),
  CHARRETTE_MODELS_FILE: words.optional(),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: 'a postgres:// URL, its password percent-encoded' })
    .optional(),
  CHARRETTE_DATA_DIR: words.default('data'),
  CHARRETTE_PUBLIC_URL: url.transform((text) => text.replace(/\/+$/, '')).optional(),
  CHARRETTE_REPOS: list
    .pipe(z.array(z.string().regex(/^[a-z0-9.-]+=.+$/, 'name=path, separated by commas')))
    .transform((all) => new Map(all.map((pair) => splitOnce(pair))))
    .default(new Map()),
  CHARRETTE_PERSONAS_DIR: words.optional(),
  CHARRETTE_BUDGET_USD_PER_DESIGN: number(1, 10_000).default(5),
  CHARRETTE_BUDGET_USD_PER_DAY: number(1, 1_000_000).default(50),
  SLACK_BOT_TOKEN: words.startsWith('xoxb-', 'the whole bot token: xoxb-…').optional(),
  SLACK_APP_TOKEN: words.startsWith('xapp-', 'the whole app-level token: xapp-…').optional(),
  SLACK_API_URL: url.optional(),
  DISCORD_TOKEN: words.optional(),
  DISCORD_API_URL: url.optional(),
  CHARRETTE_OPERATORS: list.default([]),
  CHARRETTE_HTTP_HOST: words.default('127.0.0.1'),
  CHARRETTE_HTTP_PORT: whole(0, 65_535).default(8787),
  CHARRETTE_ADMIN_TOKEN: words.min(16, 'at least 16 characters').optional(),
  CHARRETTE_ANSWER_SECONDS: whole(0, MAX_SECONDS).default(1_800),
  CHARRETTE_GATE_SECONDS: whole(1, MAX_SECONDS).default(259_200),
  CHARRETTE_GATE_BELOW: number(0, 1).default(0.4),
  CHARRETTE_TURN_TOTAL_SECONDS: whole(10, 86_400).default(600),
  CHARRETTE_MAX_RUNNING: whole(1, 1_000).default(10),
  CHARRETTE_KEEP_DAYS: whole(1, 36_500).optional(),
  CHARRETTE_REHEARSAL: z
    .enum(['0', '1'], '0 or 1')
    .default('0')
    .transform((value) => value === '1'),
  CHARRETTE_REHEARSAL_LATENCY_MS: whole(0, 60_000).default(400),
  CHARRETTE_LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error'], 'debug, info, warn or error')
    .default('info'),
});
type Settings = z.infer<typeof Settings>;
export const SETTING_NAMES = Object.keys(Settings.shape);
const SECRETS = [
  'ANTHROPIC_API_KEY',
  'OPENAI_API_KEY',
  'SLACK_BOT_TOKEN',
  'SLACK_APP_TOKEN',
  'DISCORD_TOKEN',
  'CHARRETTE_ADMIN_TOKEN',
  'DATABASE_URL',
] as const;

type Environment = Readonly<Record<string, string | undefined>>;

/** Addresses that keys are sent to: whoever sets one can read the keys. */
const ADDRESSES = [
  'ANTHROPIC_BASE_URL',
  'CHARRETTE_MODELS_FILE',
  'SLACK_API_URL',
  'DISCORD_API_URL',
] as const;

/** The environment before `.env` was loaded, and the file that sets an address, if one does. */
export interface EnvironmentFiles {
  readonly before: Environment;
  readonly address: { readonly name: string; readonly file: string } | null;
}

/** Loads `.env` of the working directory, then of the data folder; what is set already stays. */
export function loadEnvironmentFiles(): EnvironmentFiles {
  const before = { ...process.env };
  let address: EnvironmentFiles['address'] = null;
  for (const folder of ['.', process.env.CHARRETTE_DATA_DIR || 'data']) {
    const file = join(folder, '.env');
    if (existsSync(file)) loadFile(file);
    const name = ADDRESSES.find((each) => process.env[each] !== before[each]);
    if (name !== undefined) address ??= { name, file };
  }
  return { before, address };
}

function loadFile(file: string): void {
  try {
    process.loadEnvFile(file);
  } catch (cause) {
    throw new Fault('bad_setting', `${file} is there and cannot be read.`, { cause });
  }
}

/**
 * A repository of unknown origin may contain a `.env`. It must not decide where a key from the
 * environment is sent. @throws {Fault} `bad_setting`
 */
export function rejectUntrustedAddress(files: EnvironmentFiles, keys: readonly string[]): void {
  const { address, before } = files;
  const key = [...SECRETS, ...keys].find((name) => Boolean(before[name]));
  if (address === null || key === undefined) return;
  throw new Fault(
    'bad_setting',
    `${address.name} stands in ${address.file}, and ${key} in the environment: it could be sent there. Put both in one place.`,
  );
}

/** @throws {Fault} `bad_setting`, with the name, what was found and what is allowed. */
export function readSettings(environment: Environment): Settings {
  const set = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const unknown = Object.keys(set).find(
    (name) => name.startsWith('CHARRETTE_') && !SETTING_NAMES.includes(name),
  );
  if (unknown !== undefined)
    throw new Fault(
      'bad_setting',
      `There is no setting ${unknown}. .env.example lists all of them.`,
    );
  const parsed = Settings.safeParse(set);
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0] ?? { path: ['?'], message: '' };
    const name = String(path[0]);
    const found = (SECRETS as readonly string[]).includes(name) ? '' : ` is “${set[name]}”:`;
    throw new Fault('bad_setting', `${name}${found || ':'} it must be ${message}.`);
  }
  if ((parsed.data.SLACK_BOT_TOKEN === undefined) !== (parsed.data.SLACK_APP_TOKEN === undefined))
    throw new Fault('bad_setting', 'Slack needs both: SLACK_BOT_TOKEN and SLACK_APP_TOKEN.');
  return { ...parsed.data, CHARRETTE_DATA_DIR: resolve(parsed.data.CHARRETTE_DATA_DIR) };
}

/** The engine's settings, in its units. */
export function engineSettings(settings: Settings): EngineSettings {
  return {
    dataDir: settings.CHARRETTE_DATA_DIR,
    publicUrl: settings.CHARRETTE_PUBLIC_URL ?? null,
    budgetUsdPerDesign: settings.CHARRETTE_BUDGET_USD_PER_DESIGN,
    budgetUsdPerDay: settings.CHARRETTE_BUDGET_USD_PER_DAY,
    design: {
      answerMs: settings.CHARRETTE_ANSWER_SECONDS * 1_000,
      gateMs: settings.CHARRETTE_GATE_SECONDS * 1_000,
      gateBelow: settings.CHARRETTE_GATE_BELOW,
    },
    turnTotalMs: settings.CHARRETTE_TURN_TOTAL_SECONDS * 1_000,
    maxRunning: settings.CHARRETTE_MAX_RUNNING,
    keepDays: settings.CHARRETTE_KEEP_DAYS ?? null,
  };
}

/** Values that no log, file or answer may show (D6). `keys`: of models.yaml. */
export function secretsOf(environment: Environment, keys: readonly string[]): string[] {
  return [...SECRETS, ...keys].flatMap((name) => environment[name] || []);
}

function splitOnce(pair: string): [string, string] {
  const index = pair.indexOf('=');
  return [pair.slice(0, index), resolve(pair.slice(index + 1))];
}
