import { App, LogLevel, SocketModeReceiver } from '@slack/bolt';
import { onTestFinished } from 'vitest';
import { type SlackOptions, type SlackServer, startSlack } from '../../platforms/slack/server.ts';

export const WAIT = { timeout: 20_000, interval: 20 };
const LONG_TIMEOUT_MS = 20_000;
const RETRIES = { retries: 5, minTimeout: 20, maxTimeout: 100, factor: 1 };
/** Bolt lets a reconnect that finally fails end the process. */
const PERSISTENT = { forever: true, minTimeout: 100, maxTimeout: 1_000, factor: 2 };

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

/** An app that does what the test prepares it for, connected. */
export async function startApp(slack: SlackServer, mode: string, prepare: (app: App) => void) {
  const logger = quiet();
  const receiver = new SocketModeReceiver({
    appToken: slack.appToken,
    logger,
    installerOptions: { clientOptions: { ...clientOptions(slack), retryConfig: PERSISTENT } },
  });
  const app = new App({
    token: slack.botToken,
    logger,
    clientOptions: clientOptions(slack),
    deferInitialization: true,
    ...(mode === 'HTTP' ? { signingSecret: slack.signingSecret } : { receiver }),
  });
  await app.init();
  prepare(app);
  onTestFinished(async () => {
    await app.stop();
  });
  if (mode !== 'HTTP') return void (await app.start());
  const server = await app.start({ port: 0, host: '127.0.0.1' });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the app has no port');
  slack.useHttp(`http://127.0.0.1:${address.port}/slack/events`);
}

function quiet() {
  const silent = (): void => undefined;
  const levels = { debug: silent, info: silent, warn: silent, error: silent };
  return { ...levels, setLevel: silent, getLevel: () => LogLevel.ERROR, setName: silent };
}
