import { networkFailure } from '../../acts/gateway/platform-access.ts';
import type { DoctorContext, DoctorLine } from '../../acts/gateway/port.ts';
import { type Finding, note, ok, problem, TIMEOUT_MS } from '../../foundation/finding.ts';
import { faultOf } from './calls/faults.ts';
import { createRest } from './calls/rest.ts';
import { inviteLink } from './calls/rights.ts';
import { placeName, readRegistrations } from './commands/registration.ts';
import { type Application, readApplication, readServers } from './connection/probe.ts';
import type { DiscordSettings } from './settings.ts';

type Server = Awaited<ReturnType<typeof readServers>>[number];
type Rest = ReturnType<typeof createRest>;
type Installed = DiscordSettings & Pick<Application, 'isForPeople'>;

const REACH =
  'This machine has to reach https://discord.com and wss://gateway.discord.gg: look at its network, its DNS and its firewall, and at DISCORD_API_URL if it is set.';
const CHANGE = 'under Bot at https://discord.com/developers/applications';

export function discordLines(discord: DiscordSettings, { log, daemon }: DoctorContext): DoctorLine[] {
  const rest = createRest({ ...discord, log, timeoutMs: TIMEOUT_MS });
  let asked: Promise<Application> | null = null;
  const application = () => (asked ??= readApplication(rest));
  return [
    ['discord', () => said(async () => identity(discord, await application()))],
    ['discord intent', () => whenKnown(application, content)],
    [
      'discord commands',
      () =>
        whenKnown(application, ({ isForPeople }) =>
          commands({ ...discord, isForPeople }, rest, daemon.isRunning),
        ),
    ],
    [
      'discord servers',
      () => whenKnown(application, ({ isForPeople }) => places({ ...discord, isForPeople }, rest)),
    ],
    ['discord install', () => whenKnown(application, install)],
  ];
}

function identity({ applicationId }: DiscordSettings, { id, name }: Application): Finding {
  if (id === applicationId) return ok(`@${name} (application ${id})`);
  return problem(
    `DISCORD_TOKEN belongs to @${name} (application ${id}), and DISCORD_APPLICATION_ID is ${applicationId}: copy both from the same application`,
  );
}

function content({ mayReadContent }: Application): Finding {
  if (mayReadContent) return ok('the Message Content Intent is switched on');
  return problem(
    `the Message Content Intent is switched off, and without it Charrette does not start in Discord: switch it on ${CHANGE}`,
  );
}

function install({ isForPeople }: Application): Finding {
  if (isForPeople) return ok('on servers, and by people for themselves');
  return note(
    'on servers; people can install it for themselves once User Install is switched on under Installation at https://discord.com/developers/applications',
  );
}

async function commands(discord: Installed, rest: Rest, isDaemonRunning: boolean): Promise<Finding> {
  const found = await readRegistrations(rest, discord);
  const refused = found.filter((each) => each.is === 'refused');
  const at = ({ guildId }: { readonly guildId: string | null }) => placeName(discord, guildId);
  if (refused.length > 0) return problem(refused.map((each) => `${at(each)}: ${each.why}`).join('; '));
  const wrong = found.filter(({ is }) => is !== 'up_to_date');
  const where = discord.guildIds.length === 0 ? 'for all servers' : `for ${discord.guildIds.length} servers`;
  if (wrong.length === 0)
    return ok(`/design and Design this are registered ${where}, and for direct messages`);
  const words = wrong.map((each) => `${at(each)}: ${each.is}`).join('; ');
  return isDaemonRunning
    ? problem(`${words}. Restart the daemon: it registers them`)
    : note(`${words}. The daemon registers them when it starts`);
}

async function places(discord: Installed, rest: Rest): Promise<Finding> {
  const { applicationId, guildIds, isForPeople } = discord;
  const invite = `invite it with ${inviteLink(applicationId)}`;
  const servers = await readServers(rest);
  if (servers.length === 0 && isForPeople && guildIds.length === 0)
    return note(
      `the bot is in no server; people who have installed it use it in direct messages. Or ${invite}`,
    );
  if (servers.length === 0) return problem(`the bot is in no server: ${invite}`);
  const absent = guildIds.filter((id) => !servers.some((server) => server.id === id));
  const problems = absent.map((id) => `the bot is not in the server ${id} of DISCORD_GUILD_IDS: ${invite}`);
  const looked = guildIds.length === 0 ? servers : servers.filter(({ id }) => guildIds.includes(id));
  problems.push(...looked.flatMap(lacking));
  if (problems.length > 0) return problem(problems.join('; '));
  return ok(`all rights in ${looked.map(({ name }) => name).join(', ')}`);
}

function lacking({ name, missing }: Server): string[] {
  if (missing.length === 0) return [];
  const why = missing.map(({ title, soThat }) => `${title} (so that ${soThat})`);
  return [`in the server ${name} the bot lacks: ${why.join(', ')}`];
}

/** Skips checks that need the token if it does not work. */
async function whenKnown(
  application: () => Promise<Application>,
  look: (known: Application) => Promise<Finding> | Finding,
): Promise<Finding> {
  const known = await application().catch((error: unknown) => faultOf(error));
  if (known instanceof Error) return note('known once the token works');
  return said(async () => look(known));
}

/** Turns a refusal by Discord into a problem, in our words. */
async function said(look: () => Promise<Finding>): Promise<Finding> {
  try {
    return await look();
  } catch (error) {
    const { message } = faultOf(error);
    return problem(networkFailure(error) === null ? message : `${message} ${REACH}`);
  }
}
