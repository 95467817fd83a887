import { ApplicationFlags, type REST, Routes } from 'discord.js';
import * as z from 'zod';
import { bits, grantedIn } from '../calls/granted.ts';
import { missingRights } from '../calls/rights.ts';

const CONTENT_FLAGS = ApplicationFlags.GatewayMessageContent | ApplicationFlags.GatewayMessageContentLimited;
/** Most that Discord lists at once. */
const MAX_SERVERS = 200;

const User = z.object({ id: z.string(), username: z.string() });
const ApplicationAnswer = z.object({ id: z.string(), flags: z.number().default(0), bot: User.optional() });
const ServersAnswer = z.array(z.object({ id: z.string(), name: z.string(), permissions: bits }));
const ChannelAnswer = z.object({
  id: z.string(),
  name: z.string().nullish(),
  guild_id: z.string().optional(),
});

export type Application = Awaited<ReturnType<typeof readApplication>>;
type Server = Awaited<ReturnType<typeof readServers>>[number];
/** A server or a channel, and what the bot would need there and is not allowed. */
export type Place = Awaited<ReturnType<typeof readChannel>>;

/** Reads the application that this token belongs to. Throws the error of the call, like all below. */
export async function readApplication(rest: REST) {
  const found = ApplicationAnswer.parse(await rest.get(Routes.currentApplication()));
  const { id, flags } = found;
  const bot = found.bot ?? User.parse(await rest.get(Routes.user()));
  return {
    id,
    /** The bot's name, visible to people. */
    name: bot.username,
    botId: bot.id,
    /** `true` if the Message Content Intent is switched on in the developer portal. */
    mayReadContent: (flags & CONTENT_FLAGS) !== 0,
  };
}

/** The servers that the bot is in, the first 200. */
export async function readServers(rest: REST) {
  const query = new URLSearchParams({ limit: String(MAX_SERVERS) });
  const found = ServersAnswer.parse(await rest.get(Routes.userGuilds(), { query }));
  return found.map((server) => ({ ...server, missing: missingRights(server.permissions) }));
}

/** One channel among these servers; nothing is missing in a direct conversation. */
export async function readChannel(rest: REST, channelId: string, servers: readonly Server[], botId: string) {
  const channel = ChannelAnswer.parse(await rest.get(Routes.channel(channelId)));
  const server = servers.find(({ id }) => id === channel.guild_id);
  const name = channel.name ?? 'a direct conversation';
  if (server === undefined) return { id: channelId, name, missing: [] };
  const granted = await grantedIn(rest, { guild: server.id, channel: channelId }, botId);
  return { id: channelId, name, missing: missingRights(granted) };
}
