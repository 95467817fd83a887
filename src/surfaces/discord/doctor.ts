import { networkFailureOf } from '../../acts/gateway/platform-access.ts';
import type { DoctorContext } from '../../acts/gateway/port.ts';
import { type Finding, ok, problem, TIMEOUT_MS } from '../../foundation/finding.ts';
import { faultOf } from './calls/faults.ts';
import { createRest } from './calls/rest.ts';
import { inviteLinkOf } from './calls/rights.ts';
import { readApplication, readServers, readSessionLimit } from './connection/probe.ts';
import type { DiscordSettings } from './settings.ts';

type Server = Awaited<ReturnType<typeof readServers>>[number];

const REACH =
  'This machine has to reach https://discord.com and wss://gateway.discord.gg: look at its network, its DNS and its firewall, and at DISCORD_API_URL if it is set.';
const NO_CONTENT =
  'the Message Content Intent is switched off, and without it Charrette does not start in Discord: switch it on under Bot at https://discord.com/developers/applications';

/** A bot that connects well needs a few sessions a day. */
const FEW = 5;
const MS_PER_HOUR = 3_600_000;

export async function checkDiscord(
  discord: DiscordSettings,
  { log }: DoctorContext,
): Promise<Finding> {
  const { applicationId, guildIds } = discord;
  const rest = createRest({ ...discord, log, timeoutMs: TIMEOUT_MS });
  try {
    const { id, name, mayReadContent, isForPeople } = await readApplication(rest);
    if (id !== applicationId)
      return problem(
        `DISCORD_TOKEN belongs to @${name} (application ${id}), and DISCORD_APPLICATION_ID is ${applicationId}: copy both from the same application`,
      );
    const servers = await readServers(rest);
    const sessions = await readSessionLimit(rest);
    const isAnywhere = servers.length > 0 || (isForPeople && guildIds.length === 0);
    const problems = [
      ...(sessions.remaining > sessions.total / FEW ? [] : [fewSessions(sessions)]),
      ...(mayReadContent ? [] : [NO_CONTENT]),
      ...(isAnywhere
        ? serverProblems(discord, servers)
        : [`the bot is in no server: ${invite(discord)}`]),
    ];
    if (problems.length > 0) return problem(problems.join('; '));
    const places = servers.map((server) => server.name).join(', ');
    return ok(`@${name} (application ${id}) in ${places === '' ? 'direct messages' : places}`);
  } catch (error) {
    const { message } = faultOf(error);
    return problem(networkFailureOf(error) === null ? message : `${message} ${REACH}`);
  }
}

function fewSessions({
  total,
  remaining,
  reset_after,
}: Awaited<ReturnType<typeof readSessionLimit>>): string {
  const hours = Math.ceil(reset_after / MS_PER_HOUR);
  return `the bot may begin only ${remaining} of ${total} sessions in the next ${hours} h, since its connection keeps dropping: the log of the daemon says why at discord_disconnected and discord_not_connected`;
}

function serverProblems(discord: DiscordSettings, servers: readonly Server[]): string[] {
  const { guildIds } = discord;
  const absent = guildIds.filter((id) => !servers.some((server) => server.id === id));
  const used = guildIds.length === 0 ? servers : servers.filter(({ id }) => guildIds.includes(id));
  return [
    ...absent.map(
      (id) => `the bot is not in the server ${id} of DISCORD_GUILD_IDS: ${invite(discord)}`,
    ),
    ...used.flatMap(({ name, missing }) => {
      const titles = missing.map(({ title }) => title);
      return titles.length === 0
        ? []
        : [`in the server ${name} the bot lacks: ${titles.join(', ')}`];
    }),
  ];
}

function invite({ applicationId }: DiscordSettings): string {
  return `invite it with ${inviteLinkOf(applicationId)}`;
}
