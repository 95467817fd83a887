import { ChannelType, GatewayIntentBits } from 'discord-api-types/v10';
import type { Change, Guild } from './guild.ts';
import type { Message } from './message.ts';
import type { Channel } from './places.ts';
import {
  wireChannel,
  wireMember,
  wireMessage,
  wireRole,
  wireThreadMember,
  wireUser,
} from './wire.ts';

/** An event that Discord sends to an app. */
export interface DiscordEvent {
  /** Discord's name for it, as in `MESSAGE_CREATE`. */
  readonly name: string;
  /** The intent that a session needs for it, or 0 when every session receives it. */
  readonly intent: number;
  readonly payload: object;
  /** What a session sees that may not read what people write. */
  readonly hidden: object;
}

/** The events of a change, as it is at this moment; none where the bot sees nothing of it. */
export function eventsOf(guild: Guild, change: Change): DiscordEvent[] {
  switch (change.kind) {
    case 'posted':
      return messageEvent(guild, 'MESSAGE_CREATE', change.message, true);
    case 'edited':
      return messageEvent(guild, 'MESSAGE_UPDATE', change.message, false);
    case 'deleted':
      return deleted(guild, change.messages);
    case 'created':
    case 'updated':
    case 'removed':
      return channelEvent(guild, change.kind, change.channel);
    case 'joined':
      return membership(guild, change.channel, change.person);
    case 'left':
      return [event('GUILD_DELETE', GatewayIntentBits.Guilds, { id: guild.id })];
    case 'arrived':
      return [event('GUILD_CREATE', GatewayIntentBits.Guilds, guildCreate(guild))];
  }
}

export function event(
  name: string,
  intent: number,
  payload: object,
  hidden = payload,
): DiscordEvent {
  return { name, intent, payload, hidden };
}

function messageIntent({ type }: Channel): number {
  return type === ChannelType.DM
    ? GatewayIntentBits.DirectMessages
    : GatewayIntentBits.GuildMessages;
}

/** The channel, if the bot sees it. */
function seen(guild: Guild, id: string): Channel | undefined {
  const channel = guild.channels.get(id);
  return channel !== undefined && guild.mayBot(channel, 'ViewChannel') ? channel : undefined;
}

function messageEvent(
  guild: Guild,
  name: string,
  message: Message,
  isFirst: boolean,
): DiscordEvent[] {
  const channel = seen(guild, message.channel);
  if (channel === undefined || message.onlyFor !== null) return [];
  const writer = guild.people.get(message.author);
  const { user: _user, ...member } = (writer ? wireMember(guild, writer) : {}) as { user?: object };
  const isDirect = channel.type === ChannelType.DM;
  const place = isDirect
    ? { channel_type: channel.type }
    : { guild_id: guild.id, member, channel_type: channel.type };
  const shape = (mayRead: boolean): object => ({
    ...wireMessage(guild, message, { mayRead, isFirst }),
    ...place,
  });
  return [event(name, messageIntent(channel), shape(true), shape(false))];
}

function deleted(guild: Guild, messages: readonly Message[]): DiscordEvent[] {
  const [first] = messages.filter(({ onlyFor }) => onlyFor === null);
  const channel = first && seen(guild, first.channel);
  if (first === undefined || channel === undefined) return [];
  const place = {
    channel_id: channel.id,
    ...(channel.type !== ChannelType.DM && { guild_id: guild.id }),
  };
  const intent = messageIntent(channel);
  if (messages.length === 1) return [event('MESSAGE_DELETE', intent, { id: first.id, ...place })];
  return [event('MESSAGE_DELETE_BULK', intent, { ids: messages.map(({ id }) => id), ...place })];
}

const ENDING = { created: 'CREATE', updated: 'UPDATE', removed: 'DELETE' } as const;

function channelEvent(guild: Guild, kind: keyof typeof ENDING, channel: Channel): DiscordEvent[] {
  const { id, type, thread, parent } = channel;
  if (type === ChannelType.DM || type === ChannelType.GroupDM || guild.isLeft) return [];
  const isThread = thread !== null;
  if (isThread && seen(guild, id) === undefined) return [];
  const name = `${isThread ? 'THREAD' : 'CHANNEL'}_${ENDING[kind]}`;
  const gone = { id, guild_id: guild.id, parent_id: parent, type };
  const whole = {
    ...wireChannel(guild, channel),
    ...(kind === 'created' && isThread && { newly_created: true }),
  };
  return [event(name, GatewayIntentBits.Guilds, isThread && kind === 'removed' ? gone : whole)];
}

/** Without a privileged intent an app receives only its own joining. */
function membership(guild: Guild, channel: Channel, person: string): DiscordEvent[] {
  if (person !== guild.bot.id) return [];
  const { id, members } = channel;
  const came = {
    id,
    guild_id: guild.id,
    member_count: members.size,
    added_members: [wireThreadMember(id, person)],
  };
  return [
    event('THREAD_CREATE', GatewayIntentBits.Guilds, wireChannel(guild, channel)),
    event('THREAD_MEMBERS_UPDATE', GatewayIntentBits.Guilds, came),
  ];
}

/** The events at the beginning of a session. */
export function ready(
  { application, bot, id, isLeft }: Guild,
  session: string,
  url: string,
): object {
  return {
    v: 10,
    user: { ...wireUser(bot), verified: true, mfa_enabled: true, email: null },
    guilds: isLeft ? [] : [{ id, unavailable: true }],
    session_id: session,
    resume_gateway_url: url,
    shard: [0, 1],
    application: { id: application, flags: 0 },
  };
}

/**
 * The description of a guild that an app receives when it connects, as far as an app of text looks
 * at it.
 */
export function guildCreate(guild: Guild): object {
  const visible = [...guild.channels.values()].filter(
    (each) => seen(guild, each.id) && each.type !== ChannelType.DM,
  );
  const threads = visible.filter(({ thread }) => thread?.isArchived === false);
  return {
    id: guild.id,
    name: guild.name,
    owner_id: guild.owner,
    unavailable: false,
    member_count: guild.people.size,
    roles: [...guild.roles.values()].map((role) => wireRole(guild, role)),
    members: [wireMember(guild, guild.bot)],
    channels: visible
      .filter(({ thread }) => thread === null)
      .map((each) => wireChannel(guild, each)),
    threads: threads.map((each) => wireChannel(guild, each)),
  };
}
