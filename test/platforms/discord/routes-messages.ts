import { ChannelType } from 'discord-api-types/v10';
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
import {
  type Backend,
  messageIn,
  need,
  needActive,
  needUnlocked,
  openToWrite,
  type Route,
  readMessage,
  route,
  textChannel,
  type Upload,
} from './route.ts';
import { isSnowflake, snowflake } from './snowflake.ts';
import { mentionsIn, wireMessage } from './wire.ts';

const MAX_FILES = 10;
const MAX_LIST = 100;
const DEFAULT_LIST = 50;

const MAX_FILE_BYTES = 10_485_760;

export const MESSAGE_ROUTES: readonly Route[] = [
  route(
    'messages.create',
    'POST /channels/:channel/messages',
    { body: newMessage, takesFiles: true },
    (backend, { at, body, files }) => {
      const channel = writableChannel(backend, at.channel);
      const { guild } = backend;
      const sent = body.enforce_nonce === true && body.nonce !== undefined;
      const earlier =
        sent &&
        guild.messages.withNonce(channel.id, guild.bot.id, body.nonce ?? '', backend.nonceMs);
      if (earlier) return own(backend, earlier);
      const stored = filesOf(files);
      if (stored.length > 0) need(backend, channel, 'AttachFiles');
      const content = contentOf(body, stored, FLAGS.v2 | FLAGS.silent);
      openToWrite(backend, channel);
      const pings = pingsOf(backend, content, body.allowed_mentions);
      const present = channel.thread === null ? [] : [guild.bot.id, ...pings];
      for (const id of present) if (guild.people.has(id)) guild.join(channel.id, id);
      const rest = { pings, nonce: body.nonce ?? null };
      return own(
        backend,
        guild.messages.post({ ...content, ...rest, channel: channel.id, author: guild.bot.id }),
      );
    },
  ),
  route(
    'messages.list',
    'GET /channels/:channel/messages',
    { query: ['after', 'limit'] },
    (backend, { at, query }) => {
      const channel = textChannel(backend, at.channel);
      const limit = Number(query.limit ?? DEFAULT_LIST);
      if (!(Number.isInteger(limit) && limit >= 1 && limit <= MAX_LIST)) {
        throw invalid(['limit'], 'NUMBER_TYPE_MAX', `limit is to be between 1 and ${MAX_LIST}`);
      }
      const page = pageOf(backend.guild.messages.in(channel.id), query.after, limit);
      const isHidden = !backend.guild.mayBot(channel, 'ReadMessageHistory');
      return isHidden
        ? []
        : page.map((each) => wireMessage(backend.guild, each, { mayRead: backend.mayRead }));
    },
  ),
  route('messages.get', 'GET /channels/:channel/messages/:message', {}, (backend, { at }) => {
    const message = readMessage(backend, textChannel(backend, at.channel), at.message);
    return wireMessage(backend.guild, message, { mayRead: backend.mayRead });
  }),
  route(
    'messages.edit',
    'PATCH /channels/:channel/messages/:message',
    { body: changedMessage, takesFiles: true },
    (backend, { at, body, files }) => {
      const channel = textChannel(backend, at.channel);
      const message = messageIn(backend, channel, at.message);
      if (message.author !== backend.guild.bot.id) throw refusal('not_the_author');
      needUnlocked(backend, channel);
      needActive(channel);
      const stored = filesOf(files);
      if (stored.length > 0) need(backend, channel, 'AttachFiles');
      const kept = body.attachments?.map(({ id }) => String(id));
      const before = message.files.filter(({ id }) => kept === undefined || kept.includes(id));
      const all = [...before, ...stored];
      if (all.length > MAX_FILES)
        throw invalid(['attachments'], 'BASE_TYPE_MAX_LENGTH', `${all.length} files`);
      backend.guild.messages.edit(message, contentOf(body, all, FLAGS.v2, message));
      return wireMessage(backend.guild, message, { mayRead: backend.mayRead });
    },
  ),
  route('messages.delete', 'DELETE /channels/:channel/messages/:message', {}, (backend, { at }) => {
    const channel = textChannel(backend, at.channel);
    const message = messageIn(backend, channel, at.message);
    if (message.author !== backend.guild.bot.id) need(backend, channel, 'ManageMessages');
    if (channel.thread?.isArchived) needUnlocked(backend, channel);
    backend.guild.messages.remove(message);
    return null;
  }),
  route(
    'reactions.add',
    'PUT /channels/:channel/messages/:message/reactions/:emoji/@me',
    {},
    (backend, { at }) => {
      const channel = textChannel(backend, at.channel);
      const message = readMessage(backend, channel, at.message);
      needActive(channel);
      const emoji = emojiOf(at.emoji);
      const people = message.reactions.get(emoji);
      if (people === undefined) need(backend, channel, 'AddReactions');
      message.reactions.set(emoji, new Set([...(people ?? []), backend.guild.bot.id]));
      return null;
    },
  ),
];

/** A channel or a thread that the bot may write to. */
function writableChannel(backend: Backend, id: string | undefined): Channel {
  const channel = textChannel(backend, id);
  if (channel.type === ChannelType.DM) {
    const people = [...channel.members].map((member) => backend.guild.people.get(member));
    if (people.some((person) => person?.isOpenToDirect === false))
      throw refusal('cannot_send_to_user');
  } else need(backend, channel, channel.thread === null ? 'SendMessages' : 'SendMessagesInThreads');
  needUnlocked(backend, channel);
  return channel;
}

function own(backend: Backend, message: Message): object {
  return wireMessage(backend.guild, message, { mayRead: true, isFirst: true });
}

/** The files that come with a message. */
function filesOf(uploads: readonly Upload[]): StoredFile[] {
  const misplaced = uploads.find(({ index }) => index === '');
  if (misplaced !== undefined)
    throw invalid(['files'], 'BASE_TYPE_BAD_TYPE', `the field of ${misplaced.name} is no files[n]`);
  if (uploads.some(({ content }) => content.length > MAX_FILE_BYTES)) throw refusal('too_large');
  if (uploads.length > MAX_FILES)
    throw invalid(['attachments'], 'BASE_TYPE_MAX_LENGTH', `${uploads.length} files`);
  return uploads.map(({ name, type, content }) => {
    const safe = name.replaceAll(/[^\w.-]/g, '_');
    return { id: snowflake(), name: safe, type, size: content.length, content };
  });
}

/**
 * Whom a message pings: the people and roles that it names and `everyone`, where the app does not
 * hold that back.
 */
export function pingsOf(
  { guild }: Backend,
  content: Content,
  allowed: AllowedMentions | null | undefined,
): string[] {
  const text = textOf(content);
  const mayBe = (kind: AllowedMentions['parse'][number]) =>
    !allowed || allowed.parse.includes(kind);
  const roles = [...text.matchAll(/<@&(\d+)>/g)].map(([, id]) => id ?? '');
  return [
    ...mentionsIn(guild, text).filter((id) => mayBe('users') || allowed?.users?.includes(id)),
    ...roles.filter((id) => mayBe('roles') || allowed?.roles?.includes(id)),
    ...(mayBe('everyone') && /@(everyone|here)/.test(text) ? ['everyone'] : []),
  ];
}

/** The newest first; with `after`, those that come next. */
function pageOf(all: Message[], after: string | undefined, limit: number): Message[] {
  if (after === undefined) return all.slice(-limit).toReversed();
  if (after !== '0' && !isSnowflake(after))
    throw invalid(['after'], 'NUMBER_TYPE_COERCE', `"${after}" is no id`);
  const later = all.filter(({ id }) => BigInt(id) > BigInt(after));
  return later.slice(0, limit).toReversed();
}

function emojiOf(text: string | undefined): string {
  const emoji = text ?? '';
  if (!/^(\p{RGI_Emoji}|\w+:\d+)$/v.test(emoji)) throw refusal('unknown_emoji');
  return emoji;
}
