import { createHmac } from 'node:crypto';
import * as z from 'zod';

/** What Slack says of a bot token. */
export interface Installation {
  readonly workspace: string;
  readonly url: string;
  readonly bot: string;
  /** What the token grants; `null` where Slack does not say. */
  readonly scopes: readonly string[] | null;
}

/** What was found, or Slack's own name for why it refuses. */
export type Probed<Found> = { readonly found: Found } | { readonly refused: string };

const Refused = z.object({ ok: z.literal(false), error: z.string() });
const Tested = z.object({ ok: z.literal(true), team: z.string(), url: z.string(), user: z.string() });
const Opened = z.object({ ok: z.literal(true) });
const Challenged = z.object({ challenge: z.string() });

/** Whose token this is. Rejects where there is no usable answer in time. */
export async function probeBotToken(
  apiUrl: string,
  botToken: string,
  patienceMs: number,
): Promise<Probed<Installation>> {
  const { headers, body } = await called(`${apiUrl}auth.test`, botToken, patienceMs);
  const refused = Refused.safeParse(body);
  if (refused.success) return { refused: refused.data.error };
  const { team: workspace, url, user: bot } = Tested.parse(body);
  const granted = headers.get('x-oauth-scopes');
  const scopes = granted === null ? null : granted.split(',').map((scope) => scope.trim());
  return { found: { workspace, url, bot, scopes } };
}

/** Whether Slack would open a socket for this token; none is opened. Rejects as above. */
export async function probeAppToken(
  apiUrl: string,
  appToken: string,
  patienceMs: number,
): Promise<Probed<null>> {
  const { body } = await called(`${apiUrl}apps.connections.open`, appToken, patienceMs);
  const refused = Refused.safeParse(body);
  if (refused.success) return { refused: refused.data.error };
  // The answer holds an address with a ticket, which nobody has to see.
  Opened.parse(body);
  return { found: null };
}

/**
 * Asks what Slack asks of a new address, signed as Slack signs. The status of the answer, and whether it is the right one.
 * Rejects where there is none in time.
 */
export async function probeEvents(
  url: string,
  signingSecret: string,
  nowMs: number,
  patienceMs: number,
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
    signal: AbortSignal.timeout(patienceMs),
  });
  const answer = Challenged.safeParse(response.ok ? await response.json() : null);
  return { status: response.status, isRight: answer.success && answer.data.challenge === challenge };
}

async function called(
  url: string,
  token: string,
  patienceMs: number,
): Promise<{ readonly headers: Headers; readonly body: unknown }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    redirect: 'error',
    signal: AbortSignal.timeout(patienceMs),
  });
  return { headers: response.headers, body: await response.json() };
}
