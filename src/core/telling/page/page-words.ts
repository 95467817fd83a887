import { money } from '../../vocabulary/figures.ts';

/** Fixed words of the console: navigation, headings, labels of fields. What a design says is told by the tellers of its messages and papers. */
export const PAGE = {
  product: 'Charrette',
  skip: 'Skip to the content',
  places: 'Pages',
  lost: 'This page no longer follows what happens. Load it again.',
  navigation: {
    '/': 'Designs',
    '/waiting': 'Waiting',
    '/start': 'Start',
    '/operations': 'Operations',
  },
  choose: 'Choose',
  back: 'Back to the design',
  problems: {
    forbidden: 'You may not do that',
    not_found: 'There is nothing here',
    gone: 'It was forgotten',
    unavailable: 'Not now',
    other: 'That did not work',
  },
  act: 'Act on it',
  waiting: {
    title: 'Waiting for you',
    answer: 'Answer',
    none: 'Nothing waits for you. A design that needs an answer or a decision of yours stands here.',
  },
  start: {
    title: 'Start a design',
    lead: 'Say what is to be decided. Personas ask what they need to know, each writes a proposal, and what they differ on is argued before a decision is written.',
    look: 'See what it takes',
    start: 'Start',
    takes: 'What it takes',
    before: 'This question before',
    open: 'Open',
    noEstimate: 'No estimate: no model is called.',
    whereReadable:
      'You could not read a design that begins here, because it has no channel. Start it in a channel of your chat.',
    all: 'all of them',
    usual: 'as usual',
  },
  list: {
    title: 'Designs',
    waiting: 'Waiting for you',
    running: 'Running',
    ended: 'Decided and ended',
    none: 'No design yet that you may read.',
    noneFound: 'No design fits.',
    words: 'Words in the topic or the decision',
    status: 'State',
    anyStatus: 'any state',
    find: 'Find',
    older: 'Older',
    start: 'Start a design',
  },
  design: {
    questions: 'Questions',
    allQuestions: 'All questions, and the answers so far',
    whole: 'The whole proposal',
    confidence: 'Confidence',
    anything: 'Anything else: an objection, a fact, a limit',
    send: 'Send',
    course: 'Course',
    proposals: 'Proposals',
    positions: 'Where they differ',
    decision: 'The decision',
    since: 'Since the end',
    audit: 'The audit',
    signatures: 'Signatures and dissents',
    cost: 'Who took part, and the cost',
    files: 'Files',
    verify: 'Check the files on another machine, without a daemon',
    contents: 'On this page',
  },
  course: {
    title: 'Turns of the participants over the time in which somebody worked',
    legend:
      'Hatched: nobody worked, and for how long; mostly the design waited for people. ✕ crash, ↻ replaced, ✝ gone for good.',
    turns: 'All turns',
  },
  why: {
    link: 'why',
    label: 'Why:',
    close: 'Close',
    heading: 'Where this sentence comes from',
    for: 'For it',
    against: 'Against it',
    whyNot: 'Why not',
    harder: 'What becomes harder',
    leftOpen: 'If it stays open',
    wasOpen: 'Before it was settled',
    undo: 'To undo it',
    signal: 'How one would notice',
    ifWrong: 'If it is wrong',
    steps: 'Steps',
    options: 'Options',
    risks: 'Risks',
    assumptions: 'Assumptions',
    open: 'For you to decide',
    settled: 'Settled by people',
    revisit: 'What would change it',
    where: 'Where to look',
    verdicts: { chosen: 'chosen', rejected: 'rejected', open: 'left open' },
  },
  turn: {
    title: 'Turn',
    prompt: 'The prompt, part by part',
    previous: 'The turn before it',
    next: 'The turn after it',
  },
  toDesigns: 'All designs',
  others: {
    later: 'Decided otherwise since:',
    earlier: 'It follows up on:',
    before: 'It ran before as:',
  },
  afterwards: {
    heading: 'Ask the record',
    question: 'A question about this decision, answered from its record alone',
    ask: 'Ask',
    noQuestion: 'Write a question first.',
    notAsked: 'nothing was asked',
    followUp: 'Follow up in a new design',
    followsUp: 'It follows up on:',
  },
} as const;

/** A page of the console that stands in its navigation. */
export type Place = keyof typeof PAGE.navigation;

/** Words over the list of designs: *today $11.40 of $50.00*. `budgetUsd`: `null` for no ceiling. */
export function todayWords(spentUsd: number, budgetUsd: number | null): string {
  return `today ${money(spentUsd)}${budgetUsd === null ? '' : ` of ${money(budgetUsd)}`}`;
}

/** The console's own words where the handlers of all gateways ask for a platform's. */
export const CONSOLE_TEXTS = {
  platform: 'the console',
  help: 'Start a design on the page *Start*, and act on a design on its own page.',
  example: 'Start',
  chooseRepository: 'Choose a repository in the form, or none.',
} as const;
