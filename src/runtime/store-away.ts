import type { Clock } from './ports/clock.ts';
import type { Log } from './ports/log.ts';

/** Milliseconds between two lines that say of the store that it is still away. */
const AGAIN_MS = 10_000;

interface Said {
  atMs: number;
  /** Failures since then that no line has told. */
  untold: number;
}
/** For everything that logs to the same place: many designs wait for one store. */
const saidTo = new WeakMap<Log, Said>();

/**
 * Logs that the store is away: at once, and while it stays away every ten seconds, with how many failures there were in
 * between (`untold`). A full disk fails every call of every design, many times a second.
 */
export function sayStoreAway(
  log: Log,
  clock: Clock,
  facts: { readonly what: string; readonly error: unknown },
): void {
  const now = clock.now();
  const said = saidTo.get(log);
  if (said !== undefined && now - said.atMs < AGAIN_MS) {
    said.untold += 1;
    return;
  }
  saidTo.set(log, { atMs: now, untold: 0 });
  log.warn('store_away', { ...facts, untold: said?.untold ?? 0 });
}
