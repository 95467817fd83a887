import { LogLevel } from '@slack/bolt';
import { onTestFinished } from 'vitest';
import { type SlackOptions, type SlackServer, startSlack } from '../../platforms/slack/server.ts';

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
  return { slackApiUrl: slack.apiUrl, retryConfig: { ...RETRIES }, logger: quiet() };
}

function quiet() {
  const silent = (): void => undefined;
  const levels = { debug: silent, info: silent, warn: silent, error: silent };
  return { ...levels, setLevel: silent, getLevel: () => LogLevel.ERROR, setName: silent };
}
