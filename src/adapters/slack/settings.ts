import * as z from 'zod';
import { namedIn } from '../../runtime/operators.ts';
import type { Policy } from '../../runtime/permission.ts';
import type { GatewayLimits } from '../../runtime/ports/gateway.ts';
import { idList, optional, secret, url, type Values, withDefault } from '../../runtime/variable.ts';

/** Below the gateway's own path. */
export const EVENTS_ROUTE = '/events';
/** Path at which the daemon answers Slack. */
export const SLACK_PATH = `/slack${EVENTS_ROUTE}`;

export const VARIABLES = {
  SLACK_BOT_TOKEN: secret(
    'The bot in Slack (docs/slack.md): its token. Unset: no Slack.',
    'the whole Bot User OAuth Token of the app: xoxb- with letters, digits and hyphens behind it',
    z.string().regex(/^xoxb-[A-Za-z0-9-]{3,250}$/),
  ),
  SLACK_APP_TOKEN: secret(
    'For Socket Mode, in which the daemon connects to Slack and needs no address of its own.',
    'the whole app-level token with the scope connections:write: xapp- with letters, digits and hyphens behind it',
    z.string().regex(/^xapp-[A-Za-z0-9-]{3,250}$/),
  ),
  SLACK_SIGNING_SECRET: secret(
    'For HTTP, in which Slack calls the daemon at /slack/events. Not used where SLACK_APP_TOKEN is set.',
    'the signing secret of the app: at least 16 characters',
    z.string().trim().min(16).max(200),
  ),
  SLACK_API_URL: withDefault(
    "Where Slack's methods are called; only to point at another endpoint.",
    'an http or https URL',
    'https://slack.com/api/',
    url.transform((found) => (found.endsWith('/') ? found : `${found}/`)),
  ),
  SLACK_CLIENT_ID: optional(
    'For signing in to the console with Slack (docs/sign-in.md): which app. Takes CHARRETTE_PUBLIC_URL.',
    'the Client ID of the app: digits with a dot between them',
    z
      .string()
      .trim()
      .regex(/^\d{5,30}\.\d{5,30}$/),
  ),
  SLACK_CLIENT_SECRET: secret(
    'Its Client Secret. Needed with SLACK_CLIENT_ID.',
    'the Client Secret of the app: at least 16 characters',
    z.string().trim().min(16).max(200),
  ),
  SLACK_CHANNELS: idList(
    'Where designs may be started. Unset: wherever the bot is invited, and in direct messages with it.',
    'ids of channels (C…, G…, D…)',
    /^[CDG][A-Z0-9]{1,30}$/,
  ),
  SLACK_STARTERS: people('Who may start designs and run them again. Unset: everybody.'),
  SLACK_ANSWERERS: people('Who may answer questions. Unset: everybody.'),
  SLACK_DECIDERS: people(
    'Who may decide at gates, settle differences and end the waiting for answers, besides the person who started the design and operators. Unset: only they.',
  ),
  SLACK_ACCEPTERS: people(
    'Who may accept or decline a decision after the end, besides operators. Unset: those who may decide.',
  ),
  SLACK_OPERATORS: people(
    'Who may do all of that, and cancel what others have started. Unset: only those who started it.',
  ),
};

type SlackValues = Values<typeof VARIABLES>;

type SlackMode =
  | { readonly kind: 'socket'; readonly appToken: string }
  | { readonly kind: 'http'; readonly signingSecret: string };

/** One app in one workspace, and how it is used. */
export interface SlackSettings {
  readonly botToken: string;
  readonly apiUrl: string;
  readonly mode: SlackMode;
  readonly policy: Policy;
  /** The app as people sign in with it; absent or `null`: they do not. */
  readonly signIn?: { readonly clientId: string; readonly clientSecret: string } | null;
}

/** `null` where the tokens go together, or are all unset; else what to do. */
export function slackProblem(values: SlackValues): string | null {
  const { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken } = values;
  const way = appToken ?? values.SLACK_SIGNING_SECRET;
  if ((values.SLACK_CLIENT_ID === null) !== (values.SLACK_CLIENT_SECRET === null))
    return 'SLACK_CLIENT_ID and SLACK_CLIENT_SECRET go together. Set both, or neither.';
  if (botToken !== null && way === null) {
    return 'SLACK_BOT_TOKEN is set without a way in. Set SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP) as well.';
  }
  if (botToken === null && way !== null) {
    const name = appToken === null ? 'SLACK_SIGNING_SECRET' : 'SLACK_APP_TOKEN';
    return `${name} is set without SLACK_BOT_TOKEN. Set both, or neither.`;
  }
  return null;
}

/** `null` where something is missing. Where both ways in are given it is Socket Mode. */
export function slackSettings(values: SlackValues, limits: GatewayLimits): SlackSettings | null {
  const { SLACK_BOT_TOKEN: botToken } = values;
  const mode = modeOf(values);
  if (botToken === null || mode === null) return null;
  const policy = {
    channels: values.SLACK_CHANNELS,
    starters: values.SLACK_STARTERS,
    answerers: values.SLACK_ANSWERERS,
    deciders: values.SLACK_DECIDERS,
    accepters: values.SLACK_ACCEPTERS,
    operators: values.SLACK_OPERATORS,
    ...limits,
  };
  const { SLACK_CLIENT_ID: clientId, SLACK_CLIENT_SECRET: clientSecret } = values;
  const signIn = clientId === null || clientSecret === null ? null : { clientId, clientSecret };
  return { botToken, apiUrl: values.SLACK_API_URL, mode, policy, ...(signIn === null ? {} : { signIn }) };
}

/** The user groups that people are named by. */
export function groupsIn(policy: Policy): string[] {
  return namedIn(policy).filter((id) => id.startsWith('S'));
}

function modeOf(values: SlackValues): SlackMode | null {
  const { SLACK_APP_TOKEN: appToken, SLACK_SIGNING_SECRET: signingSecret } = values;
  if (appToken !== null) return { kind: 'socket', appToken };
  return signingSecret === null ? null : { kind: 'http', signingSecret };
}

function people(about: string) {
  return idList(about, 'ids of people (U…, W…) and of user groups (S…)', /^[SUW][A-Z0-9]{1,30}$/);
}
