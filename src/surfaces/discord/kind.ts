import type { GatewayKind } from '../../acts/gateway/port.ts';
import {
  type DiscordSettings,
  discordSettingsOf,
  findDiscordProblem,
  SNOWFLAKE,
  VARIABLES,
} from './settings.ts';

export const DISCORD: GatewayKind<typeof VARIABLES, DiscordSettings> = {
  name: 'discord',
  title: 'Discord',
  variables: VARIABLES,
  endpoint: { name: 'DISCORD_API_URL', secrets: ['DISCORD_TOKEN'] },
  people: { form: SNOWFLAKE, words: 'Discord (17 to 20 digits)' },
  problem: findDiscordProblem,
  settings: discordSettingsOf,
  open: async (settings, parts) => (await import('./gateway.ts')).createDiscord(settings, parts),
  doctor: async (settings, context) =>
    (await import('./doctor.ts')).checkDiscord(settings, context),
};
