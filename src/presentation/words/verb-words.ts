import { formatMoney } from '../../core/vocabulary/figures.ts';
import type { Accepted } from '../../core/vocabulary/sets.ts';
import { cutWords } from '../../foundation/cut-text.ts';
import { type ControlQuestion, LABELS } from '../format/control.ts';
import { foldToOneLine } from '../format/plain.ts';
import type { DesignView } from '../schema/view.ts';
import { formatShortMoney, START_ANYWAY, sayRaisedBudget } from './cost.ts';
import { labelChoice } from './gate-words.ts';
import { sayKept } from './phases.ts';
import { sayQuestionsLeft } from './waiting.ts';

/** Slack takes 300 in the whole text. */
const CHOSEN_CHARACTERS = 150;

const ACCEPTED: Readonly<Record<Accepted, string>> = {
  decision: 'You accept the decision with its open points.',
  no_contribution: 'No one is asked for this again.',
  no_decision: 'It then ends with the proposals side by side.',
  no_thread: 'Read its questions and its result on its page.',
};

/** Confirmations of acts, by the design and their subject in it: the same on every surface. */
export const QUESTIONS = {
  go_on: (view) =>
    binding(
      LABELS.go_on,
      `${sayQuestionsLeft(view)}. The last replies are read first, then the personas go on.`,
    ),
  accept: (view) => binding(labelChoice('accept', acceptsIn(view)), ACCEPTED[acceptsIn(view)]),
  again: (view) =>
    binding(
      labelChoice('again', acceptsIn(view)),
      'The same personas are asked once more, which takes time and money.',
    ),
  stop: (view) => ({
    ...binding(labelChoice('stop', acceptsIn(view)), 'It ends with what there is, for review.'),
    isDanger: true,
  }),
  settle: ({ divergences, text, can: { revisionUsd: usd } }, about) => {
    const chosen = divergences.flatMap(({ id, positions }) =>
      positions.filter((position) => about === `${id}/${position.id}`),
    );
    const statement = cutWords(foldToOneLine(chosen[0]?.text ?? ''), CHOSEN_CHARACTERS);
    const revised = text === null ? '' : ` ${sayRevised(usd)}`;
    return binding('Settle it', `“${statement}” then holds.${revised}`);
  },
  agree: ({ questions, text, can: { revisionUsd: usd } }, about) => {
    // Before there is a text, the answer alone is what changes.
    if (text === null) return null;
    const chosen = questions.flatMap(({ id, differing }) =>
      differing.filter(({ since }) => about === `${id}/${since}`),
    );
    const words = cutWords(foldToOneLine(chosen[0]?.words ?? ''), CHOSEN_CHARACTERS);
    return binding('Take it', `“${words}” then holds. ${sayRevised(usd)}`);
  },
  accept_decision: () => binding(LABELS.accept_decision, ACCEPTED.decision),
  publish: ({ published }) => ({
    title: `${LABELS.publish}?`,
    text:
      published === null
        ? 'A pull request proposes its record to the repository. The record names you.'
        : `It has its pull request, ${published}: nothing new is made.`,
    yes: LABELS.publish,
    isDanger: false,
  }),
  cancel: (view) => ({
    title: 'Cancel this design?',
    text: cancelWords(view),
    yes: 'Cancel it',
    isDanger: true,
  }),
  run_again: (view) => {
    const isAnyway = view.can.runAgain?.isAnyway === true;
    const { budgetUsd } = view.cost;
    const price =
      budgetUsd === null ? 'It takes time and money.' : `Budget: ${formatShortMoney(budgetUsd)}.`;
    return {
      title: isAnyway ? 'Start it anyway?' : 'Run this again?',
      text: `${sayKept(view.hasKept)}. ${sayRaisedBudget(view) || price}`,
      yes: isAnyway ? START_ANYWAY : 'Run it again',
      isDanger: false,
    };
  },
} as const satisfies Readonly<Record<string, Asks>>;

type Asks = (view: DesignView, about: string) => ControlQuestion | null;

/** `null` for an act that is done at once. */
export function questionOf(verb: string, view: DesignView, about: string): ControlQuestion | null {
  const questions: Readonly<Record<string, Asks>> = QUESTIONS;
  return questions[verb]?.(view, about) ?? null;
}

function sayRevised(usd: number | null): string {
  const price = usd === null ? ', which takes time and money' : `, for about ${formatMoney(usd)}`;
  return `The draft is revised and signed again${price}.`;
}

function acceptsIn({ gate }: DesignView): Accepted {
  return gate?.accepts ?? 'decision';
}

function cancelWords(view: DesignView): string {
  if (view.gate?.choices.includes('stop') === true)
    return 'Cancelling ends it without a decision. “Stop here” keeps what there is, for review.';
  return `All personas stop at once. ${sayKept(view.hasKept)}.`;
}

/** For acts shown to everyone by name. */
function binding(done: string, consequence: string): ControlQuestion {
  const text = `${consequence} The record names you.`.trim();
  return { title: `${done}?`, text, yes: done, isDanger: false };
}

const GOES_ON = 'Go on without more answers; open questions are assumed';

/** Verbs that people may type alone: their help. */
export const BARE_VERBS = {
  cancel: 'Cancel a design. What was contributed is kept',
  done: GOES_ON,
  help: 'What you can do, and how',
  list: 'The designs of this channel, newest first',
  retry: 'Run an ended design again from its answers and proposals',
  skip: GOES_ON,
  status: 'How far a design has got',
  stop: 'End the wait for answers, or end the design with what there is',
} as const;

/**
 * Verbs behind a command. Typed alone in a thread these would be answers, except `accept` at a
 * gate.
 */
export const COMMAND_VERBS = {
  ...BARE_VERBS,
  find: 'Find decisions that contain these words',
  accept: 'Accept the decision that waits for you',
  'sign-in': 'A link that signs you in to the console once',
} as const;
