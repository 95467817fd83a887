import type { DiscordSettings } from '../adapters/discord/settings.ts';

export interface DiscordApplication {
  readonly token: string | null;
  readonly applicationId: string | null;
}

/** `null` where they go together, or are both unset; else what to do. */
export function discordProblem({ token, applicationId }: DiscordApplication): string | null {
  if ((token === null) === (applicationId === null)) return null;
  const [given, missing] =
    token === null
      ? ['DISCORD_APPLICATION_ID', 'DISCORD_TOKEN']
      : ['DISCORD_TOKEN', 'DISCORD_APPLICATION_ID'];
  return `${given} is set without ${missing}. Set both, or neither.`;
}

/** `null` where something is missing. */
export function discordSettings(
  { token, applicationId }: DiscordApplication,
  ways: Omit<DiscordSettings, keyof DiscordApplication>,
): DiscordSettings | null {
  return token === null || applicationId === null ? null : { token, applicationId, ...ways };
}
