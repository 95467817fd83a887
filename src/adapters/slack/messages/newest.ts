import type { WebClient } from '@slack/web-api';
import * as z from 'zod';
import { inTime } from '../../../runtime/in-time.ts';
import type { Clock } from '../../../runtime/ports/clock.ts';
import type { Log } from '../../../runtime/ports/log.ts';
import { slackCode } from '../faults.ts';
import { Said } from './event.ts';

/** Milliseconds after which the words that came with the event have to do. */
const PATIENCE_MS = 1_000;
const Answer = z.object({ messages: z.array(z.unknown()) });

/**
 * A message as it stands now. Changes may be told of out of order, and what is told last need not be the newest. `null` when
 * that cannot be found out in time.
 */
export async function newestOf(
  web: WebClient,
  channel: string,
  thread: string,
  ts: string,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): Promise<Said | null> {
  const window = { oldest: ts, latest: ts, inclusive: true, limit: 10 };
  const found = web.conversations
    .replies({ channel, ts: thread, ...window })
    .then((answer) => {
      const said = Answer.parse(answer).messages.map((each) => Said.safeParse(each));
      return said.find(({ data }) => data?.ts === ts)?.data ?? null;
    })
    .catch((error: unknown) => {
      log.warn('slack_message_not_looked_up', { channel, code: slackCode(error) });
      return null;
    });
  return inTime(found, PATIENCE_MS, null, clock);
}
