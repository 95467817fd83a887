import { createChat } from '#acts/gateway/outgoing/chat.ts';
import type { Chat } from '#ports/chat.ts';
import { faultOf } from '#surfaces/discord/calls/faults.ts';
import { createRest } from '#surfaces/discord/calls/rest.ts';
import { createDiscordMessenger } from '#surfaces/discord/outgoing/messenger.ts';
import { blameless } from '../../platforms/blameless.ts';
import type { DiscordOptions, DiscordServer } from '../../platforms/discord/server.ts';
import { OPEN_TO_ALL } from '../../support/designs/open-policy.ts';
import { realClock } from '../../support/processes/child-real-clock.ts';
import { keepLog } from '../../support/processes/child-sessions.ts';
import { type ChatStory, ended, fileText, messagesIn } from '../chat-stories.ts';
import { discordWith } from './local.ts';

export function chatOf({ token, apiUrl }: DiscordServer): Chat {
  const log = keepLog();
  const rest = createRest({ token, apiUrl, log });
  const access = { platform: 'discord', faultOf, clock: realClock, log };
  const readFile = async (_: unknown, name: string) => Buffer.from(fileText(name));
  const parts = { readFile, policy: OPEN_TO_ALL, tellRequester: async () => undefined };
  return createChat(createDiscordMessenger(rest, OPEN_TO_ALL), access, parts);
}

/** A chat with a local Discord, and a thread there that Ana has begun. */
export async function chatWith(options: DiscordOptions = {}) {
  const world = await discordWith(options);
  const { discord, ana, general } = world;
  const { guild, people } = discord;
  const thread = guild.addThread(ana, general, 'start', people.say(ana, general, 'start'));
  blameless(discord.record);
  const design = ended();
  const place = { platform: 'discord', channel: general, thread, starter: ana };
  return {
    ...world,
    chat: chatOf(discord),
    thread,
    place,
    design,
    message: messagesIn(place, design),
  };
}

/** The same for the stories that every platform tells. */
export async function openStory(): Promise<ChatStory> {
  const world = await chatWith();
  const { discord, ana, general, thread } = world;
  return {
    ...world,
    fresh: () => chatOf(discord),
    said: () => discord.visible(thread).slice(1),
    reply: (text) => {
      const reply = discord.people.say(ana, thread, text);
      return { id: `discord:${thread}:${reply.id}`, remove: () => discord.people.remove(reply) };
    },
    files: () => {
      const files = discord.visibleMessages(thread).flatMap((each) => each.files);
      return new Map(files.map(({ name, content }) => [name, String(content)]));
    },
    loseAnswer: (to, mishap) =>
      discord.faults.script(to === 'message' ? 'messages.create' : 'messages.edit', mishap),
    callsOf: (name) => discord.record.callsOf(name),
    removeThread: () => discord.guild.removeChannel(thread),
    inChannel: () => discord.visible(general),
  };
}
