import type { GateChoice } from '../../core/vocabulary/event-parts.ts';
import type { Accepted } from '../../core/vocabulary/sets.ts';
import { listWords } from '../../core/vocabulary/text.ts';
import {
  bold,
  italic,
  type Line,
  line,
  lines,
  type Moment,
  type Section,
  section,
  untrusted,
  untrustedMarkdown,
} from '../format/document.ts';
import { drawPerson, nameAtBeginning, quoteNote } from '../format/people.ts';
import { cutLine } from '../format/plain.ts';
import type { DesignView } from '../schema/view.ts';

const NAME_CHARACTERS = 120;
const STATEMENT_CHARACTERS = 400;

const CHOICE_LABELS: Record<Exclude<GateChoice, 'accept'>, string> = {
  send_back: 'Send back once…',
  again: 'Run again',
  stop: 'Stop here',
};
const ACCEPT_LABELS: Record<Accepted, string> = {
  decision: 'Accept',
  no_contribution: 'Go on with what there is',
  no_decision: 'Go on without a decision',
  no_thread: 'Go on without the thread',
};

export function labelChoice(choice: GateChoice, accepts: Accepted): string {
  return choice === 'accept' ? ACCEPT_LABELS[accepts] : CHOICE_LABELS[choice];
}

/** *Ana, please decide*. `asked`: names; where none is known, who may. */
export function sayWhoDecides(asked: readonly string[]): string {
  if (asked.length === 0) return 'The starter or an operator can decide';
  return `${listWords(asked.map((name) => cutLine(name, NAME_CHARACTERS)))}, please decide`;
}

/**
 * *Ana, please decide. Without a choice by 10:00, it ends undecided.* `isOver`: the deadline has
 * passed.
 */
export function drawAskToDecide(
  { waitsFor }: Pick<NonNullable<DesignView['gate']>, 'waitsFor'>,
  until: Moment,
  isOver = false,
): Line {
  if (isOver) return line`The time to choose ended at ${until}: it will end undecided.`;
  return line`${drawAsk(sayWhoDecides(waitsFor), until)}.`;
}

/** `asks`: what `sayWhoDecides` says. Without a full stop. */
export function drawAsk(asks: string, until: Moment): Line {
  return line`${bold(untrusted(`${asks}.`))} ${drawUndecided(until)}`;
}

/** Without a full stop. */
export function drawUndecided(until: Moment): Line {
  return line`Without a choice by ${until}, it ends undecided`;
}

type ClosedGate = DesignView['closedGates'][number];

/** How a gate was closed. */
export function drawClosedGate({ choice, by, did, statement, result }: ClosedGate): Line {
  if (by === '') return line`${did}.`;
  const who = bold(untrusted(nameAtBeginning(by), NAME_CHARACTERS));
  const what =
    choice === 'settle'
      ? line`: ${italic(untrustedMarkdown(statement, STATEMENT_CHARACTERS))}`
      : '.';
  return line`${who} ${did}${what}${result && ` ${result}`}`;
}

/**
 * Points people settled, their decisions at gates and how they judged it since, by name, with
 * notes.
 */
export function drawPeoplesDecisions(
  { settled, closedGates }: DesignView,
  judged: readonly string[],
): Section {
  return section(
    settled.flatMap(({ description, statement, by, note: words }) => [
      lines(
        line`${drawPerson(by)} settled “${untrustedMarkdown(description)}”: ${untrustedMarkdown(statement)}`,
      ),
      ...quoteNote(words),
    ]),
    closedGates
      .filter(({ choice }) => choice !== 'settle' && choice !== 'overtaken')
      .flatMap((gate) => [lines(drawClosedGate(gate)), ...quoteNote(gate.note)]),
    judged.map((words) => lines(untrusted(words))),
  );
}
