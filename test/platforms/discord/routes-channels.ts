import { ChannelType } from 'discord-api-types/v10';
import { z } from 'zod';
import type { Channel } from './places.ts';
import { refusal } from './refusal.ts';
import {
  type Backend,
  need,
  needActive,
  type Route,
  readMessage,
  route,
  seenChannel,
} from './route.ts';
import { wireChannel } from './wire.ts';

const { AnnouncementThread, GuildAnnouncement, GuildText, PublicThread } = ChannelType;
const DEFAULT_ARCHIVE_MINUTES = 4_320;

const threadOnMessage = z.strictObject({
  name: z.string().min(1).max(100),
  auto_archive_duration: z.literal([60, 1_440, 4_320, 10_080]).optional(),
});

export const CHANNEL_ROUTES: readonly Route[] = [
  route('channels.get', 'GET /channels/:channel', {}, (backend, { at }) => {
    return wireChannel(backend.guild, seenChannel(backend, at.channel));
  }),
  route(
    'channels.edit',
    'PATCH /channels/:channel',
    { body: z.strictObject({ archived: z.boolean() }) },
    (backend, { at, body }) => {
      const channel = threadOf(backend, at.channel);
      mayArchive(backend, channel, body.archived);
      backend.guild.archive(channel.id, body.archived);
      return wireChannel(backend.guild, channel);
    },
  ),
  route(
    'threads.start_on_message',
    'POST /channels/:channel/messages/:message/threads',
    { body: threadOnMessage, status: 201 },
    (backend, { at, body }) => {
      const channel = channelOfThreads(backend, at.channel);
      need(backend, channel, 'CreatePublicThreads');
      const on = readMessage(backend, channel, at.message);
      if (backend.guild.blockedNames?.test(body.name)) throw refusal('title_blocked_by_rule');
      if (backend.guild.channels.has(on.id)) throw refusal('already_has_thread');
      const type = channel.type === GuildAnnouncement ? AnnouncementThread : PublicThread;
      return started(backend, { ...body, id: on.id, parent: channel.id, type, on });
    },
  ),
  route(
    'threads.member',
    'GET /channels/:channel/thread-members/:person',
    {},
    (backend, { at }) => {
      const thread = threadOf(backend, at.channel);
      const person = at.person ?? '';
      if (!thread.members.has(person)) throw refusal('unknown_member');
      return {
        id: thread.id,
        user_id: person,
        join_timestamp: new Date(0).toISOString(),
        flags: 0,
      };
    },
  ),
  route(
    'threads.add_member',
    'PUT /channels/:channel/thread-members/:person',
    {},
    (backend, { at }) => {
      const thread = threadOf(backend, at.channel);
      needActive(thread);
      const { bot, people } = backend.guild;
      const person = at.person === '@me' ? bot.id : (at.person ?? '');
      if (person !== bot.id) need(backend, thread, 'SendMessagesInThreads');
      if (!people.has(person)) throw refusal('unknown_user');
      backend.guild.join(thread.id, person, bot.id);
      return null;
    },
  ),
  route(
    'users.direct',
    'POST /users/@me/channels',
    { body: z.strictObject({ recipient_id: z.string() }) },
    (backend, { body }) =>
      wireChannel(backend.guild, backend.guild.channel(backend.guild.direct(body.recipient_id))),
  ),
];

interface Wanted extends z.infer<typeof threadOnMessage> {
  readonly id: string;
  readonly parent: string;
  readonly type: ChannelType;
  readonly on?: ReturnType<typeof readMessage>;
}

function started({ guild }: Backend, { auto_archive_duration, ...about }: Wanted): object {
  const autoArchiveMinutes = auto_archive_duration ?? DEFAULT_ARCHIVE_MINUTES;
  return wireChannel(
    guild,
    guild.startThread({ ...about, owner: guild.bot.id, autoArchiveMinutes }),
  );
}

function channelOfThreads(backend: Backend, id: string | undefined): Channel {
  const channel = seenChannel(backend, id);
  if (![GuildText, GuildAnnouncement].includes(channel.type)) throw refusal('wrong_channel_type');
  return channel;
}

function threadOf(backend: Backend, id: string | undefined): Channel {
  const channel = seenChannel(backend, id);
  if (channel.thread === null) throw refusal('wrong_channel_type');
  return channel;
}

/**
 * The members of a thread may open it again; the rest is for its owner and for moderators, and a
 * locked thread is for moderators alone.
 */
function mayArchive(backend: Backend, channel: Channel, isArchived: boolean): void {
  const { thread, members } = channel;
  const isOwn = thread?.owner === backend.guild.bot.id;
  const isOpening = !isArchived && members.has(backend.guild.bot.id);
  if (!isOwn && !isOpening) need(backend, channel, 'ManageThreads');
  if (thread?.isLocked) need(backend, channel, 'ManageThreads');
  need(backend, channel, 'SendMessagesInThreads');
  if (isArchived) needActive(channel);
}
