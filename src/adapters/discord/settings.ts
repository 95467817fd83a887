import * as z from 'zod';
import type { Policy } from '../../runtime/permission.ts';
import type { GatewayLimits } from '../../runtime/ports/gateway.ts';
import { idList, optional, secret, url, type Values, withDefault } from '../../runtime/variable.ts';

const SNOWFLAKE = /^[1-9]\d{16,19}$/;

export const VARIABLES = {
  DISCORD_TOKEN: secret(
    'The bot in Discord (docs/discord.md): its token. Unset: no Discord.',
    'the whole token under Bot in the developer portal: three long parts with dots between them',
    z.string().regex(/^[\w-]{4,100}\.[\w-]{4,50}\.[\w-]{4,150}$/),
  ),
  DISCORD_APPLICATION_ID: optional(
    'Which application that bot belongs to. Needed with DISCORD_TOKEN.',
    'the Application ID under General Information in the developer portal: 17 to 20 digits',
    z.string().trim().regex(SNOWFLAKE),
  ),
  DISCORD_CLIENT_SECRET: secret(
    'For signing in to the console with Discord (docs/sign-in.md). Takes DISCORD_GUILD_IDS and CHARRETTE_PUBLIC_URL.',
    'the Client Secret under OAuth2 in the developer portal: at least 16 characters',
    z.string().trim().min(16).max(200),
  ),
  DISCORD_GUILD_IDS: snowflakes(
    'Servers that get the commands, at once, and whose people may start designs. Unset: all that the bot is in, which takes longer to show.',
    'servers',
  ),
  DISCORD_API_URL: withDefault(
    "Where Discord's methods are called; only to point at another endpoint.",
    'an http or https URL without a version at its end',
    'https://discord.com/api',
    url
      .transform((found) => (found.endsWith('/') ? found.slice(0, -1) : found))
      .refine((found) => !/\/v\d+$/.test(found)),
  ),
  DISCORD_CHANNELS: snowflakes(
    'Where designs may be started. Unset: wherever the bot may write, and in direct messages with it.',
    'channels',
  ),
  DISCORD_STARTERS: snowflakes(
    'Who may start designs and run them again. Unset: everybody.',
    'people and roles',
  ),
  DISCORD_ANSWERERS: snowflakes('Who may answer questions. Unset: everybody.', 'people and roles'),
  DISCORD_DECIDERS: snowflakes(
    'Who may decide at gates, settle differences and end the waiting for answers, besides the person who started the design and operators. Unset: only they.',
    'people and roles',
  ),
  DISCORD_ACCEPTERS: snowflakes(
    'Who may accept or decline a decision after the end, besides operators. Unset: those who may decide.',
    'people and roles',
  ),
  DISCORD_OPERATORS: snowflakes(
    'Who may do all of that, and cancel what others have started. Unset: only those who started it.',
    'people and roles',
  ),
};

type DiscordValues = Values<typeof VARIABLES>;

/** One application on Discord, and how it is used. */
export interface DiscordSettings {
  /** The bot's; a secret. */
  readonly token: string;
  readonly applicationId: string;
  /** Servers that it is used in, which get the commands for themselves; none: all. */
  readonly guildIds: readonly string[];
  /** Address without a version and without a slash at its end. */
  readonly apiUrl: string;
  readonly policy: Policy;
  /** Absent or `null`: people do not sign in with it. */
  readonly clientSecret?: string | null;
}

/** `null` where token and application are both set, or both unset; else what to do. */
export function discordProblem(values: DiscordValues): string | null {
  const { DISCORD_TOKEN: token, DISCORD_APPLICATION_ID: applicationId } = values;
  if (values.DISCORD_CLIENT_SECRET !== null && values.DISCORD_GUILD_IDS.length === 0)
    return 'DISCORD_CLIENT_SECRET is set without DISCORD_GUILD_IDS: everybody on Discord could sign in. Set both.';
  if ((token === null) === (applicationId === null)) return null;
  const [given, missing] =
    token === null
      ? ['DISCORD_APPLICATION_ID', 'DISCORD_TOKEN']
      : ['DISCORD_TOKEN', 'DISCORD_APPLICATION_ID'];
  return `${given} is set without ${missing}. Set both, or neither.`;
}

/** `null` where something is missing. */
export function discordSettings(values: DiscordValues, limits: GatewayLimits): DiscordSettings | null {
  const { DISCORD_TOKEN: token, DISCORD_APPLICATION_ID: applicationId } = values;
  if (token === null || applicationId === null) return null;
  return {
    token,
    applicationId,
    guildIds: values.DISCORD_GUILD_IDS,
    apiUrl: values.DISCORD_API_URL,
    ...(values.DISCORD_CLIENT_SECRET === null ? {} : { clientSecret: values.DISCORD_CLIENT_SECRET }),
    policy: {
      channels: values.DISCORD_CHANNELS,
      starters: values.DISCORD_STARTERS,
      answerers: values.DISCORD_ANSWERERS,
      deciders: values.DISCORD_DECIDERS,
      accepters: values.DISCORD_ACCEPTERS,
      operators: values.DISCORD_OPERATORS,
      ...limits,
    },
  };
}

function snowflakes(about: string, ofWhat: string) {
  return idList(about, `ids of ${ofWhat} (17 to 20 digits)`, SNOWFLAKE);
}
