import { ChannelType } from 'discord-api-types/v10';
import { z } from 'zod';
import type { Upload } from './http-answer.ts';
import type { Message, StoredFile } from './message.ts';
import {
  type AllowedMentions,
  type Content,
  changedMessage,
  contentOf,
  FLAGS,
  newMessage,
  textOf,
} from './message-body.ts';
import type { Channel } from './places.ts';
import { invalid, refusal } from './refusal.ts';
import { type Desk, need, type Route, readMessage, route, textChannel } from './route.ts';
import { isSnowflake, snowflake } from './snowflake.ts';
import { needActive, needUnlocked, openToWrite } from './thread-rules.ts';
import { mentionsIn, wireMessage } from './wire.ts';

const MAX_FILES = 10;
const MAX_LIST = 100;
const DEFAULT_LIST = 50;

/** What is sent with a message in any way: the channel is one that the bot may write to. */
const NEW_FLAGS = FLAGS.suppressEmbeds | FLAGS.silent | FLAGS.v2;
const EDIT_FLAGS = FLAGS.suppressEmbeds | FLAGS.v2;

export const MESSAGE_ROUTES: readonly Route[] = [
  route(
    'messages.create',
    'POST /channels/:channel/messages',
    { body: newMessage },
    (desk, { at, body, files }) => {
      const channel = writableChannel(desk, at.channel);
      const { guild } = desk;
      const sent = body.enforce_nonce === true && body.nonce !== undefined;
      const earlier =
        sent && guild.messages.withNonce(channel.id, guild.bot.id, body.nonce ?? '', desk.nonceMs);
      if (earlier) return own(desk, earlier);
      const stored = filesOf(desk, body.attachments, files, []);
      if (stored.length > 0) need(desk, channel, 'AttachFiles');
      if (body.embeds?.length) need(desk, channel, 'EmbedLinks');
      const content = contentOf(body, stored, NEW_FLAGS);
      const reference = referenceOf(desk, channel, body.message_reference);
      openToWrite(guild, channel);
      const pings = pingsOf(desk, content, body.allowed_mentions);
      const present = channel.thread === null ? [] : [guild.bot.id, ...pings];
      for (const id of present) if (guild.people.has(id)) guild.join(channel.id, id);
      const rest = { reference, pings, nonce: body.nonce ?? null };
      return own(
        desk,
        guild.messages.post({ ...content, ...rest, channel: channel.id, author: guild.bot.id }),
      );
    },
  ),
  route(
    'messages.list',
    'GET /channels/:channel/messages',
    { query: ['after', 'before', 'around', 'limit'] },
    (desk, { at, query }) => {
      const channel = textChannel(desk, at.channel);
      const limit = Number(query.limit ?? DEFAULT_LIST);
      if (!(Number.isInteger(limit) && limit >= 1 && limit <= MAX_LIST)) {
        throw invalid(['limit'], 'NUMBER_TYPE_MAX', `limit is to be between 1 and ${MAX_LIST}`);
      }
      const page = pageOf(desk.guild.messages.in(channel.id), query, limit);
      const isHidden = !desk.guild.mayBot(channel, 'ReadMessageHistory');
      return isHidden ? [] : page.map((each) => wireMessage(desk.guild, each, { mayRead: desk.mayRead }));
    },
  ),
  route('messages.get', 'GET /channels/:channel/messages/:message', {}, (desk, { at }) => {
    const message = readMessage(desk, textChannel(desk, at.channel), at.message);
    return wireMessage(desk.guild, message, { mayRead: desk.mayRead });
  }),
  route(
    'messages.edit',
    'PATCH /channels/:channel/messages/:message',
    { body: changedMessage },
    (desk, { at, body, files }) => {
      const channel = textChannel(desk, at.channel);
      const message = desk.guild.messages.find(channel.id, at.message ?? '');
      if (message === undefined) throw refusal('unknown_message');
      if (message.author !== desk.guild.bot.id) throw refusal('not_the_author');
      needUnlocked(desk.guild, channel);
      needActive(channel);
      const stored = filesOf(desk, body.attachments, files, message.files);
      if (files.length > 0) need(desk, channel, 'AttachFiles');
      const content = contentOf(body, stored, EDIT_FLAGS, message);
      desk.guild.messages.edit(message, content);
      return wireMessage(desk.guild, message, { mayRead: desk.mayRead });
    },
  ),
  route('messages.delete', 'DELETE /channels/:channel/messages/:message', {}, (desk, { at }) => {
    const channel = textChannel(desk, at.channel);
    const message = desk.guild.messages.find(channel.id, at.message ?? '');
    if (message === undefined) throw refusal('unknown_message');
    if (message.author !== desk.guild.bot.id) need(desk, channel, 'ManageMessages');
    if (channel.thread?.isArchived) needUnlocked(desk.guild, channel);
    desk.guild.messages.remove(message);
    return null;
  }),
  route(
    'reactions.add',
    'PUT /channels/:channel/messages/:message/reactions/:emoji/@me',
    {},
    (desk, { at }) => {
      const channel = textChannel(desk, at.channel);
      const message = readMessage(desk, channel, at.message);
      needActive(channel);
      const emoji = emojiOf(at.emoji);
      const people = message.reactions.get(emoji);
      if (people === undefined) need(desk, channel, 'AddReactions');
      message.reactions.set(emoji, new Set([...(people ?? []), desk.guild.bot.id]));
      return null;
    },
  ),
  route('reactions.list', 'GET /channels/:channel/messages/:message/reactions/:emoji', {}, (desk, { at }) => {
    const message = readMessage(desk, textChannel(desk, at.channel), at.message);
    const people = [...(message.reactions.get(emojiOf(at.emoji)) ?? [])];
    return people.map((id) => ({ id, username: id, discriminator: '0', avatar: null, global_name: null }));
  }),
  route(
    'reactions.remove',
    'DELETE /channels/:channel/messages/:message/reactions/:emoji/@me',
    {},
    (desk, { at }) => {
      const channel = textChannel(desk, at.channel);
      const message = readMessage(desk, channel, at.message);
      needActive(channel);
      const emoji = emojiOf(at.emoji);
      message.reactions.get(emoji)?.delete(desk.guild.bot.id);
      if (message.reactions.get(emoji)?.size === 0) message.reactions.delete(emoji);
      return null;
    },
  ),
  route('typing', 'POST /channels/:channel/typing', { body: z.unknown() }, (desk, { at }) => {
    writableChannel(desk, at.channel);
    return null;
  }),
];

/** A channel or a thread that the bot may write to. */
function writableChannel(desk: Desk, id: string | undefined): Channel {
  const channel = textChannel(desk, id);
  if (channel.type === ChannelType.DM) {
    const people = [...channel.members].map((member) => desk.guild.people.get(member));
    if (people.some((person) => person?.isOpenToDirect === false)) throw refusal('cannot_send_to_user');
  } else need(desk, channel, channel.thread === null ? 'SendMessages' : 'SendMessagesInThreads');
  needUnlocked(desk.guild, channel);
  return channel;
}

function own(desk: Desk, message: Message): object {
  return wireMessage(desk.guild, message, { mayRead: true, isFirst: true });
}

interface Named {
  readonly id: string;
  readonly filename?: string | undefined;
  readonly title?: string | null | undefined;
  readonly description?: string | null | undefined;
}

/** The files that a message then has: those that stay, and those that come with the call. */
export function filesOf(
  desk: Desk,
  attachments: readonly Named[] | null | undefined,
  uploads: readonly Upload[],
  before: readonly StoredFile[],
): StoredFile[] {
  for (const { index, name, content } of uploads) {
    if (index === '') throw invalid(['files'], 'BASE_TYPE_BAD_TYPE', `the field of ${name} is no files[n]`);
    if (content.length > desk.maxFileBytes) throw refusal('too_large');
  }
  const kept = attachments?.flatMap(({ id }) => before.filter((file) => file.id === id)) ?? before;
  for (const [place, { id }] of (attachments ?? []).entries()) {
    if ([...before, ...uploads.map(({ index }) => ({ id: index }))].some((file) => file.id === id)) continue;
    throw invalid(['attachments', place, 'id'], 'ATTACHMENT_NOT_FOUND', `there is no file ${id}`);
  }
  const files = [...kept, ...uploads.map((upload) => stored(upload, attachments ?? []))];
  if (files.length > MAX_FILES)
    throw invalid(['attachments'], 'BASE_TYPE_MAX_LENGTH', `${files.length} files`);
  return files;
}

function stored({ index, name, type, content }: Upload, attachments: readonly Named[]): StoredFile {
  const about = attachments.find(({ id }) => id === index);
  const safe = (about?.filename ?? name).replaceAll(/[^\w.-]/g, '_');
  const { title = null, description = null } = about ?? {};
  return { id: snowflake(), name: safe, title, description, type, size: content.length, content };
}

function referenceOf(
  desk: Desk,
  channel: Channel,
  given:
    | { message_id: string; channel_id?: string | undefined; fail_if_not_exists?: boolean | undefined }
    | undefined,
): { channel: string; message: string } | null {
  if (given === undefined) return null;
  if (!desk.guild.mayBot(channel, 'ReadMessageHistory')) throw refusal('no_history_for_reply');
  if (desk.guild.messages.find(channel.id, given.message_id) === undefined) {
    if (given.fail_if_not_exists === false) return null;
    throw invalid(['message_reference'], 'REPLIES_UNKNOWN_MESSAGE', 'Unknown message');
  }
  return { channel: channel.id, message: given.message_id };
}

/** Whom a message pings: the people and roles that it names and `everyone`, where the app does not hold that back. */
export function pingsOf(desk: Desk, content: Content, allowed: AllowedMentions | null | undefined): string[] {
  const text = textOf(content);
  const mayBe = (kind: 'users' | 'roles', id: string): boolean => {
    if (!allowed) return true;
    return allowed.parse?.includes(kind) === true || allowed[kind]?.includes(id) === true;
  };
  const people = mentionsIn(desk.guild, text).filter((id) => mayBe('users', id));
  const roles = [...text.matchAll(/<@&(\d+)>/g)].map(([, id]) => id ?? '').filter((id) => mayBe('roles', id));
  const isForAll = /@(everyone|here)/.test(text) && (allowed?.parse?.includes('everyone') ?? !allowed);
  return [...people, ...roles, ...(isForAll ? ['everyone'] : [])];
}

/** The newest first, whichever end was asked for; with `after`, those that come next. */
function pageOf(all: Message[], query: Readonly<Record<string, string>>, limit: number): Message[] {
  const { after, before, around } = query;
  const given = [after, before, around].filter((each) => each !== undefined);
  if (given.length > 1)
    throw invalid(['after'], 'BASE_TYPE_CHOICES', 'after, before and around exclude each other');
  if (!given.every(isSnowflake) && !given.every((each) => each === '0')) {
    throw invalid(['after'], 'NUMBER_TYPE_COERCE', `"${given}" is no id`);
  }
  const from = BigInt(given[0] ?? 0);
  if (after !== undefined)
    return all
      .filter(({ id }) => BigInt(id) > from)
      .slice(0, limit)
      .toReversed();
  if (before !== undefined)
    return all
      .filter(({ id }) => BigInt(id) < from)
      .slice(-limit)
      .toReversed();
  if (around === undefined) return all.slice(-limit).toReversed();
  const place = all.filter(({ id }) => BigInt(id) < from).length;
  const start = Math.max(0, place - Math.floor(limit / 2));
  return all.slice(start, start + limit).toReversed();
}

function emojiOf(text: string | undefined): string {
  const emoji = text ?? '';
  if (!/^(\p{RGI_Emoji}|\w+:\d+)$/v.test(emoji)) throw refusal('unknown_emoji');
  return emoji;
}
