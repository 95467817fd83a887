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

/** A small app, as a bot would be written; what it does is enough to try the server. */
export function teach(app: App): void {
  app.command('/design', async ({ ack, command, client }) => {
    await ack({ response_type: 'ephemeral', text: 'On it.' });
    await client.chat.postMessage({
      channel: command.channel_id,
      text: command.text,
      blocks: [
        {
          type: 'rich_text',
          elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: command.text }] }],
        },
        {
          type: 'actions',
          elements: [
            { type: 'button', action_id: 'peek', text: { type: 'plain_text', text: 'Peek' }, value: 'd1' },
            { type: 'button', action_id: 'ask', text: { type: 'plain_text', text: 'Ask' } },
          ],
        },
      ],
      metadata: { event_type: 'charrette_post', event_payload: { id: 'e1' } },
    });
  });
  app.action('peek', async ({ ack, respond, body, client }) => {
    await ack();
    await respond({ text: 'Two are writing.', response_type: 'ephemeral' });
    if (!('message' in body) || body.message === undefined || body.channel === undefined) return;
    await client.chat.update({ channel: body.channel.id, ts: body.message.ts, text: 'over', blocks: [] });
  });
  app.action('ask', async ({ ack, body, client }) => {
    if (!('trigger_id' in body)) return;
    await client.views.open({
      trigger_id: body.trigger_id,
      view: {
        type: 'modal',
        callback_id: 'start',
        title: { type: 'plain_text', text: 'A new design' },
        submit: { type: 'plain_text', text: 'Start' },
        blocks: [
          {
            type: 'input',
            block_id: 'topic',
            label: { type: 'plain_text', text: 'Topic' },
            element: { type: 'plain_text_input', action_id: 'topic' },
          },
        ],
      },
    });
    await ack();
  });
  app.view('start', async ({ ack, view }) => {
    const topic = view.state.values.topic?.topic?.value ?? '';
    if (topic === '?') await ack({ response_action: 'errors', errors: { topic: 'Say more.' } });
    else await ack();
  });
  app.message('hello', async ({ message, client }) => {
    await client.reactions.add({ channel: message.channel, timestamp: message.ts, name: 'white_check_mark' });
  });
}

export interface AppOptions {
  readonly mode?: string;
  readonly clientPingTimeout?: number;
  readonly prepare?: (app: App) => void;
}

/** The app, connected; what its listeners throw is collected. */
export async function startApp(slack: SlackServer, options: AppOptions = {}) {
  const { mode = 'Socket Mode', clientPingTimeout = 20_000, prepare = teach } = options;
  const errors: Error[] = [];
  const logger = quiet();
  const receiver = new SocketModeReceiver({
    appToken: slack.appToken,
    logger,
    clientPingTimeout,
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
  app.error(async (error) => {
    errors.push(error);
  });
  prepare(app);
  onTestFinished(async () => {
    await app.stop();
  });
  if (mode !== 'HTTP') {
    await app.start();
    return { errors, requests: null };
  }
  const server = await app.start({ port: 0, host: '127.0.0.1' });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the app has no port');
  return { errors, requests: slack.useHttp(`http://127.0.0.1:${address.port}/slack/events`) };
}

function quiet() {
  const silent = (): void => undefined;
  const levels = { debug: silent, info: silent, warn: silent, error: silent };
  return { ...levels, setLevel: silent, getLevel: () => LogLevel.ERROR, setName: silent };
}
