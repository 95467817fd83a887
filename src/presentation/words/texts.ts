/** Words that more than one document uses: names of phases, causes, costs, controls, waits. */

import { KEPT_DAYS } from '../../core/vocabulary/bounds.ts';
import { SHORTEST_ID_PART } from '../../core/vocabulary/ids.ts';

/** Every fixed text for people on chat platforms, except the words of closed sets. */
export const TEXTS = {
  askFacts: 'Code answers these at once, at no cost.',
  askHint: (price: string) =>
    `A model answers everything else from the record, with its sources.${price === '' ? '' : ` ${price}`}`,

  rightsUnknown: (platform: string) =>
    `${platform} does not say at the moment what you may do, so nothing was done. Try again in a minute.`,
  hasLeft: (platform: string) =>
    `${platform} says that you have left, so nothing was done. An administrator there can let you back in.`,
  offer: {
    title: 'What would you like to do? Nothing has been started yet.',
    start: 'Start a design on this',
    running: 'What is running',
    help: 'Help',
  },
  unclear: {
    misspelt: (meant: string) => `Did you mean “${meant}”? Nothing was done yet.`,
    single: (typed: string) =>
      `“${typed}” is no command. Did you mean it as a topic? Nothing has been started.`,
  },
  noSuchDesign: (part: string) =>
    `No design that you can read has an id that begins or ends with “${part}”. Type at least ${SHORTEST_ID_PART} characters of it.`,
  severalDesigns: (part: string) =>
    `Several designs have “${part}” in their id. Type more of the id that you mean:`,
  severalHere:
    'Several designs are open. Use the card of the one you mean, or write to me in its thread:',
  askedBefore: 'Yours has started. This was asked before:',
  offerGone:
    'This offer has expired. Only the person who asked can use it, for one day, while the message still exists. Ask again.',
  busyHere:
    'A design is already running in this thread, and replies could answer the wrong one. Start yours in the channel, or wait until this one has ended.',
  notYet: 'Not yet',
  elsewhere: 'This belongs to another channel; you can do it there.',
  gone: `This design was deleted: designs are kept for ${KEPT_DAYS} days.`,
  fromMessage: 'The message and its thread are included.',
  nothingToRead: 'Nothing in that message can be read: put what matters in words here.',
  formUnread: 'This form has expired. Close it and open it again.',
  signIn: {
    made: 'This link signs you in to the console once, within ten minutes. Anyone who has it is signed in as you: do not share it.',
    open: 'Sign in',
    unreachable:
      'The console cannot be reached from here. An operator can set CHARRETTE_PUBLIC_URL to the address at which people reach it.',
    notMember: (platform: string) =>
      `${platform} did not confirm that you belong here, so there is no link. Try again in a minute.`,
  },
  askStarter: (name: string) => `Ask ${name}`,
} as const;
