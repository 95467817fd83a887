import { LRUCache } from 'lru-cache';
import type { Clock } from './clock.ts';
import type { Log } from './log.ts';

const AGAIN_MS = 10_000;
/** Most sources told apart at a time, and most subjects of each. */
const [MAX_SOURCES, MAX_SUBJECTS] = [200, 20];

interface Line {
  atMs: number;
  /** Repetitions not logged since. */
  untold: number;
}
/** Shared by all users of a log: many designs wait for one store. */
const linesOf = new WeakMap<Log, LRUCache<string, Map<string, Line>>>();

/**
 * Warns at once, then at most every ten seconds while the event repeats, with the number of unlogged repetitions
 * (`untold`). For events that can repeat many times a second, like a full disk, and for events that a stranger can
 * cause at will. `kind` is repeated on its own; a stranger may not choose it.
 */
export function warnRepeatedly(log: Log, clock: Clock, event: string, facts: object, kind = ''): void {
  logRepeatedly(log, clock, 'warn', { event, facts, source: kind, subject: '' });
}

/**
 * Logs a refusal of an identified person (D8), as often as a repeated warning. `by`: the person or token, which nobody can
 * choose. `subject`: what was refused and why. Whoever chooses many subjects gets one line for all beyond the twentieth.
 */
export function logRefusal(
  log: Log,
  clock: Clock,
  event: string,
  facts: object,
  { by, subject }: { readonly by: string; readonly subject: string },
): void {
  logRepeatedly(log, clock, 'info', { event, facts, source: by, subject });
}

interface Repeated {
  readonly event: string;
  readonly facts: object;
  readonly source: string;
  readonly subject: string;
}

function logRepeatedly(
  log: Log,
  clock: Clock,
  level: 'info' | 'warn',
  { event, facts, source, subject: asked }: Repeated,
): void {
  const now = clock.now();
  const isRecent = ({ atMs }: Line) => now - atMs < AGAIN_MS;
  const sources = linesOf.getOrInsertComputed(log, () => new LRUCache({ max: MAX_SOURCES }));
  const lines = sources.get(`${event} ${source}`) ?? new Map<string, Line>();
  sources.set(`${event} ${source}`, lines);
  if (!lines.has(asked) && lines.size >= MAX_SUBJECTS) {
    for (const [subject, line] of lines) if (!isRecent(line)) lines.delete(subject);
  }
  const subject = lines.has(asked) || lines.size < MAX_SUBJECTS ? asked : 'others';
  const line = lines.get(subject);
  if (line !== undefined && isRecent(line)) {
    line.untold += 1;
    return;
  }
  lines.set(subject, { atMs: now, untold: 0 });
  log[level](event, { ...facts, untold: line?.untold ?? 0 });
}
