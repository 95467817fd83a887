import { ChannelType, PermissionFlagsBits } from 'discord-api-types/v10';
import type { Channel, Person, Role } from './places.ts';

export type PermissionName = keyof typeof PermissionFlagsBits;

export const EVERYTHING = Object.values(PermissionFlagsBits).reduce((all, bit) => all | bit, 0n);

export function bits(...names: readonly PermissionName[]): bigint {
  return names.reduce((sum, name) => sum | PermissionFlagsBits[name], 0n);
}

export function has(granted: bigint, name: PermissionName): boolean {
  return (granted & PermissionFlagsBits[name]) !== 0n;
}

/** What everybody in a guild may do unless a test says otherwise. */
export const EVERYBODY = bits(
  'ViewChannel',
  'SendMessages',
  'SendMessagesInThreads',
  'CreatePublicThreads',
  'CreatePrivateThreads',
  'EmbedLinks',
  'AttachFiles',
  'ReadMessageHistory',
  'AddReactions',
  'UseApplicationCommands',
);

/** What the invitation of a bot asks for. */
export const BOT_PERMISSIONS: readonly PermissionName[] = [
  'ViewChannel',
  'SendMessages',
  'SendMessagesInThreads',
  'CreatePublicThreads',
  'CreatePrivateThreads',
  'EmbedLinks',
  'AttachFiles',
  'ReadMessageHistory',
  'AddReactions',
];

const DIRECT =
  EVERYBODY & ~bits('CreatePublicThreads', 'CreatePrivateThreads', 'SendMessagesInThreads');

/**
 * What somebody may do in a channel, counted as Discord does: roles, then the channel's exceptions
 * for everyone, for roles, for the person. `place` is the channel that carries the exceptions: a
 * thread's parent.
 */
export function permissionsIn(
  guild: { readonly id: string; readonly roles: ReadonlyMap<string, Role> },
  person: Person,
  channel: Channel,
  place: Channel,
): bigint {
  if (channel.type === ChannelType.DM || channel.type === ChannelType.GroupDM)
    return channel.members.has(person.id) ? DIRECT : 0n;
  const roles = [guild.id, ...person.roles];
  const base = roles.reduce((sum, role) => sum | (guild.roles.get(role)?.permissions ?? 0n), 0n);
  if (has(base, 'Administrator')) return EVERYTHING;
  const own = place.overwrites.get(person.id);
  const everyone = place.overwrites.get(guild.id);
  let granted = (base & ~(everyone?.deny ?? 0n)) | (everyone?.allow ?? 0n);
  const ofRoles = [...person.roles].map((role) => place.overwrites.get(role));
  granted &= ~ofRoles.reduce((sum, each) => sum | (each?.deny ?? 0n), 0n);
  granted |= ofRoles.reduce((sum, each) => sum | (each?.allow ?? 0n), 0n);
  granted = (granted & ~(own?.deny ?? 0n)) | (own?.allow ?? 0n);
  const isPrivate = channel.type === ChannelType.PrivateThread;
  const isShut = isPrivate && !channel.members.has(person.id) && !has(granted, 'ManageThreads');
  return isShut || !has(granted, 'ViewChannel') ? 0n : granted;
}
