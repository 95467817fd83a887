import { ChannelType, MessageType } from 'discord-api-types/v10';
import type { Guild } from './guild.ts';
import type { Message, StoredFile } from './message.ts';
import { textOf } from './message-body.ts';
import type { Channel, Person, Role } from './places.ts';
import { timeOf } from './snowflake.ts';

export function wireUser({ id, name, isBot }: Person): object {
  const looks = { avatar: null, discriminator: '0', global_name: name, public_flags: 0 };
  const worn = { avatar_decoration_data: null, collectibles: null, primary_guild: null };
  return { id, username: name.toLowerCase(), ...looks, ...worn, ...(isBot && { bot: true }) };
}

/** A member of the guild; interactions say what they may do in their channel. */
export function wireMember(guild: Guild, person: Person, permissions?: bigint): object {
  return {
    user: wireUser(person),
    nick: null,
    avatar: null,
    banner: null,
    roles: [...person.roles],
    joined_at: timeOf(guild.id).toISOString(),
    premium_since: null,
    deaf: false,
    mute: false,
    pending: false,
    flags: 0,
    communication_disabled_until: null,
    ...(permissions !== undefined && { permissions: String(permissions) }),
  };
}

export function wireRole(guild: Guild, { id, name, permissions, bot }: Role): object {
  const looks = {
    color: 0,
    colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
    hoist: false,
  };
  const position = [...guild.roles.keys()].indexOf(id);
  const kind = bot === undefined ? { managed: false } : { managed: true, tags: { bot_id: bot } };
  const rest = { position, ...kind, mentionable: true, flags: 0, icon: null, unicode_emoji: null };
  return { id, name, ...looks, permissions: String(permissions), ...rest };
}

export function wireChannel(guild: Guild, channel: Channel): object {
  const { id, name, type, parent } = channel;
  const lastMessage = guild.messages.in(id).at(-1)?.id ?? null;
  if (type === ChannelType.DM || type === ChannelType.GroupDM) {
    const recipients = [...channel.members].flatMap((member) => guild.people.get(member) ?? []);
    const others = recipients.filter(({ isBot }) => !isBot).map(wireUser);
    return { id, type, last_message_id: lastMessage, recipients: others, flags: 0 };
  }
  const place = { id, guild_id: guild.id, name, type, parent_id: parent, flags: 0 };
  if (channel.thread !== null)
    return { ...place, ...threadFields(guild, channel), last_message_id: lastMessage };
  return {
    ...place,
    position: 0,
    permission_overwrites: [...channel.overwrites].map(([whom, { isRole, allow, deny }]) => ({
      id: whom,
      type: isRole ? 0 : 1,
      allow: String(allow),
      deny: String(deny),
    })),
    nsfw: false,
    topic: null,
    rate_limit_per_user: 0,
    last_message_id: lastMessage,
    ...(type === ChannelType.GuildForum && {
      available_tags: [],
      default_reaction_emoji: null,
      default_sort_order: null,
    }),
  };
}

function threadFields(guild: Guild, { id, type, members, thread }: Channel): object {
  if (thread === null) return {};
  const inside = guild.messages.in(id).length;
  return {
    owner_id: thread.owner,
    rate_limit_per_user: 0,
    message_count: inside,
    total_message_sent: inside,
    member_count: members.size,
    thread_metadata: {
      archived: thread.isArchived,
      locked: thread.isLocked,
      auto_archive_duration: thread.autoArchiveMinutes,
      archive_timestamp: thread.archiveChangedAt.toISOString(),
      create_timestamp: timeOf(id).toISOString(),
      ...(type === ChannelType.PrivateThread && { invitable: thread.isInvitable }),
    },
    ...(members.has(guild.bot.id) && { member: wireThreadMember(id, guild.bot.id) }),
  };
}

/**
 * Whom and what the words of a command name, with this person's rights in channels; null for nobody
 * and nothing.
 */
export function resolvedIn(guild: Guild, person: string, words: string): object | null {
  const found = <Named>(pattern: RegExp, all: ReadonlyMap<string, Named>): [string, Named][] =>
    [...words.matchAll(pattern)].flatMap(([, id = '']) => {
      const named = all.get(id);
      return named === undefined ? [] : [[id, named] as [string, Named]];
    });
  const people = found(/<@!?(\d+)>/g, guild.people);
  const roles = found(/<@&(\d+)>/g, guild.roles);
  const channels = found(/<#(\d+)>/g, guild.channels);
  if (people.length + roles.length + channels.length === 0) return null;
  const memberOf = (each: Person) => {
    const { user: _user, ...member } = wireMember(guild, each) as Record<string, unknown>;
    return member;
  };
  const channelOf = (each: Channel) => ({
    id: each.id,
    name: each.name,
    type: each.type,
    parent_id: each.parent,
    permissions: String(guild.permissions(person, each)),
  });
  return {
    users: Object.fromEntries(people.map(([id, each]) => [id, wireUser(each)])),
    members: Object.fromEntries(people.map(([id, each]) => [id, memberOf(each)])),
    roles: Object.fromEntries(roles.map(([id, each]) => [id, wireRole(guild, each)])),
    channels: Object.fromEntries(channels.map(([id, each]) => [id, channelOf(each)])),
  };
}

export function wireThreadMember(thread: string, person: string): object {
  return { id: thread, user_id: person, join_timestamp: timeOf(thread).toISOString(), flags: 0 };
}

export function wireFile(guild: Guild, channel: string, file: StoredFile): object {
  const path = `${guild.origin}/attachments/${channel}/${file.id}/${encodeURIComponent(file.name)}`;
  const url = `${path}?ex=7fffffff&is=6fffffff&hm=${file.id.padStart(64, '0')}&`;
  return {
    id: file.id,
    filename: file.name,
    size: file.size,
    url,
    proxy_url: url,
    content_type: file.type,
  };
}

/**
 * A message as Discord's answers and events show it. An app that may not read what people write
 * does not see it unless it is its own, in a direct conversation, or meant for it. The nonce comes
 * with the message's first event and the answer to its sending, and is never seen again.
 */
export function wireMessage(
  guild: Guild,
  message: Message,
  { mayRead, isFirst = false }: { readonly mayRead: boolean; readonly isFirst?: boolean },
): object {
  const isShown = mayRead || isMeantForBot(guild, message);
  const { id, channel, author, type, flags, reference, interaction } = message;
  const writer = guild.people.get(author);
  if (writer === undefined) throw new Error(`nobody has written ${id}`);
  const pinged = [...new Set([...mentionsIn(guild, textOf(message)), ...message.pings])];
  const thread = guild.channels.get(id);
  return {
    id,
    channel_id: channel,
    author: wireUser(writer),
    content: isShown && type !== MessageType.RecipientAdd ? message.content : '',
    timestamp: timeOf(id).toISOString(),
    edited_timestamp: message.editedAt?.toISOString() ?? null,
    tts: false,
    mention_everyone: false,
    mentions: pinged.flatMap((person) => guild.people.get(person) ?? []).map(wireUser),
    mention_roles: [...message.content.matchAll(/<@&(\d+)>/g)].map(([, role]) => role),
    attachments: isShown ? message.files.map((file) => wireFile(guild, channel, file)) : [],
    embeds: isShown ? message.embeds : [],
    components: isShown ? shownComponents(guild, message) : [],
    pinned: false,
    type,
    flags: flags | (thread?.thread?.starter === id ? 32 : 0),
    ...(message.reactions.size > 0 && { reactions: reactionsOf(guild, message) }),
    ...(isFirst && message.nonce !== null && { nonce: message.nonce }),
    ...(thread !== undefined && { thread: wireChannel(guild, thread) }),
    ...(author === guild.bot.id && { application_id: guild.application }),
    ...(interaction !== null && { webhook_id: guild.application }),
    ...(reference !== null && referenceFields(guild, message, mayRead)),
    ...(isShown && message.extra),
  };
}

/** In direct conversations, written by the bot, or naming it. */
export function isMeantForBot(guild: Guild, { channel, author, content, pings }: Message): boolean {
  const isDirect = guild.channels.get(channel)?.type === ChannelType.DM;
  const named = [...mentionsIn(guild, content), ...pings];
  return isDirect || author === guild.bot.id || named.includes(guild.bot.id);
}

export function mentionsIn(guild: Guild, content: string): string[] {
  return [...content.matchAll(/<@!?(\d+)>/g)]
    .map(([, id]) => id ?? '')
    .filter((id) => guild.people.has(id));
}

function referenceFields(guild: Guild, message: Message, mayRead: boolean): object {
  const { channel, message: id } = message.reference ?? { channel: '', message: '' };
  const original = guild.messages.find(channel, id);
  const place = { type: 0, channel_id: channel, guild_id: guild.id };
  const fields = { message_reference: { ...place, ...(id !== '' && { message_id: id }) } };
  const isShown =
    message.type === MessageType.Reply || message.type === MessageType.ThreadStarterMessage;
  if (!isShown) return fields;
  const shown =
    original === undefined
      ? null
      : wireMessage(guild, { ...original, reference: null }, { mayRead });
  return { ...fields, referenced_message: shown };
}

/** Files and media are shown with the URLs under which they lie now. */
function shownComponents(guild: Guild, { channel, files, components }: Message): unknown {
  const urls = new Map<string, object>(
    files.map((file) => [`attachment://${file.name}`, wireFile(guild, channel, file)]),
  );
  return JSON.parse(JSON.stringify(components), (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null || !('url' in value)) return value;
    const file = urls.get(String(value.url)) as
      | { url: string; id: string; content_type: string }
      | undefined;
    if (file === undefined) return value;
    const { url, id, content_type } = file;
    return { ...value, url, proxy_url: url, attachment_id: id, content_type };
  });
}

function reactionsOf(guild: Guild, { reactions }: Message): object[] {
  return [...reactions].map(([name, people]) => ({
    emoji: { id: null, name },
    count: people.size,
    count_details: { burst: 0, normal: people.size },
    me: people.has(guild.bot.id),
    me_burst: false,
    burst_colors: [],
  }));
}
