import { PermissionFlagsBits, PermissionsBitField } from 'discord.js';
import * as z from 'zod';
import { discordId, type Member } from './wire.ts';

export const bits = z
  .string()
  .regex(/^\d{1,40}$/)
  .transform(BigInt);
export const Server = z.object({
  owner_id: discordId.nullish(),
  roles: z.array(
    z.object({
      id: discordId,
      name: z.string().default(''),
      permissions: bits,
      /** The bot that Discord made the role for. */
      tags: z.object({ bot_id: discordId.nullish() }).nullish(),
    }),
  ),
});
const Exceptions = z.array(z.object({ id: discordId, allow: bits, deny: bits }));
export const ChannelExceptions = z.object({ permission_overwrites: Exceptions.default([]) });

interface PermissionFacts {
  readonly server: z.infer<typeof Server>;
  readonly place: z.infer<typeof ChannelExceptions>;
  readonly member: Pick<Member, 'roles'>;
}

/** A person's permissions in a channel, computed by Discord's rules. */
export function permissionsOf(
  { server, place, member }: PermissionFacts,
  guild: string,
  user: string,
): bigint {
  // Everyone has the role whose id is the server's.
  const ofRoles = server.roles.filter(
    (role) => role.id === guild || member.roles.includes(role.id),
  );
  const base = ofRoles.reduce((all, { permissions }) => all | permissions, 0n);
  if (server.owner_id === user || (base & PermissionFlagsBits.Administrator) !== 0n)
    return PermissionsBitField.All;
  // Overwrites of the channel, in Discord's order: for everyone, for roles, for the member.
  const layers = [[guild], member.roles, [user]];
  return layers.reduce((sum, ids) => {
    const layer = place.permission_overwrites.filter((each) => ids.includes(each.id));
    const denied = layer.reduce((all, { deny }) => all | deny, 0n);
    const allowed = layer.reduce((all, { allow }) => all | allow, 0n);
    return (sum & ~denied) | allowed;
  }, base);
}
