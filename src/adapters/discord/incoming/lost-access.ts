import * as z from 'zod';
import { Channel, id } from '../calls/wire.ts';
import type { DiscordContext } from '../discord-context.ts';
import { conversationOf } from './conversations.ts';

/** Designs of a deleted channel that are looked at. */
const MAX_LOOKED_AT = 20;

const Server = z.object({ id, unavailable: z.boolean().default(false) });

/** Tells the operator that the bot was removed from a server; one that has trouble comes back. */
export function serverGone({ log }: DiscordContext, server: unknown): void {
  const { id, unavailable } = Server.parse(server);
  if (!unavailable) log.error('discord_access_lost', { what: 'server', server: id });
}

/** The same of a channel or a thread that was deleted, where a design is under way in it. */
export async function channelGone(
  { engine, platform, log }: DiscordContext,
  deleted: unknown,
): Promise<void> {
  const { id, ...about } = Channel.parse(deleted);
  const { channel, thread } = conversationOf({ id, ...about });
  const place = { platform, channel, ...(thread === null ? {} : { thread }) };
  const here = await engine.parts.store.list({ ...place, limit: MAX_LOOKED_AT });
  const open = here.filter(({ endedAt }) => endedAt === null);
  if (open.length === 0) return;
  const what = thread === null ? 'channel' : 'thread';
  log.error('discord_access_lost', { what, channel: id, designs: open.map((design) => design.id) });
}
