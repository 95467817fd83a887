import { Client, DiscordAPIError, Events, GatewayIntentBits, REST, Routes } from 'discord.js';
import { onTestFinished } from 'vitest';
import type { DiscordServer } from '../../platforms/discord/server.ts';

const STOPPING_MS = 5_000;

const makeRequest = (url: string, init: object) => fetch(url, init) as never;

export function restOf(discord: DiscordServer): REST {
  return new REST({ api: discord.apiUrl, makeRequest, retries: 0 }).setToken(discord.token);
}

/** Discord's code for why this was refused, or null when it was not. */
export async function codeOf(call: Promise<unknown>): Promise<number | string | null> {
  try {
    await call;
    return null;
  } catch (error) {
    if (error instanceof DiscordAPIError) return error.code;
    throw error;
  }
}

export const COMMANDS = [
  {
    name: 'design',
    description: 'Discuss a design',
    options: [
      {
        type: 1,
        name: 'status',
        description: 'Where a design stands',
        options: [{ type: 3, name: 'design', description: 'Which one', autocomplete: true }],
      },
    ],
  },
  { type: 3, name: 'Design this' },
];

export async function register(discord: DiscordServer): Promise<void> {
  const route = Routes.applicationGuildCommands(discord.applicationId, discord.guild.id);
  await restOf(discord).put(route, { body: COMMANDS });
}

/** A bot that does what the test prepares it for, connected. */
export async function startBot(
  discord: DiscordServer,
  prepare: (client: Client) => void,
  intents: readonly GatewayIntentBits[] = [GatewayIntentBits.Guilds],
): Promise<void> {
  const client = new Client({
    intents,
    rest: { api: discord.apiUrl, makeRequest },
  });
  prepare(client);
  const ready = new Promise((resolve) => client.once(Events.ClientReady, resolve));
  onTestFinished(async () => {
    await Promise.race([
      client.destroy(),
      new Promise((resolve) => setTimeout(resolve, STOPPING_MS).unref()),
    ]);
  });
  await client.login(discord.token);
  await ready;
}
