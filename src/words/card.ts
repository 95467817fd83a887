/** The one message that is always current: where a design stands, who does what, what it cost. */

import { PHASES, type RoundKind } from '#design/events.ts';
import { lastCrash, livingPersonas, personaState, personasOf } from '#design/participants.ts';
import { nameOf } from '#design/people.ts';
import { openRound } from '#design/rounds.ts';
import type { Design, Participant, Round } from '#design/state.ts';
import { newestDecision, openGate, openQuestions, phaseOf } from '#design/status.ts';
import { endLine } from './ending.ts';
import { countOf, dollars, duration, spentOn } from './figures.ts';
import { firstLineOf, questionOf } from './headline.ts';
import { join, lines, type Markdown, md, time } from './md.ts';
import { compose, type Message } from './message.ts';
import { markedTitleOf } from './people.ts';

/** `isWaitingForPlace`: the daemon runs as many designs as it may. */
export function renderCard(design: Design, isWaitingForPlace = false): Message {
  const isSettled = design.settled !== null;
  return compose(
    design,
    isSettled ? [] : [{ act: 'cancel', label: 'Cancel' }],
    lines(
      md`**${questionOf(design)}**`,
      design.end === null ? stages(design) : null,
      isWaitingForPlace && !isSettled
        ? md`Waiting for a place. It goes on by itself when another design frees one.`
        : nowLine(design),
      figures(design),
    ),
  );
}

const STAGES = ['Questions', 'Proposals', 'Differences', 'Decision'];

export function stages(design: Design): Markdown {
  // The processes start while the first questions are thought of.
  const present = Math.max(0, PHASES.indexOf(phaseOf(design)) - 1);
  const drawn = STAGES.map((name, stage) =>
    stage === present ? md`◐ **${name}**` : md`${stage < present ? '●' : '○'} ${name}`,
  );
  return join(drawn, ' ─ ');
}

/** What happens, and what is expected of whom. */
export function nowLine(design: Design): Markdown {
  const round = sharedRound(design);
  const gate = openGate(design);
  if (design.end !== null) return ended(design);
  if (round !== null) return roundLine(design, round);
  if (design.step === 'answering') return answering(design);
  return gate === null
    ? md`${firstLineOf(design)}`
    : md`The decision waits for ${nameOf(design.startedBy)} until ${time(gate.deadlineAt)}.`;
}

function ended(design: Design): Markdown {
  const decision = endLine(design) === null ? newestDecision(design) : null;
  return lines(
    decision === null ? null : md`**${decision.decision.sentence}**`,
    md`${firstLineOf(design)}`,
  );
}

function answering(design: Design): Markdown {
  const open = openQuestions(design).length;
  const until = design.answering?.deadlineAt;
  const next = until === undefined ? '' : md` The personas go on at ${time(until)}.`;
  return md`${countOf(open, 'question')} ${open === 1 ? 'is' : 'are'} open.${next}`;
}

type SharedRound = Round & { readonly doing: string; readonly done: string };

/** The open round, if it is one in which several participants are asked at once. */
function sharedRound(design: Design): SharedRound | null {
  const round = openRound(design);
  const words = round === null ? undefined : WORDS[round.kind];
  return round === null || words === undefined ? null : { ...round, ...words };
}

const WORDS: Partial<Record<RoundKind, Pick<SharedRound, 'doing' | 'done'>>> = {
  questions: { doing: 'thinking of questions', done: 'asked' },
  proposals: { doing: 'writing', done: 'sealed' },
  argument: { doing: 'arguing', done: 'argued' },
  signing: { doing: 'reading the decision', done: 'signed' },
};

function roundLine(design: Design, round: SharedRound): Markdown {
  const shown = design.participants.filter(
    ({ id, role }) => role === 'persona' || round.asked.includes(id),
  );
  return join(
    shown.map((each) => md`${markedTitleOf(design, each.id)} ${stateWords(each, round)}`),
    ' · ',
  );
}

function stateWords(participant: Participant, round: SharedRound): string {
  const { id } = participant;
  if (round.contributed.includes(id)) return round.done;
  const state = personaState(participant);
  if (state === 'dead') return `is out (${lastCrash(participant)})`;
  if (state === 'retrying') return `starting again (${lastCrash(participant)})`;
  if (round.excused.some((each) => each.participant === id)) return 'could not';
  if (state === 'starting') return 'starting';
  return round.asked.includes(id) ? round.doing : 'waiting';
}

export function figures(design: Design): Markdown {
  const round = sharedRound(design);
  const all = personasOf(design).length;
  const living = livingPersonas(design).length;
  const took = duration(design.lastAt - design.startedAt);
  const cost = spentOn(design);
  if (design.end !== null) return md`${[took, ...cost].join(' · ')}`;
  const facts = [
    ...(round === null
      ? []
      : [`${round.contributed.length} of ${round.asked.length} ${round.done}`]),
    ...(living < all ? [`${living} of ${all} personas go on`] : []),
    took,
    ...cost.map((usd) => `${usd} of ${dollars(design.settings.budgetUsd)}`),
  ];
  return md`${facts.join(' · ')}`;
}
