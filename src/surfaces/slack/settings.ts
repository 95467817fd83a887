import * as z from 'zod';
import { namesOf } from '../../engine/access/operators.ts';
import type { Policy } from '../../engine/access/permission.ts';
import { secret, url, type Values, withDefault } from '../../foundation/variable.ts';

export const EVENTS_ROUTE = '/events';
export const SLACK_PATH = `/slack${EVENTS_ROUTE}`;

export const VARIABLES = {
  SLACK_BOT_TOKEN: secret(
    'The Slack bot’s token (docs/slack.md). Unset: no Slack.',
    'the app’s whole Bot User OAuth Token: xoxb-, then letters, digits and hyphens',
    z.string().regex(/^xoxb-[A-Za-z0-9-]{3,250}$/),
  ),
  SLACK_APP_TOKEN: secret(
    'For Socket Mode, in which the daemon connects to Slack and needs no public address.',
    'the whole app-level token with the scope connections:write: xapp-, then letters, digits and hyphens',
    z.string().regex(/^xapp-[A-Za-z0-9-]{3,250}$/),
  ),
  SLACK_SIGNING_SECRET: secret(
    'For HTTP, in which Slack calls the daemon at /slack/events. Not used if SLACK_APP_TOKEN is set.',
    'the signing secret of the app: at least 16 characters',
    z.string().trim().min(16).max(200),
  ),
  SLACK_API_URL: withDefault(
    "Address of Slack's API. Change it only to use another endpoint.",
    'an http or https URL',
    'https://slack.com/api/',
    url.transform((text) => (text.endsWith('/') ? text : `${text}/`)),
  ),
};

type SlackValues = Values<typeof VARIABLES>;

type SlackMode =
  | { readonly kind: 'socket'; readonly appToken: string }
  | { readonly kind: 'http'; readonly signingSecret: string };

export interface SlackSettings {
  readonly botToken: string;
  readonly apiUrl: string;
  readonly mode: SlackMode;
  readonly policy: Policy;
}

/** Advice if a token is missing, else `null`. */
export function slackProblemIn(values: SlackValues): string | null {
  const { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken } = values;
  const way = appToken ?? values.SLACK_SIGNING_SECRET;
  if (botToken !== null && way === null) {
    return 'SLACK_BOT_TOKEN is not enough. Set SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP) as well.';
  }
  if (botToken === null && way !== null) {
    const name = appToken === null ? 'SLACK_SIGNING_SECRET' : 'SLACK_APP_TOKEN';
    return `${name} is set without SLACK_BOT_TOKEN. Set both, or neither.`;
  }
  return null;
}

/** `null` unless all tokens are there. If both modes are set up, Socket Mode wins. */
export function slackSettingsOf(values: SlackValues, policy: Policy): SlackSettings | null {
  const { SLACK_BOT_TOKEN: botToken } = values;
  const mode = modeOf(values);
  if (botToken === null || mode === null) return null;
  return { botToken, apiUrl: values.SLACK_API_URL, mode, policy };
}

export function groupsIn(policy: Policy): string[] {
  return namesOf(policy).filter((id) => id.startsWith('S'));
}

function modeOf(values: SlackValues): SlackMode | null {
  const { SLACK_APP_TOKEN: appToken, SLACK_SIGNING_SECRET: signingSecret } = values;
  if (appToken !== null) return { kind: 'socket', appToken };
  return signingSecret === null ? null : { kind: 'http', signingSecret };
}
