import { LRUCache } from 'lru-cache';
import type { Clock } from './clock.ts';
import type { Log } from './log.ts';

/**
 * Milliseconds between two lines of what lasts, and without a repetition after which it is over.
 */
const AGAIN_MS = 60_000;
/**
 * Milliseconds without a repetition after which it may be over: longer than those between two
 * attempts.
 */
const QUIET_MS = 2_000;
/** Most sources told apart at a time, and most subjects of each. */
const MAX_SOURCES = 200;
const MAX_SUBJECTS = 20;

interface Line {
  readonly event: string;
  /**
   * In milliseconds since the epoch: the first occurrence, the last one, and the last one that was
   * logged.
   */
  readonly beganAt: number;
  lastAt: number;
  loggedAt: number;
  times: number;
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

/**
 * True if this warning without a kind was repeated, and has not come for a moment: its cause may be
 * gone.
 */
export function mayBeOver(log: Log, clock: Pick<Clock, 'now'>, event: string): boolean {
  const line = linesOf.get(log)?.get(`${event} `)?.get('');
  return line !== undefined && clock.now() - line.lastAt >= QUIET_MS;
}

/**
 * Logs what was repeated and has stopped: how many `times` it was, and for how long. Call it now
 * and then. `endedEvent`: the event whose cause is gone, so it is over now, even if it came once;
 * the next one has its own line.
 */
export function logRepetitionsOver(log: Log, clock: Pick<Clock, 'now'>, endedEvent?: string): void {
  const now = clock.now();
  for (const lines of linesOf.get(log)?.values() ?? []) {
    for (const [subject, line] of lines) {
      const { event, beganAt, lastAt, times } = line;
      const isEnded = event === endedEvent;
      if (isRecent(lastAt, now) && !isEnded) continue;
      lines.delete(subject);
      if (times > 1 || isEnded)
        log.info('repetition_over', { of: event, times, lastedMs: lastAt - beganAt });
    }
  }
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
  const line = lines.get(subject) ?? {
    event,
    beganAt: now,
    lastAt: now,
    loggedAt: -AGAIN_MS,
    times: 0,
    untold: 0,
  };
  lines.set(subject, line);
  line.lastAt = now;
  line.times += 1;
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
