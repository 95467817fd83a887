/** Sentences to one person: what cannot be done, and what can. */

import type { Design } from '#design/state.ts';
import { clause, dollars } from './figures.ts';
import { firstLineOf, questionOf } from './headline.ts';
import { Markdown, md } from './md.ts';

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

/** Tells that a thread cannot show a decision or an end. `why`: the platform's own words. */
export function notShown(design: Design, why: string, watchUrl?: string): string {
  const page = new Markdown(watchUrl === undefined ? '' : `<${watchUrl}>`);
  return md`**${questionOf(design)}** ${firstLineOf(design)} Its thread cannot show that: ${clause(why)}. ${page}`
    .text;
}

export const SET_ASIDE = 'It was set aside and does not go on: the operator’s log says why.';

export const NOT_AS_WRITTEN =
  'Its record is not what was written, and is not shown: the operator’s log says where it breaks.';

export function noSuchDesign(id: string): string {
  return `There is no design ${id}.`;
}
