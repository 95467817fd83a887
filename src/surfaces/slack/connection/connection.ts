import type { RequestListener } from 'node:http';
import { App, HTTPReceiver, type Receiver, type ReceiverEvent, SocketModeReceiver } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import * as z from 'zod';
import { failureOf, type PlatformAccess } from '../../../acts/gateway/platform-access.ts';
import { warnRepeatedly } from '../../../foundation/repeated-line.ts';
import { backoffMs, RETRY_POLICIES, retry } from '../../../foundation/retry.ts';
import { faultOf, slackCode } from '../calls/faults.ts';
import { slackLogger } from '../calls/web-client.ts';
import type { SlackSettings } from '../settings.ts';
import { EventBody, warnUnread } from './event-body.ts';
import { guardListener } from './guarded-listener.ts';
import { Identity } from './identity.ts';

const UNAVAILABLE = 503;
/**
 * Milliseconds without a pong until a socket is replaced. Not much shorter, or a process that was paused would drop a
 * good socket, and events with it, before reading its pongs.
 */
const MAX_SILENCE_MS = 5_000;
/** Bolt warns when a request stays unacknowledged for this long; Slack gives up after three seconds. */
const REQUEST_MS = 3_001;
const OPEN_MS = 10_000;

type Access = Pick<PlatformAccess, 'clock' | 'log'>;

export function createConnection(settings: SlackSettings, web: WebClient, access: Access) {
  const { mode, botToken } = settings;
  const { log } = access;
  const stopping = new AbortController();
  let known: Identity | null = null;
  const identity = (): Identity => {
    if (known === null) throw new Error('Slack has not said yet who the bot is.');
    return known;
  };
  const incoming =
    mode.kind === 'socket'
      ? overSocket(mode.appToken, settings.apiUrl, access)
      : overHttp(mode.signingSecret, access);
  const { receiver, listener } = incoming;
  const app = new StoringApp({
    receiver,
    logger: slackLogger(log),
    authorize: async () => {
      const { bot_id: botId, user_id: botUserId, team_id: teamId } = identity();
      return { botToken, botId, botUserId, teamId };
    },
  });
  // An unhandled event stays unacknowledged, and Slack sends it again.
  app.error(async (error) => {
    log.error('slack_request_failed', { error });
    throw error;
  });
  const whenKnown: RequestListener = (request, response) => {
    if (known !== null) listener?.(request, response);
    else response.writeHead(UNAVAILABLE).end();
  };
  return {
    app,
    /** Takes Slack's signed requests; `null` in Socket Mode. */
    listener: listener && whenKnown,
    /** Throws before Slack has identified the bot; no event arrives until then. */
    identity,
    isConnected: () => known !== null && incoming.isConnected(),
    /** Events arrive once Slack has identified the bot. */
    start: () => {
      void readIdentity(web, settings.apiUrl, access, stopping.signal).then((found) => {
        if (found === null) return;
        known = found;
        incoming.start();
      });
    },
    stop: async (): Promise<void> => {
      stopping.abort();
      await incoming.stop();
    },
  };
}

/**
 * Bolt acknowledges an event before any listener has seen it. This class waits for the listeners, and does not acknowledge the
 * event if one fails (P5).
 */
class StoringApp extends App {
  override async processEvent(event: ReceiverEvent): Promise<void> {
    if (event.body.type !== 'event_callback') return super.processEvent(event);
    await super.processEvent({ ...event, ack: async () => undefined });
    await event.ack();
  }
}

/** Asks until Slack answers; `null` once the signal is aborted. */
async function readIdentity(
  web: WebClient,
  apiUrl: string,
  { log }: Access,
  signal: AbortSignal,
): Promise<Identity | null> {
  const failed = (error: unknown): void => {
    const [code, facts] = [slackCode(error), { error: failureOf({ faultOf }, error) }];
    if (code !== '') log.error('slack_token_not_accepted', { code, ...facts });
    else log.error('slack_not_reached', { at: new URL(apiUrl).origin, ...facts });
  };
  const read = async (): Promise<Identity> => Identity.parse(await web.auth.test());
  try {
    const found = await retry(read, RETRY_POLICIES.connection, {
      isPassing: () => true,
      onFailed: failed,
      signal,
    });
    log.info('slack_known', { team: found.team_id, bot: found.user_id });
    return found;
  } catch (error) {
    if (signal.aborted) return null;
    throw error;
  }
}

interface Incoming {
  readonly receiver: Receiver;
  readonly listener: RequestListener | null;
  readonly isConnected: () => boolean;
  start(): void;
  stop(): Promise<void>;
}

function overHttp(signingSecret: string, access: Access): Incoming {
  const receiver = new HTTPReceiver({
    signingSecret,
    logger: slackLogger(access.log),
    unhandledRequestTimeoutMillis: REQUEST_MS,
  });
  return {
    receiver,
    listener: guardListener(receiver.requestListener, signingSecret, access),
    isConnected: () => true,
    start: () => undefined,
    stop: async () => undefined,
  };
}

/**
 * Reconnects by itself: the library waits five seconds first, and crashes the process when Slack refuses a new socket.
 */
function overSocket(appToken: string, slackApiUrl: string, access: Access): Incoming {
  const { clock, log } = access;
  const receiver = new SocketModeReceiver({
    appToken,
    logger: slackLogger(log),
    clientPingTimeout: MAX_SILENCE_MS,
    autoReconnectEnabled: false,
    installerOptions: { clientOptions: { slackApiUrl, retryConfig: { retries: 0 }, timeout: OPEN_MS } },
  });
  const { client } = receiver;
  let isConnected = false;
  let isStopping = false;
  let failures = 0;
  let waiting: Disposable | null = null;

  const connect = (): void => {
    waiting = null;
    if (isStopping) return;
    client.start().then(
      async () => {
        // The socket opened while this was stopping. Left open, it would keep receiving events.
        if (isStopping) {
          await client.disconnect();
          return;
        }
        isConnected = true;
        failures = 0;
        log.info('slack_connected', {});
      },
      // A socket that closes before it is ready also emits `disconnected`; `again` counts it once.
      (error: unknown) => again('slack_not_connected', { error }),
    );
  };
  const again = (event: string, facts: object): void => {
    isConnected = false;
    if (isStopping || waiting !== null) return;
    failures += 1;
    const waitMs = backoffMs(RETRY_POLICIES.frequentConnection, failures);
    warnRepeatedly(log, clock, event, { waitMs, ...facts });
    waiting = clock.at(clock.now() + waitMs, connect);
  };
  guardClient(client, access);
  client.on('disconnected', () => again('slack_disconnected', {}));

  return {
    receiver,
    listener: null,
    isConnected: () => isConnected,
    start: connect,
    stop: async () => {
      isStopping = true;
      waiting?.[Symbol.dispose]();
      if (isConnected) await client.disconnect();
    },
  };
}

/** The client's event for each message of the socket; its own listener parses the message. */
const MESSAGE = 'ws_message';

const Envelope = z.looseObject({
  type: z.string(),
  envelope_id: z.string().nullable().catch(null),
  payload: z.unknown().optional(),
});
type Envelope = z.infer<typeof Envelope>;

/**
 * Passes on only messages that the client can read, and acknowledges all others: the client trusts their shape and
 * crashes the process if it cannot read one. Uses only the client's public events.
 */
function guardClient(
  client: SocketModeReceiver['client'],
  access: Pick<PlatformAccess, 'clock' | 'log'>,
): void {
  const readers = client.listeners(MESSAGE);
  client.removeAllListeners(MESSAGE);

  const take = async (data: unknown, isBinary: boolean): Promise<void> => {
    const envelope = Envelope.parse(JSON.parse(z.string().parse(data)));
    if (isReadable(envelope)) {
      for (const read of readers) await read(data, isBinary);
      return;
    }
    warnUnread(access, envelope.payload);
    if (envelope.envelope_id === null) return;
    const acknowledgement = JSON.stringify({ envelope_id: envelope.envelope_id, payload: {} });
    client.websocket?.send(acknowledgement, (error) => {
      if (error) access.log.warn('slack_event_not_acknowledged', { error });
    });
  };
  /**
   * The client emits events under their own type. A type that it listens to itself would be mistaken for one of its internal
   * events.
   */
  const isReadable = ({ type, envelope_id: id, payload }: Envelope): boolean => {
    if (type === 'hello' || type === 'disconnect') return true;
    if (id === null) return false;
    if (type === 'slash_commands' || type === 'interactive')
      return z.looseObject({}).safeParse(payload).success;
    const { data: body } = EventBody.safeParse(payload);
    return type === 'events_api' && body !== undefined && client.listenerCount(body.event.type) === 0;
  };
  client.on(MESSAGE, (data: unknown, isBinary: boolean) => {
    take(data, isBinary).catch((error: unknown) => access.log.warn('slack_message_unread', { error }));
  });
}
