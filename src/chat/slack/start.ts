/**
 * The connection to Slack, by Socket Mode: no port is open.
 *
 * @example const slack = await startSlack({ botToken, appToken, apiUrl, designs, operators, log, onReconnect });
 */

import {
  App,
  type Logger,
  LogLevel,
  type ReceiverEvent,
  SocketModeReceiver,
  type webApi,
} from '@slack/bolt';
import type { Chat } from '#engine/chat.ts';
import { Fault, messageOf } from '#support/fault.ts';
import type { Log } from '#support/log.ts';
import type { GatewayOptions } from '../gateway.ts';
import { CALL_MS } from '../posts.ts';
import { MessageReader } from './incoming.ts';
import { listen } from './listen.ts';
import { codeOf, SlackChat } from './post.ts';

/** If a ping is not answered in this time, the socket is replaced, after waiting as long again. */
const PING_MS = 2_000;
const REFUSED = [
  'account_inactive',
  'invalid_auth',
  'not_allowed_token_type',
  'token_expired',
  'token_revoked',
];

export interface SlackOptions extends GatewayOptions {
  readonly botToken: string;
  readonly appToken: string;
  /** Unset: Slack's own. */
  readonly apiUrl?: string | undefined;
}

/** @throws {Fault} `bad_setting`: a token is refused; `platform`: Slack does not answer. */
export async function startSlack(
  options: SlackOptions,
): Promise<{ readonly chat: Chat; stop(): Promise<void> }> {
  const { botToken, appToken, log } = options;
  const slackApiUrl = options.apiUrl ?? 'https://slack.com/api/';
  const logger = createSlackLogger(log);
  // Bolt writes into the options that it is given: the receiver and the app need their own.
  const receiver = new SocketModeReceiver({
    appToken,
    logger,
    clientPingTimeout: PING_MS,
    installerOptions: {
      clientOptions: {
        slackApiUrl,
        timeout: CALL_MS,
        // A reconnect that gives up would leave the socket closed for ever.
        retryConfig: { forever: true, minTimeout: 1_000, maxTimeout: 30_000, factor: 2 },
      },
    },
  });
  const clientOptions: webApi.WebClientOptions = {
    slackApiUrl,
    timeout: CALL_MS,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
  };
  // Deferred, since nothing would catch what the constructor's own call throws.
  const app = new StoringApp({
    token: botToken,
    receiver,
    logger,
    clientOptions,
    deferInitialization: true,
  });
  app.error(async (error) => {
    log.error('slack_listener_failed', { error });
    throw error;
  });

  const identity = await refusing('SLACK_BOT_TOKEN', () => app.client.auth.test());
  await refusing('SLACK_BOT_TOKEN', () => app.init());
  const { user_id: botUser = '', team_id: team = '' } = identity;
  const reader = new MessageReader(app.client, botUser, options.operators);
  const chat = new SlackChat(app.client, botUser, reader);
  listen(app, { ...options, chat, reader, team, botUser });

  await refusing('SLACK_APP_TOKEN', () => app.start());
  log.info('slack_connected', { team, bot: botUser });
  const { client } = receiver;
  // So the library connects again; where it gives up, nobody hears it.
  const connect = client.start.bind(client);
  client.start = () =>
    refusing('SLACK_APP_TOKEN', connect).catch((error: unknown) => {
      options.onLost(messageOf(error));
      return new Promise<never>(() => undefined);
    });
  client.on('connected', () => {
    log.info('slack_reconnected');
    options.onReconnect();
  });
  return {
    chat,
    stop: async () => {
      await app.stop();
    },
  };
}

/**
 * Bolt acknowledges an event before any listener has seen it. This one waits for the listeners, so
 * that Slack delivers again what a killed or failing process did not store (P5).
 */
class StoringApp extends App {
  override async processEvent(event: ReceiverEvent): Promise<void> {
    if (event.body.type !== 'event_callback') return super.processEvent(event);
    await super.processEvent({ ...event, ack: async () => undefined });
    await event.ack();
  }
}

async function refusing<Answer>(setting: string, work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (cause) {
    const code = codeOf(cause);
    if (REFUSED.includes(code))
      throw new Fault('bad_setting', `Slack refuses ${setting} (${code}).`, { cause });
    throw new Fault('platform', `Slack does not answer: ${messageOf(cause)}`, { cause });
  }
}

/** Lower levels contain people's words, and the socket's address with its ticket. */
function createSlackLogger(log: Log): Logger {
  const silent = (): void => undefined;
  return {
    debug: silent,
    info: silent,
    warn: (first) => log.debug('slack_library', { said: String(first) }),
    // Also each attempt to connect that Slack refuses.
    error: (first) => log.info('slack_library', { said: String(first) }),
    setLevel: silent,
    getLevel: () => LogLevel.WARN,
    setName: silent,
  };
}
