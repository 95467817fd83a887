import { ApplicationFlags, ApplicationIntegrationType, type REST, Routes } from 'discord.js';
import * as z from 'zod';
import { bits } from '../calls/granted.ts';
import { listMissingRights } from '../calls/rights.ts';

const CONTENT_FLAGS =
  ApplicationFlags.GatewayMessageContent | ApplicationFlags.GatewayMessageContentLimited;
const MAX_SERVERS = 200;

const User = z.object({ id: z.string(), username: z.string() });
const ApplicationAnswer = z.object({
  id: z.string(),
  flags: z.number().default(0),
  bot: User.optional(),
  integration_types_config: z.record(z.string(), z.unknown()).default({}),
});
const GatewayAnswer = z.object({
  session_start_limit: z.object({
    total: z.number(),
    remaining: z.number(),
    reset_after: z.number(),
  }),
});
const ServersAnswer = z.array(z.object({ id: z.string(), name: z.string(), permissions: bits }));

/** Throws the error of the call, as do the other two. */
export async function readApplication(rest: REST) {
  const application = ApplicationAnswer.parse(await rest.get(Routes.currentApplication()));
  const { id, flags, integration_types_config: ways } = application;
  const bot = application.bot ?? User.parse(await rest.get(Routes.user()));
  return {
    id,
    name: bot.username,
    /** The Message Content Intent is switched on in the developer portal. */
    mayReadContent: (flags & CONTENT_FLAGS) !== 0,
    isForPeople: Object.hasOwn(ways, ApplicationIntegrationType.UserInstall),
  };
}

/** The first 200 servers of the bot. */
export async function readServers(rest: REST) {
  const query = new URLSearchParams({ limit: String(MAX_SERVERS) });
  const servers = ServersAnswer.parse(await rest.get(Routes.userGuilds(), { query }));
  return servers.map((server) => ({ ...server, missing: listMissingRights(server.permissions) }));
}

/**
 * Sessions that the bot may begin: how many a day, how many more, and milliseconds until there are
 * all again.
 */
export async function readSessionLimit(rest: REST) {
  return GatewayAnswer.parse(await rest.get(Routes.gatewayBot())).session_start_limit;
}
