import type { WebClient } from '@slack/web-api';
import * as z from 'zod';
import type { PlatformAccess } from '#acts/gateway/platform-access.ts';
import type { Clock } from '#foundation/clock.ts';
import { awaitWithTimeout } from '#foundation/timeout.ts';

/** What Slack says of a socket itself. */
export const Notice = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello'), num_connections: z.number().catch(0) }),
  z.object({ type: z.literal('disconnect'), reason: z.string().max(100).catch('') }),
]);
export type Notice = z.infer<typeof Notice>;

/** Milliseconds to open a socket, and in which Slack ends one that it does not want. */
const OPEN_MS = 5_000;
const ENDED_MS = 500;

/**
 * Opens one more socket for a moment. `connections`: those of the app, with this one; `reason`: why
 * Slack ends it at once. `null` where Slack does not say. An event that arrives meanwhile is not
 * acknowledged, and comes again.
 */
export async function probeSocket(
  web: WebClient,
  clock: Clock,
): Promise<{ readonly connections: number | null; readonly reason: string | null }> {
  const { url = '' } = await web.apps.connections.open({});
  const answer: { connections: number | null; reason: string | null } = {
    connections: null,
    reason: null,
  };
  const socket = new WebSocket(url);
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  socket.addEventListener('message', ({ data }) => {
    const { data: notice } = Notice.safeParse(
      z
        .string()
        .transform((text) => JSON.parse(text))
        .parse(data),
    );
    if (notice?.type === 'hello') {
      answer.connections = notice.num_connections;
      clock.at(clock.now() + ENDED_MS, end);
    } else if (notice?.type === 'disconnect') {
      answer.reason = notice.reason;
      end();
    }
  });
  socket.addEventListener('error', () => end());
  socket.addEventListener('close', () => end());
  await awaitWithTimeout(ended, OPEN_MS, () => undefined, clock);
  socket.close();
  return answer;
}

export interface Access extends Pick<PlatformAccess, 'clock' | 'log'> {
  /** Number of other daemons on this store, each of which has a socket. */
  readonly countOthers: () => Promise<number>;
}

/**
 * Warns once if the app has more sockets than the daemons on this store: Slack gives each event to
 * one of them, so that what another store receives is lost to this one. Returns a function for the
 * number that Slack says at the beginning of a socket, which may still count one of a daemon that
 * was killed.
 */
export function warnOfOtherSockets({ log, countOthers }: Access): (sockets: number) => void {
  let isTold = false;
  const compare = async (sockets: number): Promise<void> => {
    const daemons = 1 + (await countOthers());
    if (sockets <= daemons || isTold) return;
    isTold = true;
    log.warn('slack_other_sockets', { sockets, daemons });
  };
  return (sockets) => {
    compare(sockets).catch((error: unknown) => log.warn('slack_sockets_not_counted', { error }));
  };
}
