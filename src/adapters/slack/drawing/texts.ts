import type { GateChoice, Phase } from '../../../core/events.ts';
import { counted, EXCUSE_WORDS } from '../../../core/outcome/words.ts';
import type { RoundKind } from '../../../core/round/round.ts';
import type { Doing } from '../../../core/thread/person.ts';

/** Every fixed word that is drawn for Slack. */
export const PHASE_WORDS: Record<Phase, string> = {
  spawning: 'Reading in',
  questioning: 'Questions',
  independent: 'Proposals',
  refinement: 'Where they differ',
  synthesis: 'Decision',
};

const WORKING_WORDS: Record<RoundKind, string> = {
  questions: 'asking',
  proposals: 'writing',
  mapping: 'comparing the proposals',
  argument: 'arguing',
  composite: 'putting it together',
  signing: 'reading what to sign',
  audit: 'auditing',
  brief: 'writing the brief',
};

/** What follows a name; empty for those who rest, and for the dead, whose story names them. */
export function doingWords(doing: Doing): string {
  switch (doing.kind) {
    case 'starting':
      return 'reading in';
    case 'working':
      return WORKING_WORDS[doing.on];
    case 'asked':
      return doing.questions === 0 ? 'has no questions' : `asked ${doing.questions}`;
    case 'sealed':
      return 'sealed';
    case 'argued':
      return 'has argued';
    case 'signed':
      return 'signed';
    case 'dissented':
      return 'dissents';
    case 'delivered':
      return 'done';
    case 'excused':
      return `not waited for (${EXCUSE_WORDS[doing.reason]})`;
    case 'retrying':
      return doing.why === '' ? 'being replaced' : `being replaced (${doing.why})`;
    case 'resting':
    case 'dead':
      return '';
  }
}

const LIST = new Intl.ListFormat('en-GB');

/** `Ana`, `Ana and Ben`, `Ana, Ben and Cem`. */
export function named(names: readonly string[]): string {
  return LIST.format(names);
}

export const CHOICE_LABELS: Record<GateChoice, string> = {
  accept: 'Accept as it is',
  send_back: 'Send back once…',
  stop: 'Stop here',
};

export const TEXTS = {
  rehearsalNow: 'REHEARSAL: no model is called.',
  secondRun: 'Once more: what was answered and proposed before is carried over.',
  resting: 'resting',
  peek: 'Peek at…',
  doneAnswering: 'Done answering',
  skip: 'Skip: assume everything',
  cancel: 'Cancel',
  cancelTitle: 'Cancel this design?',
  cancelText: 'Everybody stops at once. What was answered and proposed is kept, and it can be run again.',
  cancelYes: 'Cancel it',
  cancelNo: 'Let it go on',
  runAgain: 'Run again',
  waitingForStart: 'Waiting until everybody is ready',
  waitingForFiles: 'Writing the files',
  waitingForDecision: 'Waiting for a person to decide',
  atMostUntil: ', at most until ',
  waitingForAnswers: (open: number, of: number) =>
    open === 0
      ? 'The answers are in'
      : `Waiting for your answers: ${open} of ${counted(of, 'question')} open`,
  waitingFor: (who: string) => `Waiting for ${who}`,
  ofAll: (missing: number, of: number) => `${missing} of ${of}`,
  secondTime: 'second round',

  questionsHeading: (count: number) => `${counted(count, 'question')} before they write.`,
  howToAnswer:
    ' Reply here, in any order and in your own words; starting with “Q2:” helps and is not needed. What is still open at ',
  isAssumed: ' is assumed, and said so.',
  questionsOver: (answered: number, assumed: number, open: number) =>
    [
      answered === 0 ? '' : `${answered} answered`,
      assumed === 0 ? '' : `${assumed} assumed`,
      open === 0 ? '' : `${open} left open`,
    ]
      .filter((part) => part !== '')
      .join(', '),
  assumed: 'assumed: ',

  sealed: (count: number, of: number) => `🔏 ${count} of ${counted(of, 'proposal')} sealed: `,
  proposalsHeading: (count: number) =>
    count === 1
      ? 'One proposal. The whole of it is attached.'
      : `${count} proposals, each written without sight of the others. The whole of each is attached.`,
  confidence: 'Confidence ',

  differOn: (id: string, impact: string) => `They differ on ${id} (${impact} impact): `,
  nobody: 'nobody any more',
  heldBefore: (count: number) => `${count} held it before`,
  to: ' to ',
  goesOverTo: ' goes over to ',
  because: ' because of ',
  withoutReason: ', without giving a reason',
  unresolved: 'Unresolved',
  conceded: 'Conceded',
  resolved: 'Resolved',

  gateHeading: 'There is a decision, but a person has to look at it first: ',
  undecidedAt: '. If nobody has decided by ',
  undecided: ', it ends as it is, marked for review.',
  gateClosed: {
    accept: (by: string) => `${by} accepted the decision as it is.`,
    send_back: (by: string) => `${by} sent the decision back once.`,
    stop: (by: string) => `${by} stopped it here.`,
    unanswered: () => 'Nobody decided in time.',
    overtaken: () => 'It ended before anybody decided.',
  },

  becauseHeading: 'Because',
  costsHeading: 'Costs',
  stepsHeading: 'Steps',
  risksHeading: 'Risks',
  assumedHeading: 'We assumed',
  openHeading: 'Still open',
  noticed: 'We would notice: ',
  dissent: (title: string) => `Dissent (${title}, verbatim)`,
  more: (count: number) => `and ${count} more in brief.md`,
  whole: '📎 The whole of it: ',

  since: ' since ',
  lastWords: 'Said last: ',
  noWords: 'Has said nothing yet that may be read.',
  neverRestarted: 'never replaced',
  restarted: 'replaced once',

  noDesigns: 'No designs here yet. Start one with /design and a question.',
  listHeading: (count: number) => counted(count, 'design'),
  startedBy: ' · started by ',
  choose: { status: 'Look at…', cancel: 'Cancel…', retry: 'Run again…' },
  status: {
    running: 'running',
    awaiting_input: 'waiting for a person',
    completed: 'completed',
    needs_review: 'needs review',
    cancelled: 'cancelled',
    failed: 'failed',
  },
} as const;
