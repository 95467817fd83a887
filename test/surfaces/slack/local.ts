import { onTestFinished } from 'vitest';
import { createSlackLogger } from '#surfaces/slack/calls/web-client.ts';
import { type SlackOptions, type SlackServer, startSlack } from '../../platforms/slack/server.ts';
import { silentLog } from '../../support/runner/silent-log.ts';

const LONG_TIMEOUT_MS = 20_000;
const RETRIES = { retries: 5, minTimeout: 20, maxTimeout: 100, factor: 1 };

/** A local Slack without limits on calls and with long timeouts unless a test sets them. */
export async function slackWith(options: SlackOptions = {}) {
  const slack = await startSlack({
    ackMs: LONG_TIMEOUT_MS,
    triggerMs: LONG_TIMEOUT_MS,
    rateSpeed: 0,
    ...options,
  });
  onTestFinished(slack.close);
  const ana = slack.workspace.addPerson('Ana');
  const general = slack.workspace.addChannel('general');
  return { slack, ana, general };
}

export function clientOptions(slack: SlackServer) {
  return {
    slackApiUrl: slack.apiUrl,
    retryConfig: { ...RETRIES },
    logger: createSlackLogger(silentLog),
  };
}
