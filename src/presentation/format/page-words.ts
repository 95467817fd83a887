import { countOf } from '../../core/vocabulary/figures.ts';
import { compact } from '../../foundation/compact.ts';

/**
 * Fixed words of the console: navigation, headings, labels. A design's own content is worded with
 * its messages and files.
 */
export const PAGE = {
  product: 'Charrette',
  skip: 'Skip to the content',
  places: 'Pages',
  lost: 'This page has stopped updating. Reload it: what you typed is kept.',
  unsent: 'Not sent, because its question is no longer open. Copy what you typed from here:',
  discard: 'Discard',
  navigation: {
    '/': 'Designs',
    '/start': 'Start',
    '/operations': 'Operations',
  },
  back: 'Back to the design',
  problems: {
    forbidden: 'You may not do that',
    not_found: 'There is nothing here',
    gone: 'It was forgotten',
    unavailable: 'Not now',
    other: 'That did not work',
  },
  act: 'Act on it',
  start: {
    title: 'Start a design',
    lead: 'Write what is to be decided. Nothing is spent before you have seen the estimate.',
    lookFailed: 'The estimate failed.',
    lookAgain: 'Look again',
    start: 'Start',
    again: 'This is the estimate. Press Start again to begin.',
    options: 'Who takes part, how deep, limits, repository',
    before: 'Asked before',
    noEstimate: 'It costs nothing: no model is called.',
    channel:
      'Write its name, such as #payments, or the id that the chat shows of it, as slack/C0AB12 or discord/157656. The design runs there in a thread.',
    orNone: 'Without one it has no thread, and only operators read it.',
  },
  list: {
    title: 'Designs',
    waiting: 'Waiting for you',
    running: 'Running',
    today: 'Today',
    everyChannel: 'show every channel',
    none: 'No design yet',
    noneReadable: 'There is no design yet that you may read',
    noneFound: 'No design matches.',
    words: 'Find in questions and decisions',
    find: 'Find',
    older: 'Older',
    keys: [
      ['/', 'find'],
      ['j', 'down'],
      ['k', 'up'],
      ['Enter', 'open'],
    ],
  },
  parts: {
    questions: 'Questions and answers',
    positions: 'Who thinks what',
    proposals: 'Proposals',
    whose: 'Whose words are in it',
    audit: 'Audit and signatures',
    afterwards: 'Ask the record',
    files: 'Files',
  },
  /** From the written example. */
  example: {
    lead: 'One ends in a decision like this:',
    topic: 'Should the job queue move from Redis to Postgres?',
    decision:
      'Receipts, invoices and refunds move to a table beside the orders in Postgres; everything else stays on Redis.',
    because:
      'In March Redis was unreachable for five minutes, and 203 receipts could not be queued.',
    caveat: 'One caveat: Failure analyst signs with a reservation.',
    start: 'Start this one',
    command: 'Or play it at a terminal:',
  },
  design: {
    more: (count: number) => `${count} more`,
    wholeTopic: 'The whole question',
    anything: 'Anything else: an objection, a fact, a limit',
    send: 'Send',
    received: 'Received from',
    /** Empty for none. */
    arrived: (answers: number, remarks: number) => {
      const counts = compact(
        answers > 0 && countOf(answers, 'answer'),
        remarks > 0 && countOf(remarks, 'remark'),
      );
      return counts.length === 0 ? '' : `${counts.join(' and ')} received, not read yet.`;
    },
    tooLate:
      'This came after answering ended. It is saved, and the personas will read it in their next turn.',
    trust: 'What could make you wrong',
    /** Behind the words of a mark that has the focus. */
    keys: '← → ↑ ↓ for the others',
    asTable: 'As a table',
    rest: 'Everything else',
    verify: 'Check a copy of the files anywhere, without a daemon',
  },
  /** Labels of its items stand in the signed text too, whose bytes they are. */
  decision: {
    because: 'Because',
    outweighed: 'Outweighed',
    harder: 'What becomes harder',
    leftOpen: 'If it stays open',
    undo: 'Undo',
    noUndo: 'Cannot be taken back.',
    signal: 'To notice it',
    ifWrong: 'If wrong',
    until: 'Until',
    step: 'Steps',
    rejected: 'Rejected',
    risk: 'What could be wrong',
    assumption: 'Assumptions',
    open: 'For you to decide',
    dissent: 'Dissent',
    revisitIf: 'What would change it',
    nouns: {
      step: 'step',
      rejected: 'way',
      risk: 'risk',
      assumption: 'assumption',
      open: 'point',
      revisitIf: 'fact',
    },
  },
  turn: {
    title: 'Turn',
    prompt: 'What it was given, part by part',
  },
  toDesigns: 'All designs',
  others: {
    later: 'Superseded by:',
    earlier: 'It follows up on:',
    before: 'Earlier run:',
  },
} as const;

export type Place = keyof typeof PAGE.navigation;

/** The console's words for handlers shared by all gateways. */
export const CONSOLE_TEXTS = {
  platform: 'the console',
  help: 'Start a design on the *Start* page. Act on a design on its own page.',
  example: 'Start',
  chooseRepository: 'Choose a repository in the form, or none.',
} as const;
