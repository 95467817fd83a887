import { type FinalStatus, type GateChoice, PHASES, type Phase, type Step } from '../../core/events.ts';
import type { RetryReason } from '../../core/policy/should-retry.ts';
import type { RoundKind } from '../../core/round/round.ts';
import type { Activity } from '../../core/view.ts';

/** Every fixed word that the terminal shows. */
export const PHASE_WORDS: Record<Phase, string> = {
  spawning: 'Reading in',
  questioning: 'Questions',
  independent: 'Proposals',
  refinement: 'Where they differ',
  synthesis: 'Decision',
};

/** In the order in which a design runs through them. */
export const PHASE_ORDER: readonly Phase[] = PHASES;

export const STEP_WORDS: Record<Step, string> = {
  spawning: 'Reading in.',
  asking: 'Questions: each says what it would need to know.',
  answering: 'Answers: people are asked.',
  proposing: 'Proposals: each writes its own, unseen by the others.',
  mapping: 'Where they differ: the proposals are compared.',
  arguing: 'Where they differ: those concerned argue.',
  composing: 'Decision: one proposal is made of all.',
  signing: 'Decision: each signs it or dissents.',
  auditing: 'Decision: it is audited.',
  briefing: 'Decision: the brief is written.',
  deciding: 'Decision: a person decides.',
  writing: 'The files are written.',
};

/** What somebody who was asked is doing. */
export const WORKING_WORDS: Record<RoundKind, string> = {
  questions: 'thinking of questions',
  proposals: 'writing',
  mapping: 'comparing the proposals',
  argument: 'arguing',
  composite: 'composing',
  signing: 'reading what to sign',
  audit: 'auditing',
  brief: 'writing the brief',
};

export const DONE_WORDS: Record<
  Exclude<RoundKind, 'questions' | 'proposals' | 'signing' | 'argument'>,
  string
> = {
  mapping: 'compared the proposals',
  composite: 'composed',
  audit: 'audited',
  brief: 'wrote the brief',
};

export const ACTIVITY_WORDS: Record<Exclude<Activity, 'done' | 'working'>, string> = {
  idle: 'ready',
  excused: 'not waited for',
};

/** What somebody who looks into the repository is doing, by the tool that was used last. */
export const TOOL_WORDS: Readonly<Record<string, string>> = {
  list_files: 'looking through the files',
  read_file: 'reading files',
  search_text: 'searching the code',
  read_history: 'reading the history',
  blame_file: 'reading who wrote what',
};

export const STATUS_WORDS: Record<FinalStatus | 'running' | 'awaiting_input', string> = {
  running: 'running',
  awaiting_input: 'waiting for a person',
  completed: 'completed',
  needs_review: 'needs review',
  cancelled: 'cancelled',
  failed: 'failed',
};

/** How a participant's process stands. */
export const STATE_WORDS: Readonly<Record<string, string>> = {
  starting: 'starting',
  alive: 'ready',
  retrying: 'retrying',
  dead: 'gone',
  released: 'done',
};

export const CHOICE_WORDS: Record<GateChoice, string> = {
  accept: 'Accept it as it is',
  send_back: 'Send it back once, with a note',
  stop: 'Stop here; what there is needs review',
};

export const RETRY_WORDS: Record<RetryReason, string> = {
  retry: 'It can be run again; answers and proposals are carried over.',
  low_confidence: 'It can be run again, because the result was too uncertain.',
  max_retries_reached: 'It has been run again as often as is allowed. Start a new design.',
  permanent_error: 'What went wrong would go wrong again. Start a new design.',
  disabled_by_policy:
    'It cannot be run again: it still runs, it met every check, it was a rehearsal and this would be none (or the other way round), or a persona file is gone.',
};

/** Said before anything is shown; the banner says afterwards that none was called. */
export const REHEARSAL_NOW = 'REHEARSAL: no model is called';

export const TEXTS = {
  opening: 'Opening the data folder …',
  cancelHint: 'Ctrl-C to cancel',
  askCancel: 'Cancel this design?',
  onceMore: 'Interrupted. Once more cancels this design; it goes on until then.',
  cancelling: 'Cancelling. What was contributed is kept and written down. Once more ends everything at once.',
  killed:
    'Ended at once. The design is not cancelled: charrette serve goes on with it, charrette cancel ends it.',
  questionsHeading: (count: number) =>
    `${count === 1 ? 'One question' : `${count} questions`} before they write. Answer in any order; what stays open is assumed, and said so.`,
  freeText: 'Write something that answers several, or adds to them',
  done: 'Done answering: assume the rest',
  skip: 'Skip: assume everything',
  whichQuestion: 'Which one?',
  otherwise: 'otherwise assumed:',
  yourWords: 'Your words ("Q2: …" pins them to a question):',
  gateHeading: (reasons: string) => `There is a decision, but a person has to look at it first: ${reasons}.`,
  whichChoice: 'What shall happen with it?',
  note: 'What should be different?',
  waitingForAnswers: (open: number) =>
    open === 0 ? 'the answers are in' : `${open === 1 ? 'one question is' : `${open} questions are`} open`,
  waitingForDecision: 'a person has to decide',
  waitingForReady: 'waiting for everybody to be ready',
  waitingForFiles: 'writing the files',
  atMost: (left: string) => `at most ${left} more`,
  files: 'Files, written and read back:',
  diagnostics: 'What the lost processes left behind:',
  check: 'To check that nothing in them was changed:',
  wholeIn: '(the whole of it is in brief.md)',
} as const;
