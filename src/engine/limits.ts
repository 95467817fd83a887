/** What a start is refused for because of what runs already: two designs a person, one a thread, the day's money. */

import { type Refusal, refuse } from '#design/commands.ts';
import type { DesignRow } from '#store/store.ts';
import { daySpent, threadIsBusy, twoAtWork } from '#words/refusals.ts';
import type { Parts } from './engine-parts.ts';
import { dayOf } from './money.ts';
import type { StartCommand } from './start.ts';

const MOST_AT_WORK = 2;

/** `usd`: about what it costs, or `null`. What others have reserved for calls under way is not spent. */
export async function refuseByMoney(
  { isRehearsal }: StartCommand,
  usd: number | null,
  { store, settings, now }: Parts,
): Promise<Refusal | null> {
  const leftUsd = settings.budgetUsdPerDay - (await store.settled(`day:${dayOf(now())}`));
  if (isRehearsal || leftUsd >= (usd ?? Number.EPSILON)) return null;
  return refuse('no_money', daySpent(settings.budgetUsdPerDay));
}

/** Thrown into the transaction that would have stored the start. */
export class StartRefused extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.message);
    this.refusal = refusal;
  }
}

/** `atWork`: all that run or wait for people, while nobody else starts. @throws {StartRefused} */
export function judgeStart({ thread, startedBy }: StartCommand, atWork: readonly DesignRow[]) {
  const all = atWork.map(({ summary }) => summary);
  const isInThread = (each: DesignRow['summary']) =>
    each.platform === thread?.platform &&
    each.channel === thread.channel &&
    each.thread === thread.thread;
  if (thread !== null && thread.thread !== '' && all.some(isInThread))
    throw new StartRefused(refuse('busy', threadIsBusy()));
  // Designs a person started in chat; those that wait for people do not count.
  const { id, via } = startedBy;
  if (id === '' || (via !== 'slack' && via !== 'discord')) return;
  const mine = all.filter(
    (each) => each.status === 'running' && each.startedBy.id === id && each.startedBy.via === via,
  );
  if (mine.length >= MOST_AT_WORK)
    throw new StartRefused(refuse('too_many', twoAtWork(mine.map(({ topic }) => topic))));
}
