import type { WebClient } from '@slack/web-api';
import * as z from 'zod';
import type { DoctorContext } from '../../acts/gateway/port.ts';
import type { Clock } from '../../foundation/clock.ts';
import { type Finding, ok, problem, TIMEOUT_MS } from '../../foundation/finding.ts';
import { faultOf, isUnreached, slackCodeOf } from './calls/faults.ts';
import { createWebClient } from './calls/web-client.ts';
import { probeSocket } from './connection/probe.ts';
import { listNeededScopes } from './manifest.ts';
import { groupIdsOf, REACH, type SlackSettings } from './settings.ts';

const APP = 'at https://api.slack.com/apps, in your app';
const APP_TOKEN = `make an app-level token with the scope connections:write under Basic Information ${APP}, and copy it again`;

/** By Slack's reason to end a socket. */
const SOCKET_PROBLEMS: Readonly<Record<string, string>> = {
  link_disabled: `Slack ends each socket at once (link_disabled): switch Socket Mode on ${APP}`,
  too_many_websockets:
    'Slack ends each socket at once (too_many_websockets): more than ten are open for this app. Stop the daemons that nobody needs, or give each store an app of its own',
};

const Installation = z.object({
  team: z.string(),
  url: z.string(),
  user: z.string(),
  is_enterprise_install: z.boolean().default(false),
});
const ORGANISATION =
  'the app is installed for the whole organisation: remove it there, and install it in one workspace';

export async function checkSlack(
  slack: SlackSettings,
  { clock, log }: DoctorContext,
): Promise<Finding> {
  const { botToken, appToken, apiUrl } = slack;
  const client = (token: string) => createWebClient({ token, apiUrl, log, timeoutMs: TIMEOUT_MS });
  try {
    const answer = await client(botToken).auth.test();
    const installation = Installation.parse(answer);
    const problems = [
      ...(installation.is_enterprise_install ? [ORGANISATION] : []),
      ...missingScopes(slack, answer.response_metadata?.scopes ?? null),
      ...(await appTokenProblems(slack, client(appToken), clock)),
    ];
    if (problems.length > 0) return problem(problems.join('. '));
    return ok(`Socket Mode; @${installation.user} in ${installation.team} (${installation.url})`);
  } catch (error) {
    const why = explainFailure(slack, error);
    return problem(
      slackCodeOf(error) === '' ? why : `SLACK_BOT_TOKEN: ${why} Copy it again ${APP}.`,
    );
  }
}

/** `granted`: `null` if Slack does not list the token's scopes. */
function missingScopes({ policy }: SlackSettings, granted: readonly string[] | null): string[] {
  if (granted === null) return [];
  const needed = listNeededScopes({ groups: groupIdsOf(policy).length > 0 });
  const missing = needed.filter((name) => !granted.includes(name));
  if (missing.length === 0) return [];
  return [
    `missing scopes: ${missing.join(', ')}. Paste what charrette slack-manifest prints under App Manifest ${APP}, and install it again`,
  ];
}

/** Opens a socket for a moment. */
async function appTokenProblems(
  slack: SlackSettings,
  client: WebClient,
  clock: Clock,
): Promise<string[]> {
  try {
    const { connections, reason } = await probeSocket(client, clock);
    if (reason !== null)
      return [SOCKET_PROBLEMS[reason] ?? `Slack ends each socket at once (${reason})`];
    return connections === null ? ['Slack gave the address of a socket, and it does not open'] : [];
  } catch (error) {
    const code = slackCodeOf(error);
    return [
      code === ''
        ? explainFailure(slack, error)
        : `Slack refuses SLACK_APP_TOKEN (${code}): ${APP_TOKEN}`,
    ];
  }
}

function explainFailure({ apiUrl }: SlackSettings, error: unknown): string {
  const { message, kind } = faultOf(error);
  if (kind !== 'passing') return message;
  const words = `${message} It was called at ${apiUrl}.`;
  return isUnreached(error) ? `${words} ${REACH}` : words;
}
