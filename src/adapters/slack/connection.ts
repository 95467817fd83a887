import type { RequestListener } from 'node:http';
import { App, type Authorize, HTTPReceiver, type Receiver, SocketModeReceiver } from '@slack/bolt';
import type { Clock } from '../../runtime/ports/clock.ts';
import type { Log } from '../../runtime/ports/log.ts';
import { slackLogger } from './client.ts';

/** Milliseconds between two pings, three of which may go unanswered before the socket is given up. */
const PING_MS = 2_000;
/** Milliseconds before another try at a connection: doubled each time it fails, within these bounds. */
const [FIRST_WAIT_MS, LONGEST_WAIT_MS] = [200, 30_000];
/** Milliseconds after which Slack gives up on a request, a little early. */
const REQUEST_MS = 3_001;
/** Milliseconds that Slack has to name a new socket. */
const OPEN_MS = 10_000;
const MOST_REQUEST_BYTES = 1_000_000;

export type SlackMode =
  | { readonly kind: 'socket'; readonly appToken: string }
  | { readonly kind: 'http'; readonly signingSecret: string };

export interface ConnectionParts {
  readonly mode: SlackMode;
  readonly apiUrl: string;
  readonly authorize: Authorize<boolean>;
  readonly clock: Clock;
  readonly log: Log;
}

/** The way in from Slack: Bolt on one of its two receivers. */
export interface Connection {
  readonly app: App;
  /** Takes Slack's signed requests; `null` in Socket Mode. */
  readonly listener: RequestListener | null;
  readonly isConnected: () => boolean;
  /** From now on things come in. Resolves at once: a socket that does not come up is tried for again and again. */
  start(): void;
  /** Nothing comes in any more. */
  stop(): Promise<void>;
}

export function createConnection(parts: ConnectionParts): Connection {
  const { mode, log, authorize } = parts;
  const logger = slackLogger(log);
  const way = mode.kind === 'socket' ? socketWay(mode.appToken, parts) : httpWay(mode.signingSecret, parts);
  const app = new App({ receiver: storingFirst(way.receiver), authorize, logger });
  // What was not handled is not acknowledged, and Slack sends it again.
  app.error(async (error) => {
    log.error('slack_request_failed', { error });
    throw error;
  });
  return { app, listener: way.listener, isConnected: way.isConnected, start: way.start, stop: way.stop };
}

interface Way extends Omit<Connection, 'app'> {
  readonly receiver: Receiver;
}

/**
 * P5: Bolt acknowledges an event before any listener has seen it. Here that waits until the listeners are done, and does not
 * happen when one of them has failed.
 */
function storingFirst(receiver: Receiver): Receiver {
  return {
    init: (app) => {
      const storing: Pick<App, 'processEvent'> = {
        processEvent: async (event) => {
          if (event.body.type !== 'event_callback') return app.processEvent(event);
          await app.processEvent({ ...event, ack: async () => undefined });
          await event.ack();
        },
      };
      receiver.init(Object.assign(Object.create(app), storing));
    },
    start: (...given) => receiver.start(...given),
    stop: (...given) => receiver.stop(...given),
  };
}

function httpWay(signingSecret: string, { log }: ConnectionParts): Way {
  const receiver = new HTTPReceiver({
    signingSecret,
    logger: slackLogger(log),
    unhandledRequestTimeoutMillis: REQUEST_MS,
    bodyLimit: MOST_REQUEST_BYTES,
  });
  return {
    receiver,
    listener: receiver.requestListener,
    isConnected: () => true,
    start: () => undefined,
    stop: () => Promise.resolve(),
  };
}

/**
 * The socket is reconnected here, not by the library: that waits five seconds first, and ends the process when Slack
 * answers the request for a new socket with an error.
 */
function socketWay(appToken: string, { apiUrl, clock, log }: ConnectionParts): Way {
  const receiver = new SocketModeReceiver({
    appToken,
    logger: slackLogger(log),
    clientPingTimeout: PING_MS,
    autoReconnectEnabled: false,
    installerOptions: {
      clientOptions: { slackApiUrl: apiUrl, retryConfig: { retries: 0 }, timeout: OPEN_MS },
    },
  });
  const { client } = receiver;
  let isConnected = false;
  let isStopping = false;
  let failures = 0;
  let waiting: Disposable | null = null;

  const connect = (): void => {
    waiting = null;
    client.start().then(
      () => {
        isConnected = true;
        failures = 0;
        log.info('slack_connected', {});
      },
      // A socket that closes before it is ready is told as a disconnection as well: `again` counts it once.
      (error: unknown) => again('slack_not_connected', error),
    );
  };
  const again = (event: string, error?: unknown): void => {
    isConnected = false;
    if (isStopping || waiting !== null) return;
    const waitMs = Math.min(FIRST_WAIT_MS * 2 ** failures, LONGEST_WAIT_MS);
    failures += 1;
    log.warn(event, { waitMs, ...(error === undefined ? {} : { error }) });
    waiting = clock.at(clock.now() + waitMs, connect);
  };
  client.on('disconnected', () => again('slack_disconnected'));

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
