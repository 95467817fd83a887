import type { GatewayKind } from '../../runtime/ports/gateway.ts';
import { type DiscordSettings, discordProblem, discordSettings, VARIABLES } from './settings.ts';

export const DISCORD: GatewayKind<typeof VARIABLES, DiscordSettings> = {
  name: 'discord',
  title: 'Discord',
  variables: VARIABLES,
  endpoint: { name: 'DISCORD_API_URL', secrets: ['DISCORD_TOKEN'] },
  problem: discordProblem,
  settings: discordSettings,
  open: async (settings, parts) => (await import('./gateway.ts')).createDiscord(settings, parts),
  doctor: async (settings, context) => (await import('./doctor.ts')).discordLines(settings, context),
  verbs: [
    {
      name: 'discord-register',
      description: 'put the commands in place on Discord, and print the link that invites the bot',
      options: [],
      run: async (_options, settings, log) =>
        (await import('./commands/registration.ts')).register(settings, log),
    },
  ],
};
