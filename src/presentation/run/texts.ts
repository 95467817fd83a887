import type { RetryReason } from '../../core/outcome/policy/should-retry.ts';
import { counted, money } from '../../core/vocabulary/figures.ts';
import { capitalized } from '../format/plain.ts';
import { DEPTH_TAKES } from '../phases.ts';

const NUMBERS = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine', 'Ten'];

function spelled(count: number): string {
  return NUMBERS[count] ?? String(count);
}

/** Every fixed text for people on chat platforms, except the words of closed sets. */
export const TEXTS = {
  doneAnswering: 'Done answering',
  skip: 'Go on without answers',
  cancelText: (mayRunAgain: boolean) =>
    `Everybody stops at once. What was said or proposed is kept${mayRunAgain ? '; you can run it again' : ''}.`,
  runsAgain: (carried: string, budget: string, estimate: string) =>
    [
      `${capitalized(carried)}.`,
      ...(budget === '' ? [] : [budget]),
      ...(estimate === '' ? [] : [`Still to come: ${estimate}`]),
    ].join(' '),
  acceptDecision: 'Accept',
  askFacts: 'Code answers these at once, at no cost.',
  askHint: (price: string) =>
    `All else a model answers from the record, with its sources.${price === '' ? '' : ` ${price}`}`,
  askPrice: (most: string) => `It costs at most ${most}.`,
  askEverybody: 'Everybody in this thread',
  askAlone: 'Only me',
  toldByCode: 'Answered by code, at no cost.',
  publish: 'Publish',
  followUp: 'Follow up…',
  followUpStays: 'It stays',
  followUpReplaces: 'The new decision replaces it',
  leftOut: {
    card: 'The state of this design',
    reminder: 'A reminder or request',
    gate: 'The question to decide',
    outcome: 'The result',
    differ: 'A question to two people who differ',
    answer: 'The answer to a question about the decision',
    files: 'Files',
  },
  instead: (what: string, reason: string, id: string) =>
    `${what} cannot be shown here. ${reason} Whoever runs Charrette can read it with: charrette show ${id}`,

  proposalsHeading: (count: number) =>
    count === 1
      ? 'One proposal, attached in full.'
      : `${count} proposals, each written without sight of the others and attached in full.`,

  differOn: {
    high: 'They differ on something that matters: ',
    medium: 'They differ: ',
    low: 'They differ on a detail: ',
  },
  showArgument: 'Show the argument',
  argumentTitle: (count: number) => `The argument (${counted(count, 'reply', 'replies')})`,
  nobody: 'no one now',
  heldBefore: (count: number) => `${count} held it before`,
  to: ' to ',
  moreMoved: (count: number) => `${counted(count, 'more change', 'more changes')} of mind: see the argument.`,
  settleIt: 'Settle it:',

  halfTime: 'Half the time is over, and nobody has answered yet. ',
  halfTimeAtGate: 'Half the time is over, and this still waits for a decision. ',
  reminderOver: 'This no longer needs an answer.',

  becauseHeading: 'Because',
  costsHeading: 'Costs',
  stepsHeading: 'Steps',
  risksHeading: 'Risks',
  assumedHeading: 'We assumed',
  openHeading: 'For you to decide',
  noticed: 'We would notice: ',
  more: (count: number) => `and ${count} more in brief.md`,
  check: (command: string) => `To check the files: ${command}`,
  showReasons: 'Show the reasons',
  reasonsTitle: 'Why, at what cost, and what was assumed',

  found: (words: string, most: number) => `Best matches for “${words}”, at most ${most}:`,
  noneFound: (words: string) =>
    `No design you may read has a word of “${words}” in its question, decision or outcome. /design list shows the newest in this channel.`,

  rightsUnknown: (platform: string) =>
    `${platform} does not say at the moment what you may do, so nothing was done. Try again in a minute.`,
  hasLeft: (platform: string) =>
    `${platform} says that you have left, so nothing was done. An administrator there can let you back in.`,
  onIt: (personas: number, repository: string | null, estimate: string, hasCard: boolean) =>
    [
      `On it${repository === null ? '' : `, with the repository ${repository}`}.`,
      `${spelled(personas)} ${personas === 1 ? 'persona is' : 'personas are'} reading up.`,
      ...(estimate === '' ? [] : [estimate]),
      hasCard
        ? 'Follow along in the thread of its card; you can cancel any time.'
        : 'Follow along in the thread; you can cancel any time.',
    ].join(' '),
  offer: {
    title: 'What would you like to do? Nothing has been started yet.',
    start: 'Start a design on this',
    running: 'What is running',
    help: 'Help',
  },
  askedBefore: {
    title: 'This was asked before. Nothing has been started yet.',
    anyway: 'Start anyway',
  },
  offerGone:
    'This offer has expired. Only the person who asked can use it, for one day, while the message still exists. Ask again.',
  busyHere:
    'A design is already running in this thread, and replies could answer the wrong one. Start yours in the channel, or wait until this one has ended.',
  noRepository: (name: string) =>
    `No repository ${name} is open to you. Choose another, or none, or ask an operator for access.`,
  notAgainWith: (name: string) =>
    `It reads the repository ${name}, which you may not use. Ask an operator for access, or ask someone who has access to run it again.`,
  without: (name: string) => `It does not read the repository ${name}, which you may not use.`,
  unreadable: (name: string) =>
    `The repository ${name} cannot be read at the moment; the operator's log says why. To start without it, choose none in the form.`,
  quickNow: (takes: string) => `On it again, at quick depth: ${takes}.`,
  onceMore: (carried: string) => `On it again: ${carried}.`,
  ranAgain: 'It has already been run again: see further down.',
  notYet: 'Not yet',
  cancelled: (hasKept: boolean) =>
    hasKept
      ? 'Cancelled. What was said or proposed is kept.'
      : 'Cancelled. Nothing had been said or proposed yet.',
  overAlready: 'It has already ended.',
  astray: {
    asked: 'Is this an answer to',
    yes: 'Yes, record it',
    no: 'No',
    taken: 'Recorded. Its thread shows how it was read.',
    takenWithoutFiles: 'Recorded as an answer. Attachments were not included: post them in the thread.',
  },
  nothingAsked: 'No design in this channel is waiting for answers.',
  nothingToAccept: 'Nothing here is waiting to be accepted.',
  elsewhere: 'This belongs to another channel; you can do it there.',
  gone: 'This design is gone: designs are deleted after a set time.',
  modalStart: 'Start',
  modalTopic: 'What is to be decided?',
  modalFiles: 'Files that everybody should read',
  filesNotTaken: (unread: string) =>
    `${unread} Take it out, or attach the part that matters as text or Markdown.`,
  filesTooLong: (characters: number, most: number) =>
    `With these files there are ${characters.toLocaleString('en')} characters to read; the limit is ${most.toLocaleString('en')}. Attach only the part that matters.`,
  modalDepthHint: `Standard, unless you choose. Quick: ${DEPTH_TAKES.quick}.`,
  fromMessage: 'The message and its thread are included.',
  formUnread: 'This form has expired. Close it and open it again.',
  answersForm: {
    title: 'Your answers',
    submit: 'Send',
    answerTo: (id: string, requester: string) => `${id} (${requester})`,
    remark: 'Anything else?',
    remarkHint: (others: readonly string[]) =>
      others.length === 0
        ? 'Everybody reads it.'
        : `${others.length} more ${others.length === 1 ? 'question is' : 'questions are'} open. To answer one here, write “${others[0]}: …”.`,
    nothingOpen: 'No question is open any more. You can still write in the thread.',
    taken: 'Got it. Thank you.',
    nothingGiven: 'The form was empty, so nothing was answered.',
  },
  differ: {
    taken: (name: string) => `Recorded as your answer, in ${name}’s words.`,
    own: 'That is your own answer. It holds once the others press it too.',
    others: (names: string, id: string) =>
      `Only ${names} can press this. Write “${id}: …” if you know the answer.`,
    changed: 'That answer was changed meanwhile. See the message in the thread.',
  },
  signIn: {
    made: 'This link signs you in to the console once, within ten minutes. Anyone who has it is signed in as you: do not share it.',
    open: 'Sign in',
    unreachable:
      'The console cannot be reached from here. An operator can set CHARRETTE_PUBLIC_URL to the address at which people reach it.',
    notMember: (platform: string) =>
      `${platform} did not confirm that you belong here, so there is no link. Try again in a minute.`,
  },
  askStarter: (name: string) => `Ask ${name}`,
  starterAsked: (name: string) => `${name} has been asked in the thread.`,
  oneOf: (names: readonly string[]) => `One of ${names.join(', ')}.`,
  budgetUpTo: (maxUsd: number) =>
    `A design may cost up to ${money(maxUsd)} here. An operator can start one with more.`,
  numberUpTo: (most: number) => `A number above 0, up to ${most.toLocaleString('en')}.`,
} as const;

const NOT_AGAIN: Record<Exclude<RetryReason, 'retry' | 'disabled_by_policy'>, string> = {
  max_retries_reached: 'It has been run again as often as allowed. Start a new design.',
  permanent_error: 'It cannot be run again: what stopped it would stop it again.',
  low_confidence:
    'It is not run again: another run would be just as unsure. Follow up on it with what is missing.',
};

/** Why a design is not run again; `obstacle`: the rule against it. */
export function notAgainWords(reason: string, obstacle: string): string {
  const words: Readonly<Record<string, string>> = NOT_AGAIN;
  return reason === 'disabled_by_policy' ? `It cannot be run again: ${obstacle}.` : (words[reason] ?? reason);
}
