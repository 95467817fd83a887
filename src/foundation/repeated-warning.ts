import type { Clock } from './clock.ts';
import type { Log } from './log.ts';

const AGAIN_MS = 10_000;

interface Said {
  atMs: number;
  /** Repetitions not logged since. */
  untold: number;
}
/** By event, shared by all users of a log: many designs wait for one store. */
const saidTo = new WeakMap<Log, Map<string, Said>>();

/**
 * Warns at once, then at most every ten seconds while the event repeats, with the number of unlogged repetitions
 * (`untold`). For events that can repeat many times a second, like a full disk, and for events that a stranger can
 * cause at will.
 */
export function warnRepeatedly(log: Log, clock: Clock, event: string, facts: object): void {
  const now = clock.now();
  const saidHere = saidTo.getOrInsertComputed(log, () => new Map());
  const said = saidHere.get(event);
  if (said !== undefined && now - said.atMs < AGAIN_MS) {
    said.untold += 1;
    return;
  }
  saidHere.set(event, { atMs: now, untold: 0 });
  log.warn(event, { ...facts, untold: said?.untold ?? 0 });
}
