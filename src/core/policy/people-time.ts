import type { Settings } from '../vocabulary/events.ts';
import { afterQuiet } from '../vocabulary/quiet-hours.ts';

type Waiting = Pick<Settings, 'answerMs' | 'gateMs' | 'quietHours' | 'answerUntil'>;

/**
 * Returns the moment until which people may answer what they are asked at `at`: the one that was said at the start, unless it is
 * past; else the usual time, and not in quiet hours.
 */
export function answersDueAt({ answerUntil, answerMs, quietHours }: Waiting, at: number): number {
  if (answerMs === 0) return at;
  if (answerUntil !== undefined && answerUntil > at) return answerUntil;
  return afterQuiet(quietHours, at + answerMs);
}

/** Returns the moment until which people may decide at a gate that opens at `at`: not in quiet hours. */
export function gateDueAt({ gateMs, quietHours }: Waiting, at: number): number {
  return afterQuiet(quietHours, at + gateMs);
}
