import type { GateChoice } from '../../core/vocabulary/event-parts.ts';
import type { Accepted } from '../../core/vocabulary/sets.ts';
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
import { drawPerson, nameAtBeginning, note } from '../format/people.ts';
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

/** `isOver`: the deadline has passed, but the gate is still open. */
export function drawUndecided(until: Moment, isOver = false): Line {
  if (isOver) return line`The time to choose ended at ${until}: it will end undecided.`;
  return line`Without a choice by ${until}, it ends undecided.`;
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
      ...note(words),
    ]),
    closedGates
      .filter(({ choice }) => choice !== 'settle' && choice !== 'overtaken')
      .flatMap((gate) => [lines(drawClosedGate(gate)), ...note(gate.note)]),
    judged.map((words) => lines(untrusted(words))),
  );
}
