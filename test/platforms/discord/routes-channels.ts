import { ChannelType } from 'discord-api-types/v10';
import { z } from 'zod';
import { type Channel, holdsMessages } from './places.ts';
import { invalid, refusal } from './refusal.ts';
import { type Desk, need, Reply, type Route, readMessage, route, seenChannel } from './route.ts';
import { snowflake } from './snowflake.ts';
import { needActive } from './thread-rules.ts';
import { wireChannel, wireThreadMember } from './wire.ts';

const name = z.string().min(1).max(100);
const autoArchive = z.union([60, 1_440, 4_320, 10_080].map((minutes) => z.literal(minutes))).optional();
const slowMode = z.int().min(0).max(21_600).nullish();
const { AnnouncementThread, GuildAnnouncement, GuildText, PrivateThread, PublicThread } = ChannelType;

const changedChannel = z.strictObject({
  name: name.optional(),
  archived: z.boolean().optional(),
  locked: z.boolean().optional(),
  invitable: z.boolean().optional(),
  auto_archive_duration: autoArchive,
  rate_limit_per_user: slowMode,
});
const threadOnMessage = z.strictObject({
  name,
  auto_archive_duration: autoArchive,
  rate_limit_per_user: slowMode,
});
const threadAlone = threadOnMessage.extend({
  type: z
    .union([z.literal(AnnouncementThread), z.literal(PublicThread), z.literal(PrivateThread)])
    .optional(),
  invitable: z.boolean().optional(),
});

export const CHANNEL_ROUTES: readonly Route[] = [
  route('channels.get', 'GET /channels/:channel', {}, (desk, { at }) => {
    return wireChannel(desk.guild, seenChannel(desk, at.channel));
  }),
  route('channels.edit', 'PATCH /channels/:channel', { body: changedChannel }, (desk, { at, body }) => {
    const channel = seenChannel(desk, at.channel);
    if (channel.thread === null) need(desk, channel, 'ManageChannels');
    else changeThread(desk, channel, body);
    if (body.name !== undefined) desk.guild.rename(channel.id, body.name);
    return wireChannel(desk.guild, channel);
  }),
  route('channels.delete', 'DELETE /channels/:channel', {}, (desk, { at }) => {
    const channel = seenChannel(desk, at.channel);
    need(desk, channel, channel.thread === null ? 'ManageChannels' : 'ManageThreads');
    const wire = wireChannel(desk.guild, channel);
    desk.guild.removeChannel(channel.id);
    return wire;
  }),
  route(
    'threads.start_on_message',
    'POST /channels/:channel/messages/:message/threads',
    { body: threadOnMessage },
    (desk, { at, body }) => {
      const channel = seenChannel(desk, at.channel);
      if (![GuildText, GuildAnnouncement].includes(channel.type)) throw refusal('wrong_channel_type');
      need(desk, channel, 'CreatePublicThreads');
      const on = readMessage(desk, channel, at.message);
      if (desk.guild.channels.has(on.id)) throw refusal('already_has_thread');
      const type = channel.type === GuildAnnouncement ? AnnouncementThread : PublicThread;
      const about = { id: on.id, name: body.name, parent: channel.id, type, owner: desk.guild.bot.id, on };
      const thread = desk.guild.startThread({
        ...about,
        autoArchiveMinutes: body.auto_archive_duration ?? 4_320,
      });
      return new Reply(201, wireChannel(desk.guild, thread));
    },
  ),
  route('threads.start', 'POST /channels/:channel/threads', { body: threadAlone }, (desk, { at, body }) => {
    const channel = seenChannel(desk, at.channel);
    if (![GuildText, GuildAnnouncement].includes(channel.type)) throw refusal('wrong_channel_type');
    const type = body.type ?? PrivateThread;
    const isNews = channel.type === GuildAnnouncement;
    if (isNews !== (type === AnnouncementThread))
      throw invalid(['type'], 'BASE_TYPE_CHOICES', 'not in this channel');
    if (body.invitable !== undefined && type !== PrivateThread) {
      throw invalid(['invitable'], 'BASE_TYPE_CHOICES', 'only a private thread is invitable or not');
    }
    need(desk, channel, type === PrivateThread ? 'CreatePrivateThreads' : 'CreatePublicThreads');
    const about = { id: snowflake(), name: body.name, parent: channel.id, type, owner: desk.guild.bot.id };
    const { invitable: isInvitable = true, auto_archive_duration: autoArchiveMinutes = 4_320 } = body;
    return new Reply(
      201,
      wireChannel(desk.guild, desk.guild.startThread({ ...about, isInvitable, autoArchiveMinutes })),
    );
  }),
  route('threads.join', 'PUT /channels/:channel/thread-members/@me', {}, (desk, { at }) => {
    const thread = threadOf(desk, at.channel);
    needActive(thread);
    desk.guild.join(thread.id, desk.guild.bot.id);
    return null;
  }),
  route('threads.leave', 'DELETE /channels/:channel/thread-members/@me', {}, (desk, { at }) => {
    const thread = threadOf(desk, at.channel);
    needActive(thread);
    desk.guild.part(thread.id, desk.guild.bot.id);
    return null;
  }),
  route('threads.add_member', 'PUT /channels/:channel/thread-members/:person', {}, (desk, { at }) => {
    const thread = threadOf(desk, at.channel);
    needActive(thread);
    need(desk, thread, 'SendMessagesInThreads');
    const person = at.person ?? '';
    if (!desk.guild.people.has(person)) throw refusal('unknown_user');
    desk.guild.join(thread.id, person, desk.guild.bot.id);
    return null;
  }),
  route('threads.remove_member', 'DELETE /channels/:channel/thread-members/:person', {}, (desk, { at }) => {
    const thread = threadOf(desk, at.channel);
    if (thread.thread?.owner !== desk.guild.bot.id) need(desk, thread, 'ManageThreads');
    desk.guild.part(thread.id, at.person ?? '');
    return null;
  }),
  route(
    'threads.member',
    'GET /channels/:channel/thread-members/:person',
    { query: ['with_member'] },
    (desk, { at }) => {
      const thread = threadOf(desk, at.channel);
      const person = at.person === '@me' ? desk.guild.bot.id : (at.person ?? '');
      if (!thread.members.has(person)) throw refusal('unknown_member');
      return wireThreadMember(thread.id, person);
    },
  ),
  // Who is in a thread is told to those alone who have the privileged intent to know a guild's members.
  route(
    'threads.members',
    'GET /channels/:channel/thread-members',
    { query: ['with_member', 'after', 'limit'] },
    (desk, { at }) => {
      threadOf(desk, at.channel);
      throw refusal('missing_access');
    },
  ),
  route(
    'users.direct',
    'POST /users/@me/channels',
    { body: z.strictObject({ recipient_id: z.string() }) },
    (desk, { body }) => wireChannel(desk.guild, desk.guild.channel(desk.guild.direct(body.recipient_id))),
  ),
];

function threadOf(desk: Desk, id: string | undefined): Channel {
  const channel = seenChannel(desk, id);
  if (channel.thread === null || !holdsMessages(channel)) throw refusal('wrong_channel_type');
  return channel;
}

/** Whoever is in a thread may open it again; the rest is for its owner and for moderators, and a locked thread is
 *  for moderators alone. */
function changeThread(desk: Desk, channel: Channel, given: z.infer<typeof changedChannel>): void {
  const { thread } = channel;
  if (thread === null) return;
  const isModerator = desk.guild.mayBot(channel, 'ManageThreads');
  const isOwn = thread.owner === desk.guild.bot.id;
  const isOnlyOpening = Object.keys(given).join() === 'archived' && given.archived === false;
  const isIn = channel.members.has(desk.guild.bot.id);
  if (given.locked !== undefined || !(isOwn || (isOnlyOpening && isIn))) need(desk, channel, 'ManageThreads');
  if (thread.isLocked && !isModerator) throw refusal('missing_permissions');
  need(desk, channel, 'SendMessagesInThreads');
  if (thread.isArchived && given.archived !== false) throw refusal('archived_thread');
  thread.isLocked = given.locked ?? thread.isLocked;
  thread.autoArchiveMinutes = given.auto_archive_duration ?? thread.autoArchiveMinutes;
  if (given.archived !== undefined) desk.guild.archive(channel.id, given.archived);
}
