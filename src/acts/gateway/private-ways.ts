import { LRUCache } from 'lru-cache';
import type { Log } from '../../foundation/log.ts';
import { awaitWhileRunning } from '../../foundation/timeout.ts';
import { ChatFault } from '../../ports/chat.ts';
import type { Document } from '../../presentation/format/document.ts';
import { callAgain, failureOf, type PlatformAccess } from './platform-access.ts';

/**
 * Outcome of telling a person. `why`: one reason for each way; without addresses, since it is
 * logged.
 */
export type Told =
  | { readonly isTold: true }
  | { readonly isTold: false; readonly why: readonly unknown[] };
export type Tell = (answer: Document) => Promise<Told>;

export const TOLD: Told = { isTold: true };

/** Milliseconds for one call: a platform's library waits as often as it is asked to. */
const TELL_MS = 20_000;

type Telling = Pick<PlatformAccess, 'faultOf' | 'clock'>;

/** The outcome of a call that tells a person, or of its delay. Never rejects. */
export function tellInTime(context: Telling, call: () => Promise<unknown>): Promise<Told> {
  return toldOnce(context, inTime(context, call));
}

/**
 * As `tellInTime`, with further calls while the platform fails; none after one that may still tell.
 */
export function tellWithRetries(
  context: PlatformAccess,
  call: () => Promise<unknown>,
): Promise<Told> {
  return toldOnce(
    context,
    callAgain(context, () => inTime(context, call)),
  );
}

function inTime({ clock }: Telling, call: () => Promise<unknown>): Promise<unknown> {
  const stop = (): never => {
    throw new ChatFault('It took too long.', 'refused');
  };
  return awaitWhileRunning(call(), TELL_MS, stop, clock);
}

function toldOnce(context: Telling, telling: Promise<unknown>): Promise<Told> {
  return telling.then(
    () => TOLD,
    (error: unknown): Told => ({ isTold: false, why: [failureOf(context, error)] }),
  );
}

/** Tries one way after the other until the person is told. */
export async function tellFirst(ways: readonly Tell[], answer: Document): Promise<Told> {
  const reasons: unknown[] = [];
  for (const tell of ways) {
    const told = await tell(answer);
    if (told.isTold) return told;
    reasons.push(...told.why);
  }
  return { isTold: false, why: reasons };
}

/** For whoever has no further way. */
export function logUntold(log: Log, told: Told, facts: Readonly<Record<string, unknown>>): void {
  if (!told.isTold) log.warn('person_not_told', { ...facts, why: told.why });
}

/**
 * Milliseconds for which platforms accept further answers to an act: Discord a quarter of an hour,
 * Slack half an hour.
 */
const OPEN_MS = 14 * 60_000;
const MAX_PEOPLE = 2_000;
const WAYS = new LRUCache<string, Tell>({ max: MAX_PEOPLE, ttl: OPEN_MS });

/**
 * Keeps the way in which a person's newest act was answered, so that what was confirmed can be
 * followed up the same way.
 */
export function keepWayTo(platform: string, person: string, tell: Tell): void {
  WAYS.set(`${platform} ${person}`, tell);
}

/** The private way to this person that is still open; `null` for none. */
export function openWayTo(platform: string, person: string): Tell | null {
  return WAYS.get(`${platform} ${person}`) ?? null;
}
