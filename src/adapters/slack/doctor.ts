import { createHmac } from 'node:crypto';
import type { WebClient } from '@slack/web-api';
import * as z from 'zod';
import type { DoctorContext, DoctorLine } from '../../acts/gateway/port.ts';
import { type Finding, note, ok, problem, TIMEOUT_MS } from '../../foundation/finding.ts';
import { faultOf, slackCode } from './calls/faults.ts';
import { createWebClient } from './calls/web-client.ts';
import { neededScopes, SCOPES } from './manifest.ts';
import { NO_AGENT } from './outgoing/sessions.ts';
import { groupsIn, SLACK_PATH, type SlackSettings } from './settings.ts';

const APP = 'at https://api.slack.com/apps, in your app';
const APP_TOKEN = `make an app-level token with the scope connections:write under Basic Information ${APP}, and copy it again`;

const Installation = z.object({ team: z.string(), url: z.string(), user: z.string() });
const Challenged = z.object({ challenge: z.string() });

/** `granted`: the token's scopes, `null` if Slack does not list them. `why`: the problem, in words. */
type Tested =
  | { readonly found: z.infer<typeof Installation>; readonly granted: readonly string[] | null }
  | { readonly why: string };

export function slackLines(slack: SlackSettings, context: DoctorContext): DoctorLine[] {
  let tested: Promise<Tested> | null = null;
  const test = () => (tested ??= tokenTest(slack, context));
  return [
    ['slack', async () => workspace(slack, context, await test())],
    ['slack scopes', async () => scopes(slack, await test())],
    ['slack events', () => events(slack, context)],
    ['slack agent', async () => agent(slack, context, await test())],
  ];
}

function workspace({ mode }: SlackSettings, { isSet }: DoctorContext, tested: Tested): Finding {
  if ('why' in tested) return problem(tested.why);
  const { user, team, url } = tested.found;
  const isSecretUnused = mode.kind === 'socket' && isSet('SLACK_SIGNING_SECRET');
  const unused = isSecretUnused ? '; SLACK_SIGNING_SECRET is not used, because SLACK_APP_TOKEN is set' : '';
  return ok(`${mode.kind === 'socket' ? 'Socket Mode' : 'HTTP'}; @${user} in ${team} (${url})${unused}`);
}

function scopes({ policy }: SlackSettings, tested: Tested): Finding {
  if ('why' in tested) return note('known once the token works');
  const { granted } = tested;
  if (granted === null) return note('Slack does not list the token’s scopes');
  const needed = neededScopes({ groups: groupsIn(policy).length > 0 });
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
    : note(`all ${needed.length} that are needed, plus: ${more.join(', ')}`);
}

/** Tries to set a session in a channel that does not exist: Slack first checks if the app may have sessions. */
async function agent(slack: SlackSettings, context: DoctorContext, tested: Tested): Promise<Finding> {
  if ('why' in tested) return note('known once the token works');
  const nowhere = { channel_id: 'C0000000000', thread_ts: '1.000000', status: 'closed' };
  try {
    await client(slack, slack.botToken, context).agents.sessions.setStatus(nowhere);
  } catch (error) {
    const code = slackCode(error);
    if (code === '') return problem(failed(slack, error));
    if (NO_AGENT.includes(code))
      return note(
        `the app is not an agent (${code}), so Slack shows no sessions and no stop button for it; everything else works. Paste what charrette slack-manifest prints under App Manifest ${APP}, and install it again`,
      );
  }
  return ok('the app is an agent: Slack shows in its threads who has to act, with a stop button');
}

async function events(slack: SlackSettings, context: DoctorContext): Promise<Finding> {
  const { mode } = slack;
  if (mode.kind === 'http') return delivery(mode.signingSecret, context);
  // Asks Slack for a socket's address, but opens none.
  try {
    await client(slack, mode.appToken, context).apps.connections.open({});
  } catch (error) {
    const code = slackCode(error);
    return problem(
      code === '' ? failed(slack, error) : `Slack refuses SLACK_APP_TOKEN (${code}): ${APP_TOKEN}`,
    );
  }
  const without = context.daemon.isRunning ? '' : '; no daemon is running';
  return ok(`Slack opens connections for SLACK_APP_TOKEN${without}`);
}

/** Tests the last hop from Slack to the daemon; the rest cannot be tested from here. */
async function delivery(signingSecret: string, { clock, daemon }: DoctorContext): Promise<Finding> {
  const local = `${daemon.url}${SLACK_PATH}`;
  const toEnter = `Slack must call https://<your address>${SLACK_PATH}, which must lead to ${local}`;
  if (!daemon.isRunning) return note(`${toEnter}; no daemon is running, so this was not tried`);
  const { status, isRight } = await probeEvents(local, signingSecret, clock.now());
  if (isRight) return ok(`${toEnter}; the daemon answers there`);
  if (status === 401) return problem(`the running daemon has another SLACK_SIGNING_SECRET: restart it`);
  if (status === 404) return problem('the running daemon does not accept Slack by HTTP: restart it');
  if (status === 503) return note(`${toEnter}; the daemon is not ready for it (it is starting or stopping)`);
  return problem(`${local} answers with ${status}, which the daemon would not`);
}

async function tokenTest(slack: SlackSettings, context: DoctorContext): Promise<Tested> {
  try {
    const answer = await client(slack, slack.botToken, context).auth.test();
    return { found: Installation.parse(answer), granted: answer.response_metadata?.scopes ?? null };
  } catch (error) {
    const why = failed(slack, error);
    return { why: slackCode(error) === '' ? why : `SLACK_BOT_TOKEN: ${why} Copy it again ${APP}.` };
  }
}

function client({ apiUrl }: SlackSettings, token: string, { log }: DoctorContext): WebClient {
  return createWebClient({ token, apiUrl, log, timeoutMs: TIMEOUT_MS });
}

function failed({ apiUrl }: SlackSettings, error: unknown): string {
  const { message, kind } = faultOf(error);
  return kind === 'passing' ? `${message} It was called at ${apiUrl}.` : message;
}

/** Sends the request by which Slack verifies an address, with Slack's signature. Rejects if no answer comes in time. */
async function probeEvents(
  url: string,
  signingSecret: string,
  nowMs: number,
): Promise<{ readonly status: number; readonly isRight: boolean }> {
  const challenge = 'charrette-doctor';
  const body = JSON.stringify({ type: 'url_verification', challenge });
  const seconds = String(Math.floor(nowMs / 1_000));
  const signature = createHmac('sha256', signingSecret).update(`v0:${seconds}:${body}`).digest('hex');
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-slack-request-timestamp': seconds,
      'x-slack-signature': `v0=${signature}`,
    },
    body,
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const answer = Challenged.safeParse(response.ok ? await response.json() : null);
  return { status: response.status, isRight: answer.success && answer.data.challenge === challenge };
}
