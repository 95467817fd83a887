import * as z from 'zod';
import { namesOf } from '../../engine/access/operators.ts';
import type { Policy } from '../../engine/access/permission.ts';
import { secret, url, type Values, withDefault } from '../../foundation/variable.ts';

export const VARIABLES = {
  SLACK_BOT_TOKEN: secret(
    'The Slack bot’s token (docs/slack.md). Unset: no Slack.',
    'the app’s whole Bot User OAuth Token: xoxb-, then letters, digits and hyphens',
    z.string().regex(/^xoxb-[A-Za-z0-9-]{3,250}$/),
  ),
  SLACK_APP_TOKEN: secret(
    'The app-level token with which the daemon connects to Slack. It needs no public address.',
    'the whole app-level token with the scope connections:write: xapp-, then letters, digits and hyphens',
    z.string().regex(/^xapp-[A-Za-z0-9-]{3,250}$/),
  ),
  SLACK_API_URL: withDefault(
    "Address of Slack's API. Change it only to use another endpoint.",
    'an http or https URL',
    'https://slack.com/api/',
    url.transform((text) => (text.endsWith('/') ? text : `${text}/`)),
  ),
};

const APP = 'at https://api.slack.com/apps, and start the daemon again.';
export const BOT_TOKEN_TO_DO = `Slack does not accept SLACK_BOT_TOKEN: install the app again, copy the token under OAuth & Permissions ${APP}`;
export const APP_TOKEN_TO_DO = `Slack does not accept SLACK_APP_TOKEN: copy it again, under Basic Information ${APP}`;

export const REACH =
  'This machine has to reach https://slack.com and the sockets that it names (wss://…slack.com): look at its network, its DNS and its firewall, and at SLACK_API_URL if it is set.';

type SlackValues = Values<typeof VARIABLES>;

export interface SlackSettings {
  readonly botToken: string;
  readonly appToken: string;
  readonly apiUrl: string;
  readonly policy: Policy;
}

/** Advice if one of the two tokens is missing, else `null`. */
export function findSlackProblem({
  SLACK_BOT_TOKEN: botToken,
  SLACK_APP_TOKEN: appToken,
}: SlackValues): string | null {
  if ((botToken === null) === (appToken === null)) return null;
  return botToken === null
    ? 'SLACK_APP_TOKEN is set without SLACK_BOT_TOKEN. Set both, or neither.'
    : 'SLACK_BOT_TOKEN is not enough. Set SLACK_APP_TOKEN (Socket Mode) as well.';
}

/** `null` unless both tokens are there. */
export function slackSettingsOf(values: SlackValues, policy: Policy): SlackSettings | null {
  const { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, SLACK_API_URL: apiUrl } = values;
  if (botToken === null || appToken === null) return null;
  return { botToken, appToken, apiUrl, policy };
}

export function groupIdsOf(policy: Policy): string[] {
  return namesOf(policy).filter((id) => id.startsWith('S'));
}
