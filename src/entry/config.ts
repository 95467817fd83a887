import { resolve } from 'node:path';
import type * as z from 'zod';
import type { DiscordSettings } from '../adapters/discord/settings.ts';
import type { SlackSettings } from '../adapters/slack/gateway.ts';
import { urlsOfHosts } from '../adapters/store/postgres/urls.ts';
import type { Settings } from '../core/events.ts';
import { Fault } from '../runtime/fault.ts';
import type { Policy } from '../runtime/permission.ts';
import { TurnBounds } from '../runtime/turn/bounds.ts';
import { type DiscordApplication, discordProblem, discordSettings } from './discord-settings.ts';
import { type SlackSecrets, slackProblem, slackSettings } from './slack-settings.ts';
import { VARIABLES, type VariableName } from './variables.ts';

/** Everything that the environment decides, read once and checked. */
export interface Configuration {
  readonly anthropicApiKey: string | null;
  readonly anthropicBaseUrl: string | null;
  readonly defaultModel: string;
  readonly rehearsal: boolean;
  readonly rehearsalLatencyMs: number | null;
  readonly databaseUrl: string | null;
  readonly dataDir: string;
  readonly httpHost: string;
  readonly httpPort: number;
  readonly adminToken: string | null;
  readonly personasDir: string;
  readonly repositories: readonly { readonly name: string; readonly path: string }[];
  readonly logLevel: string;
  readonly settings: Settings;
  readonly bounds: TurnBounds;
  readonly readyMs: number;
  readonly heartbeatMs: number;
  readonly standby: number;
  /** Designs that may have processes here at the same time. */
  readonly capacity: number;
  /** Milliseconds that a design waits for people before it gives its processes back; `null` for never. */
  readonly parkMs: number | null;
  /** Days that a design is kept after its end (P9). */
  readonly keepDays: number;
  readonly budgetUsdPerDay: number | null;
  /** `null`: no Slack. */
  readonly slack: SlackSettings | null;
  /** `null`: no Discord. */
  readonly discord: DiscordSettings | null;
  /** D6: what must never appear in a log, a file or an answer. */
  readonly secrets: readonly string[];
  /** What children may inherit from, through an allow-list (D5). */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** What a variable says; what is wrong with it is noted, and thrown at the end. */
type Value = <Name extends VariableName>(name: Name) => z.infer<(typeof VARIABLES)[Name]['schema']>;

/** Throws `Fault('bad_configuration')` that names every bad variable, what was found and what is allowed. */
export function readConfiguration(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Configuration {
  const problems: string[] = [];
  const value: Value = (name) => {
    const { schema, allowed, secret } = VARIABLES[name];
    const found = environment[name] === '' ? undefined : environment[name];
    const parsed = schema.safeParse(found);
    if (!parsed.success) {
      const shown = secret ? '(not shown: it is a secret)' : `"${clip(found ?? '')}"`;
      problems.push(`${name} is ${shown}; allowed is ${allowed}.`);
    }
    return parsed.data as z.infer<(typeof VARIABLES)[typeof name]['schema']>;
  };
  const seconds = (name: VariableName): number => Number(value(name)) * 1_000;

  const anthropicApiKey = value('ANTHROPIC_API_KEY') ?? null;
  const adminToken = value('CHARRETTE_ADMIN_TOKEN') ?? null;
  const databaseUrl = value('DATABASE_URL') ?? null;
  const slackSecrets = slackSecretsOf(value);
  const discordApplication = discordApplicationOf(value);
  const configuration = {
    anthropicApiKey,
    anthropicBaseUrl: value('ANTHROPIC_BASE_URL') ?? null,
    defaultModel: value('CHARRETTE_MODEL'),
    rehearsal: value('CHARRETTE_REHEARSAL') === '1' || anthropicApiKey === null,
    rehearsalLatencyMs: value('CHARRETTE_REHEARSAL_LATENCY_MS') ?? null,
    databaseUrl,
    dataDir: resolve(value('CHARRETTE_DATA_DIR') ?? ''),
    httpHost: value('CHARRETTE_HTTP_HOST'),
    httpPort: value('CHARRETTE_HTTP_PORT'),
    adminToken,
    personasDir: value('CHARRETTE_PERSONAS_DIR') ?? resolve(import.meta.dirname, '../../personas'),
    repositories: value('CHARRETTE_REPOS') ?? [],
    logLevel: value('CHARRETTE_LOG_LEVEL'),
    settings: settingsOf(value, seconds),
    readyMs: seconds('CHARRETTE_SESSION_READY_SECONDS'),
    heartbeatMs: seconds('CHARRETTE_HEARTBEAT_SECONDS'),
    standby: value('CHARRETTE_STANDBY'),
    capacity: value('CHARRETTE_CAPACITY'),
    parkMs: seconds('CHARRETTE_PARK_SECONDS'),
    keepDays: value('CHARRETTE_KEEP_DAYS'),
    budgetUsdPerDay: value('CHARRETTE_BUDGET_USD_PER_DAY') ?? null,
    slack: slackSettings(slackSecrets, value('SLACK_API_URL'), policyOf('SLACK', value)),
    discord: discordSettings(discordApplication, discordWays(value)),
    secrets: [
      anthropicApiKey,
      adminToken,
      passwordIn(databaseUrl),
      ...Object.values(slackSecrets),
      discordApplication.token,
    ].filter((secret) => secret !== null),
    environment,
  } as const;
  const [turnStallMs, turnTotalMs] = [
    seconds('CHARRETTE_TURN_STALL_SECONDS'),
    seconds('CHARRETTE_TURN_TOTAL_SECONDS'),
  ];
  // What is wrong with one of them has been said; whether they go together is looked at after that.
  const apart = [slackProblem(slackSecrets), discordProblem(discordApplication)];
  if (problems.length === 0) problems.push(...apart.filter((problem) => problem !== null));
  if (problems.length > 0) throw new Fault('bad_configuration', problems.join('\n'));
  return { ...configuration, bounds: TurnBounds.parse({ turnStallMs, turnTotalMs }) };
}

/** What every design is begun with, unless whoever begins it says otherwise. */
function settingsOf(value: Value, seconds: (name: VariableName) => number): Settings {
  return {
    questions: 'ask',
    gates: 'ask',
    replacement: 'once',
    answerMs: seconds('CHARRETTE_ANSWER_SECONDS'),
    roundMs: seconds('CHARRETTE_ROUND_SECONDS'),
    synthesisMs: seconds('CHARRETTE_SYNTHESIS_SECONDS'),
    gateMs: seconds('CHARRETTE_GATE_SECONDS'),
    designMs: seconds('CHARRETTE_DESIGN_SECONDS'),
    budgetUsd: value('CHARRETTE_BUDGET_USD_PER_DESIGN') ?? null,
    ...(value('CHARRETTE_THREAD_GONE') === 'pause' && { threadGone: 'pause' as const }),
  };
}

function slackSecretsOf(value: Value): SlackSecrets {
  return {
    botToken: value('SLACK_BOT_TOKEN') ?? null,
    appToken: value('SLACK_APP_TOKEN') ?? null,
    signingSecret: value('SLACK_SIGNING_SECRET') ?? null,
  };
}

function discordApplicationOf(value: Value): DiscordApplication {
  return { token: value('DISCORD_TOKEN') ?? null, applicationId: value('DISCORD_APPLICATION_ID') ?? null };
}

function discordWays(value: Value): Omit<DiscordSettings, keyof DiscordApplication> {
  return {
    guildIds: value('DISCORD_GUILD_IDS') ?? [],
    apiUrl: value('DISCORD_API_URL'),
    messageContent: value('DISCORD_MESSAGE_CONTENT') === '1',
    policy: policyOf('DISCORD', value),
  };
}

function policyOf(platform: 'SLACK' | 'DISCORD', value: Value): Policy {
  return {
    channels: value(`${platform}_CHANNELS`) ?? [],
    starters: value(`${platform}_STARTERS`) ?? [],
    answerers: value(`${platform}_ANSWERERS`) ?? [],
    operators: value(`${platform}_OPERATORS`) ?? [],
    designsPerPersonPerDay: value('CHARRETTE_DESIGNS_PER_PERSON_PER_DAY') ?? null,
  };
}

/** A password that repeats the user's name keeps nothing from anybody, and is often an ordinary word. */
function passwordIn(url: string | null): string | null {
  if (url === null) return null;
  const { username, password } = new URL(urlsOfHosts(url)[0] ?? url);
  return password === '' || password === username ? null : decodeURIComponent(password);
}

function clip(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
