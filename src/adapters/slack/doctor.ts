import { type Finding, note, ok, PATIENCE_MS, problem } from '../../runtime/finding.ts';
import type { DoctorContext, DoctorLine } from '../../runtime/ports/gateway.ts';
import {
  type Installation,
  type Probed,
  probeAppToken,
  probeBotToken,
  probeEvents,
} from './connection/probe.ts';
import { neededScopes, SCOPES } from './manifest.ts';
import { groupsIn, SLACK_PATH, type SlackSettings } from './settings.ts';

const APP = 'at https://api.slack.com/apps, in your app';
/** Slack's names for what is wrong with a token, and what to do about it. */
const REFUSALS: Record<string, (name: string) => string> = {
  invalid_auth: (name) => `Slack does not know ${name}: copy it again ${APP}`,
  not_allowed_token_type: (name) => `${name} is a token of another kind: copy it again ${APP}`,
  token_revoked: (name) => `${name} was revoked: install the app again, and copy the new one ${APP}`,
  account_inactive: (name) =>
    `the app was removed from the workspace: install it again, and copy the new ${name} ${APP}`,
  missing_scope: (name) =>
    `${name} lacks the scope connections:write: make another under Basic Information, App-Level Tokens, ${APP}`,
};

export function slackLines(slack: SlackSettings, context: DoctorContext): DoctorLine[] {
  let tested: Promise<Probed<Installation>> | null = null;
  const test = () => (tested ??= probeBotToken(slack.apiUrl, slack.botToken, PATIENCE_MS));
  return [
    ['slack', async () => workspace(slack, context, await reached(slack, test))],
    ['slack scopes', async () => scopes(slack, await reached(slack, test))],
    ['slack events', () => events(slack, context)],
  ];
}

function workspace({ mode }: SlackSettings, { isSet }: DoctorContext, probed: Probed<Installation>): Finding {
  if ('refused' in probed) return problem(wordsOf(probed.refused, 'SLACK_BOT_TOKEN'));
  const { bot, workspace: name, url } = probed.found;
  const isSecretUnused = mode.kind === 'socket' && isSet('SLACK_SIGNING_SECRET');
  const unused = isSecretUnused ? '; SLACK_SIGNING_SECRET is not used, because SLACK_APP_TOKEN is set' : '';
  return ok(`${mode.kind === 'socket' ? 'Socket Mode' : 'HTTP'}; @${bot} in ${name} (${url})${unused}`);
}

function scopes(slack: SlackSettings, probed: Probed<Installation>): Finding {
  if ('refused' in probed) return note('known once the token works');
  const granted = probed.found.scopes;
  if (granted === null) return note('Slack does not say what the token grants');
  const needed = neededScopes({ groups: groupsIn(slack.policy).length > 0 });
  const missing = SCOPES.filter(({ name }) => needed.includes(name) && !granted.includes(name));
  if (missing.length > 0) {
    const why = missing.map(({ name, soThat }) => `${name} (so that ${soThat.replaceAll(/[`*]/g, '')})`);
    return problem(
      `missing: ${why.join('; ')}. Paste what charrette slack-manifest prints under App Manifest ${APP}, and install it again`,
    );
  }
  const more = granted.filter((scope) => !needed.some((each) => each === scope));
  return more.length === 0
    ? ok(`all ${needed.length} that are needed`)
    : note(`all ${needed.length} that are needed, and more than that: ${more.join(', ')}`);
}

async function events(slack: SlackSettings, context: DoctorContext): Promise<Finding> {
  const { mode, apiUrl } = slack;
  if (mode.kind === 'http') return delivery(mode.signingSecret, context);
  const probed = await reached(slack, () => probeAppToken(apiUrl, mode.appToken, PATIENCE_MS));
  if ('refused' in probed) return problem(wordsOf(probed.refused, 'SLACK_APP_TOKEN'));
  const without = context.daemon.isRunning ? '' : '; no daemon is running';
  return ok(`Slack opens connections for SLACK_APP_TOKEN${without}`);
}

/** Slack's own way to the daemon cannot be tried from here: its last part is. */
async function delivery(signingSecret: string, { clock, daemon }: DoctorContext): Promise<Finding> {
  const local = `${daemon.url}${SLACK_PATH}`;
  const toEnter = `Slack is to call https://<your address>${SLACK_PATH} and to reach ${local} by it`;
  if (!daemon.isRunning) return note(`${toEnter}; no daemon is running, so that this was not tried`);
  const { status, isRight } = await probeEvents(local, signingSecret, clock.now(), PATIENCE_MS);
  if (isRight) return ok(`${toEnter}; the daemon answers there`);
  if (status === 401) return problem(`the daemon that runs has another SLACK_SIGNING_SECRET: start it again`);
  if (status === 404) return problem('the daemon that runs does not take Slack by HTTP: start it again');
  if (status === 503) return note(`${toEnter}; the daemon is not ready for it (it starts, or it stops)`);
  return problem(`${local} answers with ${status}, and not as the daemon does`);
}

async function reached<Found>(
  { apiUrl }: SlackSettings,
  probe: () => Promise<Probed<Found>>,
): Promise<Probed<Found>> {
  try {
    return await probe();
  } catch (error) {
    // What went wrong with a connection is told by the cause.
    const why = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const words = why instanceof Error ? why.message : String(why);
    throw new Error(`${apiUrl} gives no usable answer (${words})`, { cause: error });
  }
}

function wordsOf(refused: string, name: string): string {
  return REFUSALS[refused]?.(name) ?? `Slack refuses ${name} (${refused})`;
}
