import type { SlackSettings } from '../adapters/slack/gateway.ts';
import type { Policy } from '../runtime/permission.ts';

export interface SlackSecrets {
  readonly botToken: string | null;
  readonly appToken: string | null;
  readonly signingSecret: string | null;
}

/** `null` where they go together, or are all unset; else what to do. */
export function slackProblem({ botToken, appToken, signingSecret }: SlackSecrets): string | null {
  const way = appToken ?? signingSecret;
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
export function slackSettings(
  { botToken, appToken, signingSecret }: SlackSecrets,
  apiUrl: string,
  policy: Policy,
): SlackSettings | null {
  if (botToken === null) return null;
  if (appToken !== null) return { botToken, apiUrl, policy, mode: { kind: 'socket', appToken } };
  return signingSecret === null ? null : { botToken, apiUrl, policy, mode: { kind: 'http', signingSecret } };
}
