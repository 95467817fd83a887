import { type REST, Routes } from 'discord.js';
import { inTime } from '../../../runtime/in-time.ts';
import type { Clock } from '../../../runtime/ports/clock.ts';
import type { Log } from '../../../runtime/ports/log.ts';
import { failureOf } from '../failure.ts';
import { Said } from './event.ts';

/** Milliseconds after which the words that came with the event have to do. */
const PATIENCE_MS = 1_000;

/**
 * A message as it stands now. What is told of changes may be heard out of order, and what is told last need not be the newest.
 * `null` when that cannot be found out in time.
 */
export async function newestOf(
  rest: REST,
  channel: string,
  message: string,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): Promise<Said | null> {
  const found = rest
    .get(Routes.channelMessage(channel, message))
    .then((answer) => Said.parse(answer))
    .catch((error: unknown) => {
      log.warn('discord_message_not_looked_up', { channel, error: failureOf(error) });
      return null;
    });
  return inTime(found, PATIENCE_MS, null, clock);
}
