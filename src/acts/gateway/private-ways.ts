import { LRUCache } from 'lru-cache';
import type { Document } from '../../presentation/format/document.ts';

type Tell = (answer: Document) => Promise<unknown>;

/** Milliseconds for which platforms accept further answers to an act: Discord a quarter of an hour, Slack half an hour. */
const OPEN_MS = 14 * 60_000;
const MAX_PEOPLE = 2_000;
const WAYS = new LRUCache<string, Tell>({ max: MAX_PEOPLE, ttl: OPEN_MS });

/** Keeps the way in which a person's newest act was answered, so that what was confirmed can be followed up the same way. */
export function keepWayTo(platform: string, person: string, tell: Tell): void {
  WAYS.set(`${platform} ${person}`, tell);
}

/** The private way to this person that is still open; `null` for none. */
export function openWayTo(platform: string, person: string): Tell | null {
  return WAYS.get(`${platform} ${person}`) ?? null;
}
