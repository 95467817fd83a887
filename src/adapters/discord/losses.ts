import * as z from 'zod';
import type { DiscordDesk } from './desk.ts';
import { Channel, id } from './payload.ts';
import { whereIs } from './whereabouts.ts';

/** Designs of a deleted channel that are looked at. */
const MOST_LOOKED_AT = 20;

const Server = z.object({ id, unavailable: z.boolean().default(false) });

/** Tells the operator of a server that the bot was removed from; one that has trouble comes back. */
export function serverGone({ engine }: DiscordDesk, server: unknown): void {
  const { id, unavailable } = Server.parse(server);
  if (!unavailable) engine.parts.log.error('discord_access_lost', { what: 'server', server: id });
}

/** The same of a channel or a thread that was deleted, where a design is under way in it. */
export async function channelGone({ engine, platform }: DiscordDesk, deleted: unknown): Promise<void> {
  const { id, ...about } = Channel.parse(deleted);
  const { channel, thread } = whereIs({ id, ...about });
  const { store, log } = engine.parts;
  const place = { platform, channel, ...(thread === null ? {} : { thread }) };
  const here = await store.list({ ...place, limit: MOST_LOOKED_AT });
  const open = here.filter(({ endedAt }) => endedAt === null);
  if (open.length === 0) return;
  const what = thread === null ? 'channel' : 'thread';
  log.error('discord_access_lost', { what, channel: id, designs: open.map((design) => design.id) });
}
