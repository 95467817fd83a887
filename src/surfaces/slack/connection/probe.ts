import type { WebClient } from '@slack/web-api';
import * as z from 'zod';
import type { PlatformAccess } from '../../../acts/gateway/platform-access.ts';
import type { Clock } from '../../../foundation/clock.ts';
import { awaitWithTimeout } from '../../../foundation/timeout.ts';

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
 * Opens one more socket for a moment. `connections`: those of the app, with this one; `reason`: why Slack ends it at once. `null`
 * where Slack does not say. An event that arrives meanwhile is not acknowledged, and comes again.
 */
export async function probeSocket(
  web: WebClient,
  clock: Clock,
): Promise<{ readonly connections: number | null; readonly reason: string | null }> {
  const { url = '' } = await web.apps.connections.open({});
  const answer: { connections: number | null; reason: string | null } = { connections: null, reason: null };
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

/** Milliseconds that a connection of somebody else has to last: one of a daemon that was killed ends before. */
const STRANGE_MS = 60_000;

export interface Access extends Pick<PlatformAccess, 'clock' | 'log'> {
  /** Number of other daemons on this store, each of which has a socket. */
  readonly countOthers: () => Promise<number>;
}

/**
 * Warns once if the app has more sockets than the daemons on this store: Slack gives each event to one of them, so that what
 * another store receives is lost to this one.
 */
export function detectOtherSockets(
  { clock, log, countOthers }: Access,
  probe: () => ReturnType<typeof probeSocket>,
) {
  let waiting: Disposable | null = null;
  let isTold = false;
  const isStrange = async (connections: number): Promise<boolean> => connections > 1 + (await countOthers());
  const attempt = (work: () => Promise<void>): void => {
    work().catch((error: unknown) => log.warn('slack_sockets_not_counted', { error }));
  };
  const again = async (): Promise<void> => {
    waiting = null;
    const sockets = ((await probe()).connections ?? 0) - 1;
    if (!(await isStrange(sockets)) || isTold) return;
    isTold = true;
    log.warn('slack_other_sockets', { sockets, daemons: 1 + (await countOthers()) });
  };
  return {
    /** `connections`: of the app, as Slack says at the beginning of one. */
    count: (connections: number): void =>
      attempt(async () => {
        if (isTold || waiting !== null || !(await isStrange(connections))) return;
        waiting ??= clock.at(clock.now() + STRANGE_MS, () => attempt(again));
      }),
    [Symbol.dispose]: (): void => waiting?.[Symbol.dispose](),
  };
}
