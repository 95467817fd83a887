/** What a start is refused for because of what runs already: two designs a person, one a thread, the day's money. */

import { type Refusal, refuse } from '#design/commands.ts';
import type { DesignRow, Store } from '#store/store.ts';
import { daySpent, threadIsBusy, twoAtWork } from '#words/refusals.ts';
import type { Actor } from './designs.ts';
import { dayOf } from './money.ts';
import type { Parts } from './parts.ts';
import type { StartCommand } from './start.ts';

const MOST_AT_WORK = 2;
const MOST_ROWS = 1_000;

/** `usd`: about what it costs, or `null`. */
export async function refuseByLimits(
  command: StartCommand,
  actor: Actor,
  usd: number | null,
  { store, settings, now }: Parts,
): Promise<Refusal | null> {
  const { thread, isRehearsal } = command;
  if (thread !== null && thread.thread !== '') {
    const running = await store.ofThread(thread.platform, thread.channel, thread.thread);
    if (running !== null && isAtWork(running)) return refuse('busy', threadIsBusy());
  }
  const mine = await listAtWork(actor, store);
  if (mine.length >= MOST_AT_WORK)
    return refuse('too_many', twoAtWork(mine.map(({ summary }) => summary.topic)));
  const leftUsd = settings.budgetUsdPerDay - (await store.spent(`day:${dayOf(now())}`));
  if (!isRehearsal && leftUsd < (usd ?? Number.EPSILON))
    return refuse('no_money', daySpent(settings.budgetUsdPerDay));
  return null;
}

/** In chat; those that wait for people do not count. */
async function listAtWork(actor: Actor, store: Store): Promise<DesignRow[]> {
  if (actor.id === '' || (actor.via !== 'slack' && actor.via !== 'discord')) return [];
  const running = await store.find({ status: 'running', limit: MOST_ROWS });
  return running.filter(
    ({ summary: { startedBy } }) => startedBy.id === actor.id && startedBy.via === actor.via,
  );
}

export function isAtWork({ summary: { status } }: DesignRow): boolean {
  return status === 'running' || status === 'awaiting_input';
}
