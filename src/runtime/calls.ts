import * as z from 'zod';
import type { Design } from '../core/design.ts';
import { decisionInForce } from '../core/outcome/outcome.ts';
import { calledBy } from '../core/thread/called.ts';
import type { Policy } from './permission.ts';
import type { ChatMessage } from './ports/chat.ts';

/** Whom messages may call by name: all that are concerned, the person who started the design, or nobody. */
export const CALLED = ['all', 'starter', 'nobody'] as const;

/** Minutes of the day from which and until which nobody is called, by the clocks of a time zone. */
export interface QuietHours {
  readonly from: number;
  readonly until: number;
  readonly timeZone: string;
}

export interface CallPolicy {
  readonly called: (typeof CALLED)[number];
  readonly quietHours: QuietHours | null;
}

/** What of a policy says whom messages call. */
export type CallingPolicy = Pick<Policy, 'calls' | 'operators' | 'deciders'>;

const MINUTES = 60;

/** As in `22:00-07:00 Europe/Berlin`. Without a zone the hours are those of UTC. */
export const QuietHours = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d( [A-Za-z0-9_+/-]{1,40})?$/)
  .transform((text): QuietHours => {
    const [hours = '', timeZone = 'UTC'] = text.split(' ');
    const [from = 0, until = 0] = hours.split('-').map(minuteOf);
    return { from, until, timeZone };
  })
  .refine(({ timeZone }) => isTimeZone(timeZone));

function minuteOf(clock: string): number {
  const [hour = 0, minute = 0] = clock.split(':').map(Number);
  return hour * MINUTES + minute;
}

function isTimeZone(timeZone: string): boolean {
  const named = Intl.supportedValuesOf('timeZone');
  return timeZone === 'UTC' || named.includes(timeZone);
}

/** Whether nobody is to be called at this moment, in milliseconds since the epoch. */
export function isQuiet(quietHours: QuietHours | null, at: number): boolean {
  if (quietHours === null) return false;
  const { from, until, timeZone } = quietHours;
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' });
  const minute = minuteOf(format.format(at));
  return from <= until ? minute >= from && minute < until : minute >= from || minute < until;
}

/** Ids of people and groups that a message calls by name. Those who left are among them, which costs nothing. */
export function namesCalled(
  post: ChatMessage['post'],
  design: Design,
  { calls, operators, deciders }: CallingPolicy,
): string[] {
  if (calls.called === 'nobody' || post.kind === 'instead') return [];
  const called = calledBy(post, design);
  if (calls.called === 'starter') return called.people.filter((id) => id === design.thread?.starter);
  return [...new Set([...called.people, ...(called.deciders ? [...deciders, ...operators] : [])])];
}

/** Whether a message of the thread is shown in its channel as well: the decision is, once. */
export function isForChannel({ post, design }: Pick<ChatMessage, 'post' | 'design'>): boolean {
  return post.kind === 'outcome' && decisionInForce(design) !== null;
}
