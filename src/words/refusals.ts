/** Sentences to one person: what cannot be done, and what can. */

import { dollars } from './figures.ts';

/** `money` is a whole number mostly: `$50`. */
function budget(usd: number): string {
  return Number.isInteger(usd) ? `$${usd}` : dollars(usd);
}

export function daySpent(usd: number): string {
  return `Today’s ${budget(usd)} are spent. Tomorrow there is money again (midnight UTC).`;
}

export function budgetTooSmall(depth: string, leastUsd: number): string {
  return `A ${depth} design needs a budget of at least ${budget(leastUsd)}.`;
}

export function budgetTooLarge(mostUsd: number): string {
  return `The most that a design may cost here is ${budget(mostUsd)}.`;
}

export function twoAtWork(topics: readonly string[]): string {
  return `Two of your designs are at work: ${topics.map((topic) => `“${topic}”`).join(' and ')}. Start again when one has ended or waits for answers.`;
}

export function threadIsBusy(): string {
  return 'A design runs in this thread already. Start yours in the channel, or when this one has ended.';
}

export function noneRuns(): string {
  return 'No design runs here.';
}

export function noSuchDesign(id: string): string {
  return `There is no design ${id} here. \`/design list\` shows them.`;
}

/** `channel`: as the platform shows it: `#eng`. */
export function inviteMe(channel: string): string {
  return `I can’t post in ${channel}. Invite me with \`/invite @Charrette\`, then start again.`;
}

export function useCommand(platform: 'slack' | 'discord'): string {
  return `Start a design with \`${startOf(platform)}\`. \`/design help\` says how it goes.`;
}

function startOf(platform: 'slack' | 'discord'): string {
  return platform === 'slack' ? '/design <topic>' : '/design start topic:…';
}

export function help(platform: 'slack' | 'discord'): string {
  const options =
    platform === 'slack'
      ? 'Options come first: `depth=quick repo=NAME personas=a,b budget=3`.'
      : 'It has options for depth, repository, personas and budget.';
  return [
    `\`${startOf(platform)}\` has AI personas work on a decision that is dear to undo, here in a thread. ${options}`,
    'They ask first: answer in the thread, in any order, in your own words. *Go on* ends the wait.',
    'Each writes a proposal without seeing the others’. One way is chosen, attacked, and signed or not.',
    'Where something is open, the starter decides: *Accept*, *Send back…* once, or *Stop*.',
    '`/design list`, `/design status [id]`, `/design cancel [id]` do what they say.',
  ].join('\n');
}
