/** The one message that is always current: where a design stands, who does what, what it cost. */

import type { RoundKind } from '#design/events.ts';
import { lastCrash, livingPersonas, personaState, personasOf } from '#design/participants.ts';
import { openRound } from '#design/rounds.ts';
import { type Design, type Participant, PHASE_OF, type Round } from '#design/state.ts';
import { newestDecision, openGate, openQuestions } from '#design/status.ts';
import { endLine } from './ending.ts';
import { exampleLine } from './example.ts';
import { countOf, dollars, duration, spentOn } from './figures.ts';
import { firstLineOf, questionOf } from './headline.ts';
import { blocks, join, lines, type Markdown, md, time } from './md.ts';
import type { Message } from './message.ts';
import { markedTitleOf, nameOf } from './people.ts';

export function renderCard(
  design: Design,
  options: { readonly watchUrl: string; readonly isWaitingForPlace: boolean },
): Message {
  const isOver = design.settled !== null || design.end !== null;
  const now = options.isWaitingForPlace && !isOver ? WAITS_FOR_PLACE : nowLine(design);
  return {
    text: blocks(
      exampleLine(design),
      lines(
        md`**${questionOf(design)}**`,
        design.end === null ? stages(design) : null,
        now,
        figures(design),
      ),
    ).text,
    controls: isOver ? [] : [{ act: 'cancel', label: 'Cancel' }],
    ...(options.watchUrl === '' ? {} : { watchUrl: options.watchUrl }),
  };
}

const WAITS_FOR_PLACE = md`Waiting for a place. It goes on by itself when another design frees one.`;

const STAGES = [
  ['Questions', ['spawning', 'questioning']],
  ['Proposals', ['independent']],
  ['Differences', ['refinement']],
  ['Decision', ['synthesis']],
] as const;

export function stages(design: Design): Markdown {
  const present = STAGES.findIndex(([, phases]) =>
    phases.some((phase) => phase === PHASE_OF[design.step]),
  );
  const drawn = STAGES.map(([name], index) => {
    if (index === present) return md`◐ **${name}**`;
    return md`${index < present ? '●' : '○'} ${name}`;
  });
  return join(drawn, ' ─ ');
}

/** What happens, and what is expected of whom. */
export function nowLine(design: Design): Markdown {
  const round = openRound(design);
  const gate = openGate(design);
  if (design.end !== null) return ended(design);
  if (round !== null && DOES[round.kind] !== undefined) return roundLine(design, round);
  if (design.step === 'answering') return answering(design);
  return gate === null
    ? md`${firstLineOf(design)}`
    : md`The decision waits for ${nameOf(design.startedBy)} until ${time(gate.deadlineAt)}.`;
}

function ended(design: Design): Markdown {
  const line = md`${firstLineOf(design)}`;
  const decision = endLine(design) === null ? newestDecision(design) : null;
  return decision === null ? line : lines(md`**${decision.decision.sentence}**`, line);
}

function answering(design: Design): Markdown {
  const open = openQuestions(design).length;
  const count = `${countOf(open, 'question')} ${open === 1 ? 'is' : 'are'} open.`;
  return design.answering === null
    ? md`${count}`
    : md`${count} The personas go on at ${time(design.answering.deadlineAt)}.`;
}

/** In the rounds in which all are asked at once. */
const DOES: Partial<Record<RoundKind, readonly [doing: string, done: string]>> = {
  questions: ['thinking of questions', 'asked'],
  proposals: ['writing', 'sealed'],
  argument: ['arguing', 'argued'],
  signing: ['reading the decision', 'signed'],
};

function roundLine(design: Design, round: Round): Markdown {
  const shown = design.participants.filter(
    ({ id, role }) => role === 'persona' || round.asked.includes(id),
  );
  return join(
    shown.map((each) => md`${markedTitleOf(design, each.id)} ${stateWords(each, round)}`),
    ' · ',
  );
}

function stateWords(participant: Participant, round: Round): string {
  const { id } = participant;
  const [doing = '', done = ''] = DOES[round.kind] ?? [];
  if (round.contributed.includes(id)) return done;
  const state = personaState(participant);
  if (state === 'dead') return `is out (${lastCrash(participant)})`;
  if (state === 'retrying') return `starting again (${lastCrash(participant)})`;
  if (round.excused.some((each) => each.participant === id)) return 'could not';
  if (state === 'starting') return 'starting';
  return round.asked.includes(id) ? doing : 'waiting';
}

export function figures(design: Design): Markdown {
  const round = openRound(design);
  const done = round === null ? undefined : DOES[round.kind]?.[1];
  const all = personasOf(design).length;
  const living = livingPersonas(design).length;
  const took = duration(design.lastAt - design.startedAt);
  const cost = spentOn(design);
  if (design.end !== null) return md`${[took, ...cost].join(' · ')}`;
  const facts = [
    ...(round === null || done === undefined
      ? []
      : [`${round.contributed.length} of ${round.asked.length} ${done}`]),
    ...(living < all ? [`${living} of ${all} personas go on`] : []),
    took,
    ...cost.map((usd) => `${usd} of ${dollars(design.settings.budgetUsd)}`),
  ];
  return md`${facts.join(' · ')}`;
}
