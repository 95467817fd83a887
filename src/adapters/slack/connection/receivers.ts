import type { RequestListener } from 'node:http';
import { HTTPReceiver, type Receiver, SocketModeReceiver } from '@slack/bolt';
import type { Clock } from '../../../runtime/ports/clock.ts';
import type { Log } from '../../../runtime/ports/log.ts';
import { backoffMs, RETRY_POLICIES } from '../../../runtime/retry.ts';
import { slackLogger } from '../calls/web-client.ts';

/** Milliseconds between two pings, three of which may go unanswered before the socket is given up. */
const PING_MS = 2_000;
/** Sooner than other connections: a socket of Slack's is closed every few hours, and a new one is there at once. */
const RECONNECTING = { ...RETRY_POLICIES.connection, firstWaitMs: 200 };
/** Milliseconds after which Slack gives up on a request, a little early. */
const REQUEST_MS = 3_001;
/** Milliseconds that Slack has to name a new socket. */
const OPEN_MS = 10_000;
const MAX_REQUEST_BYTES = 1_000_000;

export type SlackMode =
  | { readonly kind: 'socket'; readonly appToken: string }
  | { readonly kind: 'http'; readonly signingSecret: string };

export interface ReceiverParts {
  readonly apiUrl: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** How Slack's events come in. */
export interface SlackReceiver {
  readonly receiver: Receiver;
  /** Takes Slack's signed requests; `null` in Socket Mode. */
  readonly listener: RequestListener | null;
  readonly isConnected: () => boolean;
  /** A socket that does not come up is tried for again and again. */
  start(): void;
  /** Nothing comes in any more. */
  stop(): Promise<void>;
}

export function createReceiver(mode: SlackMode, parts: ReceiverParts): SlackReceiver {
  return mode.kind === 'socket' ? overSocket(mode.appToken, parts) : overHttp(mode.signingSecret, parts);
}

function overHttp(signingSecret: string, { log }: ReceiverParts): SlackReceiver {
  const receiver = new HTTPReceiver({
    signingSecret,
    logger: slackLogger(log),
    unhandledRequestTimeoutMillis: REQUEST_MS,
    bodyLimit: MAX_REQUEST_BYTES,
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
function overSocket(appToken: string, { apiUrl, clock, log }: ReceiverParts): SlackReceiver {
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
      // A socket that closes before it is ready is reported as a disconnection as well: `again` counts it once.
      (error: unknown) => again('slack_not_connected', error),
    );
  };
  const again = (event: string, error?: unknown): void => {
    isConnected = false;
    if (isStopping || waiting !== null) return;
    failures += 1;
    const waitMs = backoffMs(RECONNECTING, failures);
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
