import { networkFailure } from '../../acts/gateway/platform-access.ts';
import type { DoctorContext } from '../../acts/gateway/port.ts';
import { type Finding, ok, problem, TIMEOUT_MS } from '../../foundation/finding.ts';
import { faultOf } from './calls/faults.ts';
import { createRest } from './calls/rest.ts';
import { inviteLink } from './calls/rights.ts';
import { readApplication, readServers } from './connection/probe.ts';
import type { DiscordSettings } from './settings.ts';

type Server = Awaited<ReturnType<typeof readServers>>[number];

const REACH =
  'This machine has to reach https://discord.com and wss://gateway.discord.gg: look at its network, its DNS and its firewall, and at DISCORD_API_URL if it is set.';
const NO_CONTENT =
  'the Message Content Intent is switched off, and without it Charrette does not start in Discord: switch it on under Bot at https://discord.com/developers/applications';

export async function checkDiscord(discord: DiscordSettings, { log }: DoctorContext): Promise<Finding> {
  const { applicationId, guildIds } = discord;
  const rest = createRest({ ...discord, log, timeoutMs: TIMEOUT_MS });
  try {
    const { id, name, mayReadContent, isForPeople } = await readApplication(rest);
    if (id !== applicationId)
      return problem(
        `DISCORD_TOKEN belongs to @${name} (application ${id}), and DISCORD_APPLICATION_ID is ${applicationId}: copy both from the same application`,
      );
    const servers = await readServers(rest);
    const isAnywhere = servers.length > 0 || (isForPeople && guildIds.length === 0);
    const problems = [
      ...(mayReadContent ? [] : [NO_CONTENT]),
      ...(isAnywhere ? serverProblems(discord, servers) : [`the bot is in no server: ${invite(discord)}`]),
    ];
    if (problems.length > 0) return problem(problems.join('; '));
    const places = servers.map((server) => server.name).join(', ');
    return ok(`@${name} (application ${id}) in ${places === '' ? 'direct messages' : places}`);
  } catch (error) {
    const { message } = faultOf(error);
    return problem(networkFailure(error) === null ? message : `${message} ${REACH}`);
  }
}

function serverProblems(discord: DiscordSettings, servers: readonly Server[]): string[] {
  const { guildIds } = discord;
  const absent = guildIds.filter((id) => !servers.some((server) => server.id === id));
  const used = guildIds.length === 0 ? servers : servers.filter(({ id }) => guildIds.includes(id));
  return [
    ...absent.map((id) => `the bot is not in the server ${id} of DISCORD_GUILD_IDS: ${invite(discord)}`),
    ...used.flatMap(({ name, missing }) => {
      const why = missing.map(({ title, soThat }) => `${title} (so that ${soThat})`);
      return why.length === 0 ? [] : [`in the server ${name} the bot lacks: ${why.join(', ')}`];
    }),
  ];
}

function invite({ applicationId }: DiscordSettings): string {
  return `invite it with ${inviteLink(applicationId)}`;
}
