/** How a gateway is opened, and how it answers in time. */

import type { Designs } from '#engine/designs.ts';
import type { Log } from '#support/log.ts';

/** What people do in chat. */
export type ChatDesigns = Pick<
  Designs,
  'start' | 'reply' | 'goOn' | 'decide' | 'cancel' | 'runAgain' | 'find' | 'read' | 'ofThread'
>;
/** What both gateways are opened with. */
export interface GatewayOptions {
  readonly designs: ChatDesigns;
  /** Ids of people, from CHARRETTE_OPERATORS. */
  readonly operators: readonly string[];
  readonly log: Log;
  /** The socket is back after it was away: messages may have been missed (P5). */
  readonly onReconnect: () => void;
  /** The platform has closed the connection for good; the process ends with this line. */
  readonly onLost: (line: string) => void;
}

export const NONE_RUNS = 'No design is running in this thread.';
const NOT_DONE = 'That did not work. Try again in a minute.';

/**
 * What was asked is stored before it is acknowledged (P5); where that takes nearly the three seconds
 * that the platforms wait, `late` is called first, which promises nothing.
 */
export async function answerInTime(
  work: Promise<string>,
  log: Log,
  late: () => Promise<void>,
): Promise<{ readonly answer: string; readonly isLate: boolean }> {
  const answered = work.catch((error: unknown) => {
    log.error('chat_request_failed', { error });
    return NOT_DONE;
  });
  const { promise: due, resolve } = Promise.withResolvers<null>();
  const timer = setTimeout(resolve, 2_400, null);
  const first = await Promise.race([answered, due]);
  clearTimeout(timer);
  if (first !== null) return { answer: first, isLate: false };
  await late();
  return { answer: await answered, isLate: true };
}

/** What comes from one thread is taken in the order in which it came, also where a file has to be read first. */
export function createThreadQueue() {
  const last = new Map<string, Promise<void>>();
  return <Taken>(thread: string, take: () => Promise<Taken>): Promise<Taken> => {
    const taken = (last.get(thread) ?? Promise.resolve()).then(take);
    const forget = () => {
      if (last.get(thread) === done) last.delete(thread);
    };
    const done = taken.then(forget, forget);
    last.set(thread, done);
    return taken;
  };
}
