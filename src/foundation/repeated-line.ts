import { LRUCache } from 'lru-cache';
import type { Clock } from './clock.ts';
import type { Log } from './log.ts';

/** Milliseconds between two lines of what lasts. */
const AGAIN_MS = 60_000;
/** Most sources told apart at a time, and most subjects of each. */
const MAX_SOURCES = 200;
const MAX_SUBJECTS = 20;

interface Line {
  /** In milliseconds since the epoch. */
  loggedAt: number;
  /** Repetitions not logged since. */
  untold: number;
}
/** Shared by all users of a log: many designs wait for one store. */
const linesOf = new WeakMap<Log, LRUCache<string, Map<string, Line>>>();

/**
 * Warns at once, then at most every minute while the event repeats, with the number of unlogged
 * repetitions (`untold`). For an unavailable service, when each attempt fails, and for events that
 * a stranger can cause at will. `kind` is repeated on its own; a stranger may not choose it.
 */
export function warnRepeatedly(
  log: Log,
  clock: Pick<Clock, 'now'>,
  event: string,
  facts: object,
  kind = '',
): void {
  logRepeatedly(log, clock, 'warn', { event, facts, source: kind, subject: '' });
}

/**
 * Logs a refusal of an identified person, as often as a repeated warning. `by`: the person or
 * token, which nobody can choose. `subject`: what was refused and why. Whoever chooses many
 * subjects gets one line for all beyond the twentieth.
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
  clock: Pick<Clock, 'now'>,
  level: 'info' | 'warn',
  { event, facts, source, subject: ownSubject }: Repeated,
): void {
  const now = clock.now();
  const sources = linesOf.getOrInsertComputed(log, () => new LRUCache({ max: MAX_SOURCES }));
  const lines = sources.get(`${event} ${source}`) ?? new Map<string, Line>();
  sources.set(`${event} ${source}`, lines);
  if (!lines.has(ownSubject) && lines.size >= MAX_SUBJECTS) {
    for (const [subject, { loggedAt }] of lines)
      if (!isRecent(loggedAt, now)) lines.delete(subject);
  }
  const subject = lines.has(ownSubject) || lines.size < MAX_SUBJECTS ? ownSubject : 'others';
  const line = lines.get(subject) ?? { loggedAt: -AGAIN_MS, untold: 0 };
  lines.set(subject, line);
  if (isRecent(line.loggedAt, now)) {
    line.untold += 1;
    return;
  }
  log[level](event, { ...facts, untold: line.untold });
  line.loggedAt = now;
  line.untold = 0;
}

function isRecent(at: number, now: number): boolean {
  return now - at < AGAIN_MS;
}
