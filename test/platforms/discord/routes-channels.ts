import { ChannelType } from 'discord-api-types/v10';
import { z } from 'zod';
import type { Channel } from './places.ts';
import { invalid, refusal } from './refusal.ts';
import { type Desk, need, needActive, type Route, readMessage, route, seenChannel } from './route.ts';
import { snowflake } from './snowflake.ts';
import { wireChannel } from './wire.ts';

const { AnnouncementThread, GuildAnnouncement, GuildText, PrivateThread, PublicThread } = ChannelType;
const DEFAULT_ARCHIVE_MINUTES = 4_320;

const threadOnMessage = z.strictObject({
  name: z.string().min(1).max(100),
  auto_archive_duration: z.literal([60, 1_440, 4_320, 10_080]).optional(),
});
const threadAlone = threadOnMessage.extend({
  type: z.literal([AnnouncementThread, PublicThread, PrivateThread]).optional(),
  invitable: z.boolean().optional(),
});

export const CHANNEL_ROUTES: readonly Route[] = [
  route('channels.get', 'GET /channels/:channel', {}, (desk, { at }) => {
    return wireChannel(desk.guild, seenChannel(desk, at.channel));
  }),
  route(
    'channels.edit',
    'PATCH /channels/:channel',
    { body: z.strictObject({ archived: z.boolean() }) },
    (desk, { at, body }) => {
      const channel = threadOf(desk, at.channel);
      mayArchive(desk, channel, body.archived);
      desk.guild.archive(channel.id, body.archived);
      return wireChannel(desk.guild, channel);
    },
  ),
  route(
    'threads.start_on_message',
    'POST /channels/:channel/messages/:message/threads',
    { body: threadOnMessage, status: 201 },
    (desk, { at, body }) => {
      const channel = channelOfThreads(desk, at.channel);
      need(desk, channel, 'CreatePublicThreads');
      const on = readMessage(desk, channel, at.message);
      if (desk.guild.channels.has(on.id)) throw refusal('already_has_thread');
      const type = channel.type === GuildAnnouncement ? AnnouncementThread : PublicThread;
      return started(desk, { ...body, id: on.id, parent: channel.id, type, on });
    },
  ),
  route(
    'threads.start',
    'POST /channels/:channel/threads',
    { body: threadAlone, status: 201 },
    (desk, { at, body }) => {
      const channel = channelOfThreads(desk, at.channel);
      const { type = PrivateThread, invitable: isInvitable = true, ...about } = body;
      if ((channel.type === GuildAnnouncement) !== (type === AnnouncementThread))
        throw invalid(['type'], 'BASE_TYPE_CHOICES', 'not in this channel');
      if (body.invitable !== undefined && type !== PrivateThread) {
        throw invalid(['invitable'], 'BASE_TYPE_CHOICES', 'only a private thread is invitable or not');
      }
      need(desk, channel, type === PrivateThread ? 'CreatePrivateThreads' : 'CreatePublicThreads');
      return started(desk, { ...about, id: snowflake(), parent: channel.id, type, isInvitable });
    },
  ),
  route('threads.add_member', 'PUT /channels/:channel/thread-members/:person', {}, (desk, { at }) => {
    const thread = threadOf(desk, at.channel);
    needActive(thread);
    const { bot, people } = desk.guild;
    const person = at.person === '@me' ? bot.id : (at.person ?? '');
    if (person !== bot.id) need(desk, thread, 'SendMessagesInThreads');
    if (!people.has(person)) throw refusal('unknown_user');
    desk.guild.join(thread.id, person, bot.id);
    return null;
  }),
  route(
    'users.direct',
    'POST /users/@me/channels',
    { body: z.strictObject({ recipient_id: z.string() }) },
    (desk, { body }) => wireChannel(desk.guild, desk.guild.channel(desk.guild.direct(body.recipient_id))),
  ),
];

interface Wanted extends z.infer<typeof threadOnMessage> {
  readonly id: string;
  readonly parent: string;
  readonly type: ChannelType;
  readonly on?: ReturnType<typeof readMessage>;
  readonly isInvitable?: boolean;
}

function started({ guild }: Desk, { auto_archive_duration, ...about }: Wanted): object {
  const autoArchiveMinutes = auto_archive_duration ?? DEFAULT_ARCHIVE_MINUTES;
  return wireChannel(guild, guild.startThread({ ...about, owner: guild.bot.id, autoArchiveMinutes }));
}

function channelOfThreads(desk: Desk, id: string | undefined): Channel {
  const channel = seenChannel(desk, id);
  if (![GuildText, GuildAnnouncement].includes(channel.type)) throw refusal('wrong_channel_type');
  return channel;
}

function threadOf(desk: Desk, id: string | undefined): Channel {
  const channel = seenChannel(desk, id);
  if (channel.thread === null) throw refusal('wrong_channel_type');
  return channel;
}

/** The members of a thread may open it again; the rest is for its owner and for moderators, and a locked thread is
 *  for moderators alone. */
function mayArchive(desk: Desk, channel: Channel, isArchived: boolean): void {
  const { thread, members } = channel;
  const isOwn = thread?.owner === desk.guild.bot.id;
  const isOpening = !isArchived && members.has(desk.guild.bot.id);
  if (!isOwn && !isOpening) need(desk, channel, 'ManageThreads');
  if (thread?.isLocked) need(desk, channel, 'ManageThreads');
  need(desk, channel, 'SendMessagesInThreads');
  if (isArchived) needActive(channel);
}
