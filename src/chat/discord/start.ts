/**
 * The connection to Discord's gateway.
 *
 * @example const discord = await startDiscord({ token, apiUrl, designs, operators, log, onReconnect, onLost });
 */

import { setTimeout as wait } from 'node:timers/promises';
import {
  Client,
  DiscordjsError,
  DiscordjsErrorCodes,
  GatewayIntentBits,
  Partials,
} from 'discord.js';
import type { Chat } from '#engine/chat.ts';
import { Fault, messageOf } from '#support/fault.ts';
import type { GatewayOptions } from '../gateway.ts';
import { CALL_MS } from '../posts.ts';
import { COMMAND, listen } from './listen.ts';
import { DiscordChat } from './post.ts';

const CLOSE_MS = 2_000;

export interface DiscordOptions extends GatewayOptions {
  readonly token: string;
  /** Unset: Discord's own. */
  readonly apiUrl?: string | undefined;
}

/** @throws {Fault} `bad_setting`: the token or an intent is refused; `platform`: Discord does not answer. */
export async function startDiscord(
  options: DiscordOptions,
): Promise<{ readonly chat: Chat; stop(): Promise<void> }> {
  const { token, apiUrl, log } = options;
  const client = new Client({
    intents: [
      GatewayIntentBits.Guilds,
      GatewayIntentBits.GuildMessages,
      GatewayIntentBits.MessageContent,
    ],
    // An edit of a message that was written before this process started.
    partials: [Partials.Message],
    allowedMentions: { parse: [] },
    rest: {
      ...(apiUrl !== undefined && { api: apiUrl }),
      timeout: CALL_MS,
      retries: 0,
      rejectOnRateLimit: () => true,
      // The library's own uses whichever undici was loaded first, and then cannot send files.
      makeRequest: (url, { dispatcher: _, ...init }) => fetch(url, init as RequestInit),
    },
  });
  // Errors of our own listeners arrive here too; unhandled, they would end the process.
  client.on('error', (error) => log.error('discord_listener_failed', { error }));
  const isReady = new Promise<Client<true>>((resolve) => client.once('clientReady', resolve));
  try {
    await client.login(token);
  } catch (cause) {
    await client.destroy();
    throw startFault(cause);
  }
  const ready = await isReady;
  client.on('shardDisconnect', ({ code }) =>
    options.onLost(`Discord has closed the connection for good (${code}).`),
  );
  const catchUp = (): void => {
    log.info('discord_reconnected');
    options.onReconnect();
  };
  client.on('shardResume', catchUp);
  client.on('shardReady', catchUp);

  const chat = new DiscordChat(ready);
  listen(ready, { ...options, chat });
  await ready.application.commands.set([COMMAND]);
  log.info('discord_connected', { bot: ready.user.id, servers: ready.guilds.cache.size });
  return {
    chat,
    stop: async () => {
      // Between two sessions the library may never finish closing.
      await Promise.race([client.destroy(), wait(CLOSE_MS, undefined, { ref: false })]);
    },
  };
}

function startFault(cause: unknown): Fault {
  if (cause instanceof DiscordjsError && cause.code === DiscordjsErrorCodes.TokenInvalid)
    return new Fault('bad_setting', 'Discord refuses DISCORD_TOKEN.', { cause });
  if (/disallowed intents/i.test(messageOf(cause)))
    return new Fault(
      'bad_setting',
      'Discord refuses DISCORD_TOKEN’s intents: switch on Message Content Intent under Bot in the developer portal.',
      { cause },
    );
  return new Fault('platform', `Discord does not answer: ${messageOf(cause)}`, { cause });
}
