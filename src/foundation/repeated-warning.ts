import type { Clock } from './clock.ts';
import type { Log } from './log.ts';

/** Milliseconds between two equal lines. */
const AGAIN_MS = 10_000;

interface Said {
  atMs: number;
  /** Repetitions since then that no line has told. */
  untold: number;
}
/** Shared by everything that logs to the same place, by event: many designs wait for one store. */
const saidTo = new WeakMap<Log, Map<string, Said>>();

/**
 * Warns at once, and every ten seconds while the same continues, with the number of repetitions in between (`untold`). For
 * events that may happen many times a second: a full disk fails every call of every design, or a stranger causes them at will.
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
