import * as z from 'zod';
import type { Policy } from '../../engine/access/permission.ts';
import {
  idList,
  optional,
  secret,
  url,
  type Values,
  withDefault,
} from '../../foundation/variable.ts';

export const SNOWFLAKE = /^[1-9]\d{16,19}$/;

export const VARIABLES = {
  DISCORD_TOKEN: secret(
    'The Discord bot’s token (docs/discord.md). Unset: no Discord.',
    'the whole token under Bot in the developer portal: three long parts with dots between them',
    z.string().regex(/^[\w-]{4,100}\.[\w-]{4,50}\.[\w-]{4,150}$/),
  ),
  DISCORD_APPLICATION_ID: optional(
    'The bot’s application. Needed with DISCORD_TOKEN.',
    'the Application ID under General Information in the developer portal: 17 to 20 digits',
    z.string().trim().regex(SNOWFLAKE),
  ),
  DISCORD_GUILD_IDS: idList(
    'Servers in which the bot is used; commands appear there at once. Unset: all servers of the bot, where commands can take longer to appear.',
    'ids of servers (17 to 20 digits)',
    SNOWFLAKE,
  ),
  DISCORD_API_URL: withDefault(
    "Address of Discord's API. Change it only to use another endpoint.",
    'an http or https URL without a version at its end',
    'https://discord.com/api',
    url
      .transform((address) => (address.endsWith('/') ? address.slice(0, -1) : address))
      .refine((address) => !/\/v\d+$/.test(address)),
  ),
};

type DiscordValues = Values<typeof VARIABLES>;

export interface DiscordSettings {
  /** A secret. */
  readonly token: string;
  readonly applicationId: string;
  /** Servers with commands of their own; empty for all servers. */
  readonly guildIds: readonly string[];
  /** Without a version, and without a slash at its end. */
  readonly apiUrl: string;
  readonly policy: Policy;
}

/** Advice if only one of the two is set, else `null`. */
export function findDiscordProblem(values: DiscordValues): string | null {
  const { DISCORD_TOKEN: token, DISCORD_APPLICATION_ID: applicationId } = values;
  if ((token === null) === (applicationId === null)) return null;
  const [given, missing] =
    token === null
      ? ['DISCORD_APPLICATION_ID', 'DISCORD_TOKEN']
      : ['DISCORD_TOKEN', 'DISCORD_APPLICATION_ID'];
  return `${given} is set without ${missing}. Set both, or neither.`;
}

export function discordSettingsOf(values: DiscordValues, policy: Policy): DiscordSettings | null {
  const { DISCORD_TOKEN: token, DISCORD_APPLICATION_ID: applicationId } = values;
  if (token === null || applicationId === null) return null;
  return {
    token,
    applicationId,
    guildIds: values.DISCORD_GUILD_IDS,
    apiUrl: values.DISCORD_API_URL,
    policy,
  };
}
