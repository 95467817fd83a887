/**
 * Messages that Discord is sent, by the calls of src/acts/gateway/outgoing/messenger.ts, and words
 * for one person alone.
 */

import { createHash } from 'node:crypto';
import {
  ComponentType,
  MessageFlags,
  type RawFile,
  type REST,
  RESTJSONErrorCodes,
  type RequestData,
  Routes,
  ThreadAutoArchiveDuration,
} from 'discord.js';
import * as z from 'zod';
import type { CallingPolicy } from '#acts/drawing/calls.ts';
import type {
  MessageToSend,
  Messenger,
  SentMessage,
  Since,
} from '#acts/gateway/outgoing/messenger.ts';
import { acceptRefusals, pagesOf } from '#acts/gateway/platform-access.ts';
import type { Thread } from '#core/vocabulary/event-parts.ts';
import { cutWords } from '#foundation/cut-text.ts';
import { foldToOneLine } from '#presentation/format/plain.ts';
import { discordCodeOf } from '../calls/faults.ts';
import { DiscordCalls } from '../calls/rest.ts';
import { discordId, Identified, snowflakeOf } from '../calls/wire.ts';
import { type Drawing, draw, drawPost } from '../drawing/draw.ts';
import { type Called, ThreadPeople } from './thread-people.ts';

const GONE = [RESTJSONErrorCodes.UnknownMessage];
const HAS_THREAD = [RESTJSONErrorCodes.ThreadAlreadyCreatedForMessage];
/** A rule of the server, or Discord itself, does not take the topic as a name. */
const NAME_REFUSED: readonly (number | null)[] = [
  RESTJSONErrorCodes.TitleWasBlockedByAutomaticModeration,
  RESTJSONErrorCodes.MessageWasBlockedByAutomaticModeration,
  RESTJSONErrorCodes.MessageBlockedByHarmfulLinksFilter,
  RESTJSONErrorCodes.InvalidFormBodyOrContentType,
];
const PLAIN_NAME = 'A design';
const Attachments = z.object({ attachments: z.array(z.object({ filename: z.string() })) });
const Posted = Identified.extend({ channel_id: discordId });

/** The receipt of a message is its id; that of a file is its name. */
export function createDiscordMessenger(rest: REST, policy: CallingPolicy): Messenger {
  const calls = new DiscordCalls(rest);
  const people = new ThreadPeople(calls, policy);
  const bodyOf = async (
    thread: Thread,
    content: MessageToSend,
    files: readonly string[],
    signal: AbortSignal,
  ) => {
    const { id, post, design, called } = content;
    const mentions = await people.findCalled(called, thread.channel, signal);
    return { mentions, body: markedBody(id, drawPost(post, design, files), mentions) };
  };
  const send = async (thread: Thread, body: object, signal: AbortSignal): Promise<SentMessage> => {
    const place = placeOf(thread);
    const route = Routes.channelMessages(place);
    const say = async (rest: REST) => Posted.parse(await rest.post(route, { body }));
    const posted = await calls.makeIn(place, say, signal);
    return { message: posted.id, thread: posted.channel_id };
  };
  const change = async (
    thread: Thread,
    message: string,
    request: RequestData,
    signal: AbortSignal,
  ): Promise<void> => {
    const place = placeOf(thread, message);
    const route = Routes.channelMessage(place, message);
    await calls.makeIn(place, (rest) => rest.patch(route, request), signal);
  };
  return {
    draw: ({ post, design }) => drawPost(post, design),
    send: async (thread, content, signal) => {
      const { id } = content;
      const { mentions, body } = await bodyOf(thread, content, [], signal);
      // A message that calls no one arrives silently.
      const flags =
        mentions === null ? body.flags | MessageFlags.SuppressNotifications : body.flags;
      return send(thread, { ...body, flags, nonce: nonceOf(id), enforce_nonce: true }, signal);
    },
    say: (thread, words, signal) => {
      const { flags, components } = draw(words);
      const silently = {
        flags: flags | MessageFlags.SuppressNotifications,
        allowed_mentions: { parse: [] },
      };
      return send(thread, { components, ...silently }, signal);
    },
    change: async (thread, message, content, signal) => {
      const files = content.files.split(' ').filter(Boolean);
      const { body } = await bodyOf(thread, content, files, signal);
      await change(thread, message, { body }, signal);
    },
    attach: async (thread, message, content, uploads, signal) => {
      const names = uploads.map(({ name }) => name);
      const { body } = await bodyOf(thread, content, names, signal);
      const attachments = uploads.map(({ name, title }, at) => ({
        id: at,
        filename: name,
        description: title,
      }));
      const files = uploads.map(({ name, content: data }): RawFile => ({ name, data }));
      await change(thread, message, { body: { ...body, attachments }, files }, signal);
      return names.join(' ');
    },
    remove: async (thread, message, signal) => {
      const place = placeOf(thread, message);
      const route = Routes.channelMessage(place, message);
      const remove = (rest: REST) => acceptRefusals(discordCodeOf, GONE, () => rest.delete(route));
      await calls.makeIn(place, remove, signal);
    },
    read: async (thread, message, signal) => {
      const route = Routes.channelMessage(placeOf(thread, message), message);
      const read = async (rest: REST) => Attachments.parse(await rest.get(route));
      const { attachments } = await calls.make(read, signal);
      return attachments.map(({ filename: name }) => ({ name, receipt: name }));
    },
    findMarked: async function* (thread, id, since, signal) {
      const mark = markOf(id);
      for await (const { id: message, components } of ownMessages(calls, thread, since, signal))
        if (idsIn(components).includes(mark)) yield message;
    },
    openThread: async (thread, message, topic, signal) => {
      const route = Routes.threads(thread.channel, message);
      const openNamed = (rest: REST, name: string) => {
        const body = { name, auto_archive_duration: ThreadAutoArchiveDuration.OneWeek };
        return acceptRefusals(discordCodeOf, HAS_THREAD, () => rest.post(route, { body }));
      };
      const open = async (rest: REST) => {
        try {
          return await openNamed(rest, threadName(topic));
        } catch (error) {
          if (!NAME_REFUSED.includes(discordCodeOf(error))) throw error;
          return openNamed(rest, PLAIN_NAME);
        }
      };
      await calls.make(open, signal);
      if (thread.starter !== '') await people.add(message, thread.starter, signal);
    },
    react: (channel, message, mark, signal) => people.react(channel, message, mark, signal),
  };
}

/** `id` is the mark to find the message by. Only `mentions` mentions anyone. */
function markedBody(id: string, { flags, components }: Drawing, mentions: Called | null) {
  const below =
    mentions === null
      ? []
      : [{ type: ComponentType.TextDisplay, content: mentions.words } as const];
  const [first, ...others] = [...components, ...below];
  const head = first === undefined ? [] : [{ ...first, id: markOf(id) }];
  const allowed =
    mentions === null ? {} : { users: [...mentions.users], roles: [...mentions.roles] };
  return { flags, components: [...head, ...others], allowed_mentions: { parse: [], ...allowed } };
}

const PAGE_MESSAGES = 100;
const NONCE_CHARACTERS = 24;
/** Ids of components are positive 32-bit integers. */
const LARGEST_ID = 0x7fff_ffff;

const Component = z.object({
  id: z.number().optional(),
  get components() {
    return z.array(Component).optional();
  },
});
type Component = z.infer<typeof Component>;
/** Components of any other shape are not ours. */
const Page = z.array(
  Identified.extend({ author: Identified, components: z.array(Component).default([]).catch([]) }),
);

/**
 * The bot's messages in the thread or, for a card, in the channel. Discord gives them in no order
 * within a page.
 */
async function* ownMessages(
  calls: DiscordCalls,
  thread: Thread,
  since: Since,
  signal: AbortSignal,
): AsyncGenerator<z.infer<typeof Page>[number], void> {
  const own = await calls.ownUser(signal);
  const route = Routes.channelMessages(placeOf(thread));
  const first = 'message' in since ? since.message : snowflakeOf(since.at);
  const pages = pagesOf(PAGE_MESSAGES, first, async (after) => {
    const query = new URLSearchParams({ after, limit: String(PAGE_MESSAGES) });
    const page = await calls.make(
      async (rest) => Page.parse(await rest.get(route, { query })),
      signal,
    );
    const isLast = page.length < PAGE_MESSAGES;
    return { page, next: isLast ? null : newestOf([after, ...page.map(({ id }) => id)]) };
  });
  for await (const each of pages) if (each.author.id === own) yield each;
}

function idsIn(components: readonly Component[]): number[] {
  return components.flatMap(({ id, components: within = [] }) => [
    ...(id === undefined ? [] : [id]),
    ...idsIn(within),
  ]);
}

/** Ids grow with time, and need more than 53 bits. */
function newestOf(ids: readonly string[]): string {
  return ids.reduce((newest, id) => (BigInt(id) > BigInt(newest) ? id : newest), '0');
}

/** The id of one of the message's components: Discord keeps it, and people do not see it. */
function markOf(id: string): number {
  return (digest(`${id} 0/1`).readUInt32BE() % LARGEST_ID) + 1;
}

/** For some minutes, Discord treats messages with the same nonce as one. */
function nonceOf(id: string): string {
  return digest(`nonce ${id} 0/1`).toString('base64url').slice(0, NONCE_CHARACTERS);
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

const NAME_CHARACTERS = 100;

function threadName(topic: string): string {
  return cutWords(foldToOneLine(topic), NAME_CHARACTERS) || '…';
}

/**
 * The channel or thread of a message. A card has its thread's id and is in the channel; all else is
 * in the thread.
 */
function placeOf({ channel, thread }: Thread, message: string | null = null): string {
  return thread === '' || message === thread ? channel : thread;
}
