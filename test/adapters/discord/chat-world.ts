import { createRest } from '../../../src/adapters/discord/calls/rest.ts';
import { DiscordChat } from '../../../src/adapters/discord/outgoing/chat.ts';
import type { Design } from '../../../src/core/design.ts';
import type { Post } from '../../../src/core/effects.ts';
import type { Chat, ChatMessage } from '../../../src/runtime/ports/chat.ts';
import type { DiscordOptions, DiscordServer } from '../../platforms/discord/server.ts';
import { keptLog } from '../../support/child-sessions.ts';
import { toldToTheEnd } from '../../support/told.ts';
import { discordWith } from './local.ts';

export const UNHURRIED = { timeout: 60_000 };
export const never = new AbortController().signal;

/** A whole design that began just now, as far as messages are concerned. */
export const ended = (): Design => ({ ...toldToTheEnd().design(), startedAt: Date.now() });

/** As the design's bundle has it. */
export const fileText = (name: string): string => `This is ${name}.`;

export function chatOf({ token, apiUrl }: DiscordServer): Chat {
  const readFile = async (_: unknown, name: string) => Buffer.from(fileText(name));
  return new DiscordChat({ rest: createRest({ token, apiUrl, log: keptLog() }), readFile });
}

/** A chat with a local Discord, and a thread there that Ana has begun. */
export async function chatWith(options: DiscordOptions = {}) {
  const world = await discordWith(options);
  const { discord, ana, general } = world;
  const { guild, people } = discord;
  const thread = guild.addThread(ana, general, 'start', people.say(ana, general, 'start'));
  const design = ended();
  let said = 0;
  const message = (post: Post, changes: Partial<ChatMessage> = {}): ChatMessage => {
    said += 1;
    const place = { platform: 'discord', channel: general, thread, starter: ana };
    return { id: `eff-${said}`, thread: place, post, design, after: null, ...changes };
  };
  return { ...world, chat: chatOf(discord), thread, design, message };
}
