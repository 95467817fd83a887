import type { RetryReason } from '../../outcome/policy/should-retry.ts';
import { counted, money } from '../../vocabulary/figures.ts';
import { type Block, bold, lines } from '../format/document.ts';
import { capitalized } from '../format/plain.ts';
import type { Seals } from '../proposals/proposal.ts';
import { LATE_WORDS_HEADING } from '../questions/reply.ts';
import { DEPTH_TAKES } from './phases.ts';

const HASH_CHARACTERS = 8;

/** Who has sealed a proposal, public before anyone can read another's; empty for none. `isWithHashes`: `false` for the count alone. */
export function sealedWords(sealed: Seals | null, isWithHashes = true): string {
  if (sealed === null || sealed.seals.length === 0) return '';
  const count = TEXTS.sealed(sealed.seals.length, sealed.of);
  if (!isWithHashes) return count;
  const each = sealed.seals.map(({ title, sha256 }) => `${title} ${shortHash({ sha256 })}`);
  return `${count}: ${each.join(', ')}`;
}

export function shortHash({ sha256 }: { readonly sha256: string }): string {
  return sha256.slice(0, HASH_CHARACTERS);
}

export function marked(mark: string): Block[] {
  return mark === '' ? [] : [lines([bold(`${mark}.`)])];
}

const NUMBERS = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine', 'Ten'];

function spelled(count: number): string {
  return NUMBERS[count] ?? String(count);
}

/** Every fixed text for people on chat platforms, except the words of closed sets. */
export const TEXTS = {
  followUpInList: ' · follow-up',
  resting: 'Resting',
  unneeded: 'Not needed',
  peek: 'Show one participant…',
  doneAnswering: 'Done answering',
  answer: 'Answer…',
  skip: 'Skip: assume everything',
  cancel: 'Cancel',
  cancelTitle: 'Cancel this design?',
  cancelText: (mayRunAgain: boolean) =>
    `Everybody stops at once. What was said or proposed is kept${mayRunAgain ? ', and it can be run again' : ''}.`,
  cancelTextEmpty: 'Everybody stops at once. Nothing has been said or proposed yet.',
  cancelTextAtGate:
    'A person is being asked to decide. “Stop here” under that question ends it with what there is, for review. Cancelling ends it without a decision.',
  cancelYes: 'Cancel it',
  runAgainNow: 'Run it again',
  runAgainTitle: 'Run this again?',
  startAnywayTitle: 'Start it anyway?',
  runsAgain: (carried: string, budget: string, estimate: string) =>
    [
      `${capitalized(carried)}.`,
      ...(budget === '' ? [] : [budget]),
      ...(estimate === '' ? [] : [`What is to come: ${estimate}`]),
    ].join(' '),
  acceptDecision: 'Accept',
  decline: 'Decline…',
  declineTitle: 'Decline this decision',
  declineSubmit: 'Decline',
  declineNote: 'Why?',
  declineHint: 'Everybody reads it under the decision.',
  openSuccessor: 'Open the later decision',
  ask: 'Ask…',
  postAnswer: 'Post it',
  where: 'Ask at once, free…',
  askTitle: 'Ask about this decision',
  askSubmit: 'Ask',
  askKind: 'Answered at once, at no cost',
  askQuestion: 'Or in your own words',
  askHint: (price: string) => `Answered from the record, with its sources.${price === '' ? '' : ` ${price}`}`,
  askNothing: 'Choose a question, or write one.',
  askPrice: (usual: string, maxChars: string) =>
    `It usually costs ${usual}, and never more than ${maxChars}.`,
  askWho: 'Who reads the answer?',
  askEverybody: 'Everybody in this thread',
  askAlone: 'Only me',
  answerGone: 'This answer has expired. Ask again, for everybody in this thread.',
  answerPosted: 'Posted in the thread, with your question.',
  publish: 'Publish',
  ratedUseful: 'Noted: useful to you. Press the other button to change that.',
  ratedNotUseful: 'Noted: not useful to you. Press the other button to change that.',
  publishingNow: 'Publishing. The links follow here.',
  followUp: 'Follow up…',
  followUpTitle: 'Follow up',
  followUpHint: 'This decision goes with it, with its dissents and what was said after it.',
  followUpMeans: 'What about this decision?',
  followUpStays: 'It stays',
  followUpReplaces: 'The new decision replaces it',
  followUpBusy: 'A design is already running in this thread. When it has ended, you can follow up on it.',
  begunByAnother: 'Somebody was quicker: it is already running in this thread.',
  askedBy: (name: string) => `Asked by ${name}`,
  operatorSees: 'The operator sees why.',
  kept: 'What was said or proposed is kept: another run starts from it.',
  leftOut: {
    card: 'Where this design stands',
    questions: 'The list of questions',
    reminder: 'A reminder',
    asked: 'A request to the person who decides',
    proposals: 'The list of proposals',
    differences: 'What they differ on',
    gate: 'What is to be decided',
    outcome: 'The result',
    answer: 'The answer to a question about the decision',
    files: 'Files',
  },
  instead: (what: string, reason: string, id: string) =>
    `${what} cannot be shown here. ${reason} Whoever runs Charrette can read it with: charrette show ${id}`,

  reading: 'Reading the last replies.',
  correctByNumber: 'Misread? Choose the question below, or write “Q2: …” yourself.',
  correct: 'Misread?',
  notAnswered: 'None of these',
  whatAnswersIt: 'Which reply answers it?',
  sealed: (count: number, of: number) => `${count} of ${of} sealed`,
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

  caveatsHeading: 'What could make you wrong',
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

  lastWords: 'Said last: ',
  noWords: 'Nothing to show yet.',

  saidLate: (of: number, shown: number) =>
    `${LATE_WORDS_HEADING}${of === shown ? '' : ` (the last ${shown} of ${of})`}:`,

  noDesigns: 'No designs here yet. To start one, write @Charrette and your question.',
  findWhat: 'Which words? Type /design find and words of the question or the decision.',
  found: (count: number, words: string, hasMore: boolean) =>
    hasMore
      ? `The newest ${count} with “${words}”; more words find fewer:`
      : `${counted(count, 'design')} with “${words}”, newest first:`,
  noneFound: (words: string) =>
    `Nothing that you may read has “${words}” in its question or decision. Try fewer words, or a part of one; /design list shows the newest of this channel.`,
  listHeading: (count: number) => counted(count, 'design'),
  startedBy: ' · started by ',
  openThread: 'Open the thread',
  overview: {
    waiting: 'Waiting for you',
    running: 'Under way',
    own: 'Started by you',
    nothing:
      'Nothing is under way in your channels. Start a design with /design in a channel, or by asking me something in a message.',
  },

  tookTooLong: 'This is taking longer than usual. Before you try again, check with /design status.',
  keptForLater: 'This is saved. Charrette is busy, and will do it as soon as there is room.',
  notNow: 'Charrette cannot reach its database at the moment, so nothing was done. Try again in a minute.',
  wentWrong:
    'Something went wrong inside Charrette, and nothing was done. The operator’s log has the details.',
  onIt: (personas: number, repository: string | null, estimate: string, hasCard: boolean) =>
    [
      `On it${repository === null ? '' : `, with the repository ${repository}`}.`,
      `${spelled(personas)} ${personas === 1 ? 'persona is' : 'personas are'} reading up.`,
      ...(estimate === '' ? [] : [estimate]),
      hasCard
        ? 'Follow along in the thread of its card; you can cancel any time.'
        : 'Follow along in the thread; you can cancel any time.',
    ].join(' '),
  afterYours:
    'You have as many designs running as one person may, so this one begins when one of yours pauses or ends.',
  offer: {
    title: 'What would you like to do? Nothing has been started yet.',
    start: 'Start a design on this',
    running: 'What is running',
    help: 'Help',
  },
  sameQuestion: {
    title: 'Somebody has asked this before:',
    open: 'Open',
  },
  offerGone:
    'This offer has expired: it is for the person who asked, for one day, and only while the message is still there. Ask again.',
  busyHere:
    'A design is already running in this thread, and replies could answer the wrong one. Start it in the channel, or when this one has ended.',
  noRepository: (name: string) =>
    `There is no repository ${name} that you may use. Choose another, or none; an operator can allow it.`,
  notAgainWith: (name: string) =>
    `It reads the repository ${name}, which you may not use. Someone who may can run it again, or an operator can give you access.`,
  without: (name: string) => `It does not read the repository ${name}, which you may not use.`,
  unreadable: (name: string) =>
    `The repository ${name} cannot be read at the moment, and the operator's log says why. In the form, choose none to start without it.`,
  quickInstead: 'Quick instead',
  quickInsteadReason: 'Run at quick depth instead.',
  quickNow: (takes: string) => `On it again, quick: ${takes}.`,
  quickAlready: 'It is quick already.',
  tooFarForQuick:
    'It has gone too far for that: people have been asked. Cancel it and start a new one with quick: in front.',
  onceMore: (carried: string) => `On it again: ${carried}.`,
  ranAgain: 'It was run again already; its successor is further down.',
  notYet: 'Not yet',
  decidedBy: 'Done. The record shows that it was you.',
  notDecided: 'Nothing has changed.',
  cancelled: (hasKept: boolean) =>
    hasKept
      ? 'Cancelled. What was said or proposed is kept.'
      : 'Cancelled. Nothing had been said or proposed yet.',
  overAlready: 'It has ended already.',
  stillRuns: 'It is still running. Once it has ended it can be run again.',
  nothingRuns: 'Nothing runs in this channel. To start something, write @Charrette and your question.',
  astray: {
    asked: 'Is this an answer to',
    yes: 'Yes, record it',
    no: 'No',
    taken: 'Recorded. Its thread shows how it was read.',
    takenWithoutFiles: 'Recorded as an answer. Attachments were not included: post them in the thread.',
  },
  nothingAsked: 'No design in this channel waits for answers.',
  notAsking: 'This design does not wait for answers now.',
  nothingToAccept: 'Nothing waits to be accepted here.',
  nothingToRetry: 'There is nothing in this channel that could be run again.',
  decidedNotRetried:
    'There is nothing in this channel that could be run again. What is decided is not run again; to go on, press Follow up… under it.',
  elsewhere: 'This belongs to another channel; you can do it there.',
  gone: 'This design is gone: it was deleted after the time that designs are kept.',
  replyGone: 'This reply has been changed or deleted since then. Choose again.',
  unknownPerson: 'Nobody in this design has that name.',
  modalTitle: 'A new design',
  modalStart: 'Start',
  modalClose: 'Close',
  modalTopic: 'What is to be decided?',
  modalContext: 'What should everybody know? (Markdown)',
  modalFiles: 'Files that everybody should read',
  modalFilesHint: 'Text and Markdown, up to 1 MB each. No pictures, no PDF.',
  filesNotTaken: (unread: string) =>
    `${unread} Take it out, or attach the part that matters as text or Markdown.`,
  filesTooLong: (characters: number, maxChars: number) =>
    `With these files there are ${characters.toLocaleString('en')} characters to read, and at most ${maxChars.toLocaleString('en')} are taken. Attach the part that matters.`,
  modalPersonas: 'Who takes part',
  modalPersonasHint: 'Everybody, unless you choose.',
  modalDepth: 'How much is discussed',
  modalDepthHint: `Standard, unless you choose. Quick: ${DEPTH_TAKES.quick}. Deep: ${DEPTH_TAKES.deep}.`,
  modalBudget: 'What it may cost, in US dollars',
  modalDeadline: 'How long it may take, in minutes',
  modalRepository: 'Repository they may read',
  fromMessage: 'The message and its thread go with it.',
  fromThread: 'What was said in this thread goes with it.',
  filesUnread: 'Attached files do not go with a start: attach what matters again in its thread.',
  threadUnread: 'The thread could not be read just now. Try again in a moment.',
  whatYouWrote: 'What you wrote, to copy from:',
  formUnread: 'This form has expired. Close it and open it again.',
  pleaseCorrect: 'Nothing was done yet. Please fix this first:',
  answersForm: {
    title: 'Your answers',
    submit: 'Send',
    answerTo: (id: string, requester: string) => `${id} (${requester})`,
    remark: 'Anything else?',
    remarkHint: (others: readonly string[]) =>
      others.length === 0
        ? 'Everybody reads it.'
        : `${others.length} more ${others.length === 1 ? 'question is' : 'questions are'} open; “${others[0]}: …” answers here.`,
    nothingOpen: 'No question is open any more. You can still write in the thread.',
    taken: 'Got it. Thank you.',
    nothingGiven: 'The form was empty, so nothing was answered.',
  },
  signIn: {
    made: 'This link signs you in to the console once, within ten minutes. Anyone who has it is signed in as you: do not share it.',
    open: 'Sign in',
    unreachable:
      'The console cannot be reached from here. An operator can set CHARRETTE_PUBLIC_URL to the address at which people reach it.',
    notMember: (platform: string) =>
      `${platform} does not say that you belong here, so there is no link. Try again in a minute.`,
    tooMany: 'You have three unused links. Use one of them, or ask again in ten minutes.',
  },
  askStarter: (name: string) => `Ask ${name}`,
  starterAsked: (name: string) => `The thread asks ${name} for it.`,
  sendBackTitle: 'Send back once',
  sendBackNote: 'What should they look at again?',
  sendBackSubmit: 'Send back',
  tooLong: 'This is too long. Attach it to a reply in the thread instead.',
  oneOf: (names: readonly string[]) => `One of ${names.join(', ')}.`,
  budgetUpTo: (maxChars: number) =>
    `A design may cost up to ${money(maxChars)} here. An operator can start one with more.`,
  numberUpTo: (maxChars: number) => `A number above 0, up to ${maxChars.toLocaleString('en')}.`,
} as const;

const NOT_AGAIN: Record<Exclude<RetryReason, 'retry' | 'disabled_by_policy'>, string> = {
  max_retries_reached: 'It has been run again as often as is allowed. Start a new design.',
  permanent_error: 'It cannot be run again: what stopped it would stop it again.',
  low_confidence:
    'It is not run again: another run would be just as unsure. Follow up on it with what is missing.',
};

/** Why a design is not run again; `obstacle`: the rule against it. */
export function notAgainWords(reason: string, obstacle: string): string {
  const words: Readonly<Record<string, string>> = NOT_AGAIN;
  return reason === 'disabled_by_policy' ? `It cannot be run again: ${obstacle}.` : (words[reason] ?? reason);
}
