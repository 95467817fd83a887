import { createHmac } from 'node:crypto';
import * as z from 'zod';
import { type Finding, note, ok, problem, TIMEOUT_MS } from '../../runtime/finding.ts';
import type { DoctorContext, DoctorLine } from '../../runtime/ports/gateway.ts';
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

const Refused = z.object({ ok: z.literal(false), error: z.string() });
const Tested = z.object({ ok: z.literal(true), team: z.string(), url: z.string(), user: z.string() });
/** The response holds an address with a ticket, which must not be shown. */
const Opened = z.object({ ok: z.literal(true) });
const Challenged = z.object({ challenge: z.string() });

/** What was found and what the token grants, `null` where Slack does not say; or Slack's own name for why it refuses. */
type Probed<Found> =
  | { readonly found: Found; readonly granted: readonly string[] | null }
  | { readonly refused: string };
type Installation = z.infer<typeof Tested>;

export function slackLines(slack: SlackSettings, context: DoctorContext): DoctorLine[] {
  let tested: Promise<Probed<Installation>> | null = null;
  const test = () => (tested ??= probe(slack, 'auth.test', slack.botToken, Tested));
  return [
    ['slack', async () => workspace(slack, context, await test())],
    ['slack scopes', async () => scopes(slack, await test())],
    ['slack events', () => events(slack, context)],
  ];
}

function workspace({ mode }: SlackSettings, { isSet }: DoctorContext, probed: Probed<Installation>): Finding {
  if ('refused' in probed) return problem(wordsOf(probed.refused, 'SLACK_BOT_TOKEN'));
  const { user, team, url } = probed.found;
  const isSecretUnused = mode.kind === 'socket' && isSet('SLACK_SIGNING_SECRET');
  const unused = isSecretUnused ? '; SLACK_SIGNING_SECRET is not used, because SLACK_APP_TOKEN is set' : '';
  return ok(`${mode.kind === 'socket' ? 'Socket Mode' : 'HTTP'}; @${user} in ${team} (${url})${unused}`);
}

function scopes({ policy }: SlackSettings, probed: Probed<Installation>): Finding {
  if ('refused' in probed) return note('known once the token works');
  const { granted } = probed;
  if (granted === null) return note('Slack does not say what the token grants');
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
    : note(`all ${needed.length} that are needed, and more than that: ${more.join(', ')}`);
}

async function events(slack: SlackSettings, context: DoctorContext): Promise<Finding> {
  const { mode } = slack;
  if (mode.kind === 'http') return delivery(mode.signingSecret, context);
  // Slack says whether it would open a socket; none is opened.
  const probed = await probe(slack, 'apps.connections.open', mode.appToken, Opened);
  if ('refused' in probed) return problem(wordsOf(probed.refused, 'SLACK_APP_TOKEN'));
  const without = context.daemon.isRunning ? '' : '; no daemon is running';
  return ok(`Slack opens connections for SLACK_APP_TOKEN${without}`);
}

/** Slack's own way to the daemon cannot be tried from here: its last part is. */
async function delivery(signingSecret: string, { clock, daemon }: DoctorContext): Promise<Finding> {
  const local = `${daemon.url}${SLACK_PATH}`;
  const toEnter = `Slack is to call https://<your address>${SLACK_PATH} and to reach ${local} by it`;
  if (!daemon.isRunning) return note(`${toEnter}; no daemon is running, so that this was not tried`);
  const { status, isRight } = await probeEvents(local, signingSecret, clock.now());
  if (isRight) return ok(`${toEnter}; the daemon answers there`);
  if (status === 401) return problem(`the daemon that runs has another SLACK_SIGNING_SECRET: start it again`);
  if (status === 404) return problem('the daemon that runs does not take Slack by HTTP: start it again');
  if (status === 503) return note(`${toEnter}; the daemon is not ready for it (it starts, or it stops)`);
  return problem(`${local} answers with ${status}, and not as the daemon does`);
}

function wordsOf(refused: string, name: string): string {
  return REFUSALS[refused]?.(name) ?? `Slack refuses ${name} (${refused})`;
}

/** What a method answers for this token. Throws, with words for the operator, where there is no usable answer in time. */
async function probe<Found>(
  { apiUrl }: SlackSettings,
  method: string,
  token: string,
  shape: z.ZodType<Found>,
): Promise<Probed<Found>> {
  try {
    const headers = { authorization: `Bearer ${token}` };
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(`${apiUrl}${method}`, {
      method: 'POST',
      headers,
      redirect: 'error',
      signal,
    });
    const body: unknown = await response.json();
    const refused = Refused.safeParse(body);
    if (refused.success) return { refused: refused.data.error };
    const granted = response.headers.get('x-oauth-scopes')?.split(',');
    return { found: shape.parse(body), granted: granted?.map((scope) => scope.trim()) ?? null };
  } catch (error) {
    // The cause says what went wrong with a connection.
    const why = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const words = why instanceof Error ? why.message : String(why);
    throw new Error(`${apiUrl} gives no usable answer (${words})`, { cause: error });
  }
}

/**
 * Asks what Slack asks of a new address, signed as Slack signs. The status of the answer, and whether it is the right one.
 * Rejects where there is none in time.
 */
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
