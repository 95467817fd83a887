import { LRUCache } from 'lru-cache';
import type { Clock } from './clock.ts';
import type { Log } from './log.ts';

const AGAIN_MS = 10_000;
/** Most lines told apart at a time. */
const MAX_LINES = 200;

interface Said {
  atMs: number;
  /** Repetitions not logged since. */
  untold: number;
}
/** Shared by all users of a log: many designs wait for one store. */
const saidTo = new WeakMap<Log, LRUCache<string, Said>>();

/**
 * Warns at once, then at most every ten seconds while the event repeats, with the number of unlogged repetitions
 * (`untold`). For events that can repeat many times a second, like a full disk, and for events that a stranger can
 * cause at will. `kind` is repeated on its own; a stranger may not choose it.
 */
export function warnRepeatedly(log: Log, clock: Clock, event: string, facts: object, kind = ''): void {
  logRepeatedly(log, clock, 'warn', { event, facts, kind });
}

/** Logs a refusal of an identified person (D8), as often as a repeated warning. `kind`: who is refused what. */
export function logRefusal(log: Log, clock: Clock, event: string, facts: object, kind: string): void {
  logRepeatedly(log, clock, 'info', { event, facts, kind });
}

function logRepeatedly(
  log: Log,
  clock: Clock,
  level: 'info' | 'warn',
  { event, facts, kind }: { readonly event: string; readonly facts: object; readonly kind: string },
): void {
  const now = clock.now();
  const saidHere = saidTo.getOrInsertComputed(log, () => new LRUCache({ max: MAX_LINES }));
  const key = `${event} ${kind}`;
  const said = saidHere.get(key);
  if (said !== undefined && now - said.atMs < AGAIN_MS) {
    said.untold += 1;
    return;
  }
  saidHere.set(key, { atMs: now, untold: 0 });
  log[level](event, { ...facts, untold: said?.untold ?? 0 });
}
