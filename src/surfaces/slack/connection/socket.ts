import { type Receiver, SocketModeReceiver } from '@slack/bolt';
import * as z from 'zod';
import { HeldToken } from '#acts/gateway/held-token.ts';
import type { PlatformAccess } from '#acts/gateway/platform-access.ts';
import { warnRepeatedly } from '#foundation/repeated-line.ts';
import { backoffMsOf, RETRY_POLICIES } from '#foundation/retry.ts';
import { refusesToken, slackCodeOf } from '../calls/faults.ts';
import { createSlackLogger } from '../calls/web-client.ts';
import { APP_TOKEN_TO_DO } from '../settings.ts';
import { EventBody, warnUnread } from './event-body.ts';
import { type Access, Notice, warnOfOtherSockets } from './probe.ts';

/**
 * Milliseconds without a pong until a socket is replaced. Not much shorter, or a process that was
 * paused would drop a good socket, and events with it, before reading its pongs.
 */
const MAX_SILENCE_MS = 5_000;
const OPEN_MS = 10_000;
/** Milliseconds after which a socket counts as one that works. */
const LASTING_MS = 60_000;

interface Incoming {
  readonly receiver: Receiver;
  readonly isConnected: () => boolean;
  readonly tokenToDo: HeldToken['toDo'];
  start(): void;
  stop(): Promise<void>;
}

/**
 * Reconnects by itself: the library waits five seconds first, and crashes the process when Slack
 * refuses a new socket.
 */
export function receiveBySocket(appToken: string, slackApiUrl: string, access: Access): Incoming {
  const { clock, log } = access;
  const receiver = new SocketModeReceiver({
    appToken,
    logger: createSlackLogger(log),
    clientPingTimeout: MAX_SILENCE_MS,
    autoReconnectEnabled: false,
    installerOptions: {
      clientOptions: { slackApiUrl, retryConfig: { retries: 0 }, timeout: OPEN_MS },
    },
  });
  const { client } = receiver;
  const token = new HeldToken(APP_TOKEN_TO_DO, log, 'slack_token_not_accepted');
  let isConnected = false;
  let isStopping = false;
  let failures = 0;
  let connectedAt: number | null = null;
  /** Slack's own word for why it ends the present socket. */
  let reason: string | null = null;
  let waiting: Disposable | null = null;
  const compareSockets = warnOfOtherSockets(access);

  const connect = (): void => {
    waiting = null;
    if (isStopping) return;
    reason = null;
    client.start().then(
      async () => {
        // The socket opened while this was stopping. Left open, it would keep receiving events.
        if (isStopping) {
          await client.disconnect();
          return;
        }
        token.record(false);
        isConnected = true;
        connectedAt = clock.now();
        log.info('slack_connected', {});
      },
      // A socket that closes before it is ready also emits `disconnected`; `again` counts it once.
      (error: unknown) => {
        if (refusesToken(error)) token.record(true, { code: slackCodeOf(error) });
        again('slack_not_connected', { error, reason });
      },
    );
  };
  const again = (event: string, facts: object): void => {
    isConnected = false;
    if (isStopping || waiting !== null) return;
    // A socket that Slack ends at once must not be replaced as quickly as one that has worked.
    const hasLasted = connectedAt !== null && clock.now() - connectedAt >= LASTING_MS;
    connectedAt = null;
    failures = hasLasted ? 1 : failures + 1;
    const waitMs = backoffMsOf(RETRY_POLICIES.frequentConnection, failures);
    warnRepeatedly(log, clock, event, { waitMs, ...facts }, reason ?? '');
    waiting = clock.at(clock.now() + waitMs, connect);
  };
  guardClient(client, access, (notice) => {
    if (notice.type === 'hello') compareSockets(notice.num_connections);
    else reason = notice.reason;
  });
  client.on('disconnected', () => again('slack_disconnected', { reason }));

  return {
    receiver,
    isConnected: () => isConnected,
    tokenToDo: token.toDo,
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
 * Passes on only messages that the client can read, and acknowledges all others: the client trusts
 * their shape and crashes the process if it cannot read one. Uses only the client's public events.
 */
function guardClient(
  client: SocketModeReceiver['client'],
  access: Pick<PlatformAccess, 'clock' | 'log'>,
  notice: (notice: Notice) => void,
): void {
  const readers = client.listeners(MESSAGE);
  client.removeAllListeners(MESSAGE);

  const take = async (data: unknown, isBinary: boolean): Promise<void> => {
    const message: unknown = JSON.parse(z.string().parse(data));
    const envelope = Envelope.parse(message);
    const parsedNotice = Notice.safeParse(message);
    if (parsedNotice.success) notice(parsedNotice.data);
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
   * The client emits events under their own type. A type that it listens to itself would be
   * mistaken for one of its internal events.
   */
  const isReadable = ({ type, envelope_id: id, payload }: Envelope): boolean => {
    if (type === 'hello' || type === 'disconnect') return true;
    if (id === null) return false;
    if (type === 'slash_commands' || type === 'interactive')
      return z.looseObject({}).safeParse(payload).success;
    const { data: body } = EventBody.safeParse(payload);
    return (
      type === 'events_api' && body !== undefined && client.listenerCount(body.event.type) === 0
    );
  };
  client.on(MESSAGE, (data: unknown, isBinary: boolean) => {
    take(data, isBinary).catch((error: unknown) =>
      access.log.warn('slack_message_unread', { error }),
    );
  });
}
