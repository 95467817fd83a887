/** Sentences to one person: what cannot be done, and what can. */

import { dollars } from './figures.ts';

/** `$50`, `$2.50` */
function money(usd: number): string {
  return dollars(usd).replace('.00', '');
}

export function daySpent(usd: number): string {
  return `Today’s ${money(usd)} are spent. There is money again after midnight UTC.`;
}

export function budgetTooSmall(depth: string, leastUsd: number): string {
  return `A ${depth} design needs a budget of at least ${money(leastUsd)}.`;
}

export function budgetTooLarge(mostUsd: number): string {
  return `A design may cost at most ${money(mostUsd)} here.`;
}

export function twoAtWork(topics: readonly string[]): string {
  const named = topics.map((topic) => `“${topic}”`).join(' and ');
  return `Two of your designs are at work: ${named}. Start again when one has ended or waits for answers.`;
}

export function threadIsBusy(): string {
  return 'A design runs in this thread already. Start yours in the channel, or when this one has ended.';
}

export const SET_ASIDE = 'It was set aside and does not go on: the operator’s log says why.';

export const NOT_AS_WRITTEN =
  'Its record is not what was written, and is not shown: the operator’s log says where it breaks.';

export function noSuchDesign(id: string): string {
  return `There is no design ${id}.`;
}
