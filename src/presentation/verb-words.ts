import { money } from '../core/vocabulary/figures.ts';
import type { Accepted } from '../core/vocabulary/sets.ts';
import { cutWords } from '../core/vocabulary/text.ts';
import { START_ANYWAY } from './cost.ts';
import { oneLine } from './format/plain.ts';
import { choiceLabel } from './gate-words.ts';

export interface Question {
  readonly title: string;
  readonly text: string;
  readonly yes: string;
  /** Something would be lost. */
  readonly isDanger: boolean;
}

export interface Subject {
  readonly accepts: Accepted;
  readonly statement: string;
  /** Price of revising the written decision; `null` if unknown. */
  readonly revisionUsd?: number | null;
}

export const LABELS = {
  answer: 'Answer…',
  done_answering: 'Done answering',
  skip: 'Go on without answers',
  accept_decision: 'Accept',
  decline: 'Decline…',
  open_successor: 'Open the later decision',
  follow_up: 'Follow up…',
  ask: 'Ask…',
  ask_record: 'Ask the record…',
  quick_instead: 'Quick instead',
  publish: 'Publish',
  cancel: 'Cancel',
} as const;

/** Slack takes 300 in the whole text. */
const CHOSEN_CHARACTERS = 150;

const ACCEPTED: Readonly<Record<Accepted, string>> = {
  decision: 'The decision then holds, including what is still open in it.',
  no_contribution: 'Nobody is asked for this again.',
  no_decision: 'It then ends with the proposals side by side.',
};

/** Both end the wait for answers. */
const ENDS_ANSWERING = 'The personas go on and say what they assumed.';

export const ASKED_FIRST = {
  done_answering: () => binding(LABELS.done_answering, ENDS_ANSWERING),
  skip: () => binding(LABELS.skip, ENDS_ANSWERING),
  accept: ({ accepts }: Subject) => binding(choiceLabel('accept', accepts), ACCEPTED[accepts]),
  again: ({ accepts }: Subject) =>
    binding(choiceLabel('again', accepts), 'Everybody is asked once more, which takes time and money.'),
  stop: ({ accepts }: Subject) => ({
    ...binding(choiceLabel('stop', accepts), 'It ends as it is, marked for review.'),
    isDanger: true,
  }),
  settle: ({ statement, revisionUsd: usd = null }: Subject) =>
    binding(
      'Settle it',
      `“${cutWords(oneLine(statement), CHOSEN_CHARACTERS)}” then holds. If the decision is already written, it is revised and signed again${usd === null ? ', which takes time and money' : `, for about ${money(usd)}`}.`,
    ),
  accept_decision: () =>
    binding(LABELS.accept_decision, 'You accept the decision, including what is still open in it.'),
} as const;

export const QUESTIONS = {
  publish: (text: string): Question => ({
    title: `${LABELS.publish}?`,
    text,
    yes: LABELS.publish,
    isDanger: false,
  }),
  cancel: (text: string): Question => ({
    title: 'Cancel this design?',
    text,
    yes: 'Cancel it',
    isDanger: true,
  }),
  run_again: (text: string, isAnyway: boolean): Question => ({
    title: isAnyway ? 'Start it anyway?' : 'Run this again?',
    text,
    yes: isAnyway ? START_ANYWAY : 'Run it again',
    isDanger: false,
  }),
} as const;

/** For acts shown to everyone by name. */
function binding(done: string, consequence: string): Question {
  const text = `${consequence} The record shows that it was you.`;
  return { title: `${done}?`, text, yes: done, isDanger: false };
}

/** Verbs that people may type alone: their help, and the label of a menu of designs. */
export const BARE_VERBS = {
  cancel: { help: 'Cancel a design. What was contributed is kept', choose: 'Cancel…' },
  done: { help: 'Say that all answers are in', choose: 'Done answering…' },
  help: { help: 'What you can do, and how', choose: '' },
  list: { help: 'The designs of this channel, newest first', choose: '' },
  retry: { help: 'Run an ended design again from its answers and proposals', choose: 'Run again…' },
  skip: { help: 'Go on without answers to what is open', choose: 'Skip…' },
  status: { help: 'How far a design has got', choose: 'Look at…' },
  stop: { help: 'End the wait for answers, or end the design with what there is', choose: 'Stop…' },
} as const;

/** Verbs behind a command. Typed alone in a thread these would be answers, except `accept` at a gate. */
export const COMMAND_VERBS = {
  ...BARE_VERBS,
  find: { help: 'Find decisions that contain these words', choose: '' },
  accept: { help: 'Accept the decision that waits for you', choose: 'Accept…' },
  'sign-in': { help: 'A link that signs you in to the console once', choose: '' },
} as const;
