/** The one message that is always current: where a design stands, who does what, what it cost. */

import type { CrashCause, RoundKind } from '#design/events.ts';
import { costOf } from '#design/money.ts';
import { livingPersonas, personaState } from '#design/participants.ts';
import { openRound } from '#design/rounds.ts';
import { type Design, type Participant, PHASE_OF, type Round } from '#design/state.ts';
import { openGate, openQuestions } from '#design/status.ts';
import { exampleLine } from './example.ts';
import { costWords, dollars, duration, shorten } from './figures.ts';
import { firstLineOf } from './headline.ts';
import { blocks, join, lines, type Markdown, md, time } from './md.ts';
import type { Message } from './message.ts';
import { nameOf, titleOf } from './people.ts';

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
        isEnded(design) ? null : stages(design),
        now,
        figures(design),
      ),
    ).text,
    controls: isOver ? [] : [{ act: 'cancel', label: 'Cancel' }],
    ...(options.watchUrl === '' ? {} : { watchUrl: options.watchUrl }),
  };
}

const WAITS_FOR_PLACE = md`Waiting for a place: as many designs run as may run at once.`;

/** A long topic in the one sentence that the synthesizer made of it. */
function questionOf({ topic, frame }: Design): string {
  const isLong = topic.length > 200 && frame !== null && frame.restated !== '';
  return shorten(isLong ? frame.restated : topic, 300);
}

function isEnded({ end }: Design): boolean {
  return end !== null;
}

const STAGES = [
  ['Questions', ['spawning', 'questioning']],
  ['Proposals', ['independent']],
  ['Differences', ['refinement']],
  ['Decision', ['synthesis']],
] as const;

function stages(design: Design): Markdown {
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
  if (isEnded(design)) return md`${firstLineOf(design)}`;
  switch (design.step) {
    case 'spawning':
      return md`The personas start.`;
    case 'answering':
      return answering(design);
    case 'deciding': {
      const gate = openGate(design);
      const until = gate === null ? '' : md` until ${time(gate.deadlineAt)}`;
      return md`The decision waits for ${nameOf(design.startedBy)}${until}.`;
    }
    case 'writing':
      return md`The files are being written.`;
    default:
      return round === null ? md`It goes on.` : roundLine(design, round);
  }
}

function answering(design: Design): Markdown {
  const open = openQuestions(design).length;
  const count = open === 1 ? '1 question is open' : `${open} questions are open`;
  const next =
    design.answering === null
      ? ''
      : md` The personas go on at ${time(design.answering.deadlineAt)}.`;
  return md`${count}.${next}`;
}

/** One who works alone: what the role does. */
const ALONE: Partial<Record<RoundKind, string>> = {
  framing: 'reads the question',
  matching: 'reads the answers',
  mapping: 'compares the proposals',
  draft: 'writes the decision',
  audit: 'looks for what is wrong with the decision',
  revision: 'writes the decision again',
};
const TOGETHER: Partial<Record<RoundKind, readonly [doing: string, done: string]>> = {
  questions: ['thinking of questions', 'asked'],
  proposals: ['writing', 'sealed'],
  argument: ['arguing', 'argued'],
  signing: ['reading the decision', 'signed'],
};

function roundLine(design: Design, round: Round): Markdown {
  const alone = ALONE[round.kind];
  if (alone !== undefined) {
    const titles = round.asked.map((id) => titleOf(design, id)).join(', ');
    return md`${titles} ${alone}.`;
  }
  const personas = design.participants.filter(({ role }) => role === 'persona');
  const asked = design.participants.filter(
    ({ id, role }) => role !== 'persona' && round.asked.includes(id),
  );
  return join(
    [...personas, ...asked].map((each) => {
      const emoji = each.emoji === '' ? '' : `${each.emoji} `;
      return md`${emoji}${each.title} ${stateWords(each, round)}`;
    }),
    ' · ',
  );
}

function stateWords(
  participant: Participant,
  { kind, contributed, excused, asked }: Round,
): string {
  const [doing = 'working', done = 'done'] = TOGETHER[kind] ?? [];
  const state = personaState(participant);
  if (contributed.includes(participant.id)) return done;
  if (state === 'dead') return `is out (${lastCause(participant)})`;
  if (state === 'retrying') return `starting again (${lastCause(participant)})`;
  if (excused.some((each) => each.participant === participant.id)) return 'goes without';
  if (state === 'starting') return 'starting';
  return asked.includes(participant.id) ? doing : 'waiting';
}

function figures(design: Design): Markdown {
  const round = openRound(design);
  const done = round === null ? undefined : TOGETHER[round.kind]?.[1];
  const personas = design.participants.filter(({ role }) => role === 'persona');
  const living = livingPersonas(design).length;
  const cost = costWords(costOf(design));
  const facts = [
    round === null || done === undefined
      ? ''
      : `${round.contributed.length} of ${round.asked.length} ${done}`,
    living < personas.length && design.end === null
      ? `${living} of ${personas.length} personas go on`
      : '',
    duration(design.lastAt - design.startedAt),
    design.end === null ? `${cost} of ${dollars(design.settings.budgetUsd)}` : cost,
  ];
  return md`${facts.filter((fact) => fact !== '').join(' · ')}`;
}

const CAUSES: Record<CrashCause['kind'], string> = {
  spawn_failed: 'its process could not be started',
  never_ready: 'its process never became ready',
  exited: 'its process ended by itself',
  killed: 'its process was killed',
  out_of_memory: 'out of memory',
  hung: 'its process no longer answered',
  bad_message: 'its process sent what cannot be read',
};

export function causeWords(cause: Pick<CrashCause, 'kind'>): string {
  return CAUSES[cause.kind];
}

export function lastCause({ sessions }: Participant): string {
  const cause = sessions.findLast((session) => session.cause !== null)?.cause ?? null;
  return cause === null ? 'lost' : causeWords(cause);
}
