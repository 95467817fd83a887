import { endWords } from '../../core/outcome/outcome.ts';
import { originAfter } from '../../core/session/replacement.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { DesignEvent, EventOf, Lesson } from '../../core/vocabulary/events.ts';
import { counted } from '../../core/vocabulary/figures.ts';
import { participant } from '../../core/vocabulary/participants.ts';
import { SHOWN_EXCUSES } from '../../core/vocabulary/round.ts';
import { standsInForLost } from '../../core/vocabulary/session.ts';
import { EXCUSE_WORDS, leftOutWords, STATUS_WORDS } from '../../core/vocabulary/words.ts';
import { ANSWER_LINES } from './answer-lines.ts';
import { DECISION_LINES } from './decision-lines.ts';
import { DIFFERENCE_LINES } from './difference-lines.ts';
import { type EventLines, nameOf } from './event-lines.ts';
import { oneLine } from './safe.ts';
import { filesWritten, rehearsalNow } from './texts.ts';

/**
 * One event for people who follow line by line: for logs and for screen readers. Nothing for events that only operators
 * care about. `design` is the design as the event left it.
 */
export function changeLines(event: DesignEvent, design: Design): string[] {
  // The event and its line stand under the same type, which the compiler cannot follow.
  const words = WORDS[event.type] as (event: DesignEvent, design: Design) => string[];
  return words(event, design).map(oneLine);
}

/** What a reader comes back to: questions, answers, proposals, differences, losses, what a person decided. */
const LASTING: ReadonlySet<DesignEvent['type']> = new Set([
  'session_started',
  'session_lost',
  'participant_excused',
  'facilitator_passed',
  'late_submission_recorded',
  'answering_opened',
  'reply_recorded',
  'reply_revised',
  'reply_withdrawn',
  'answers_matched',
  'reply_match_corrected',
  'answering_ended',
  'answering_closed',
  'proposal_sealed',
  'proposals_revealed',
  'divergences_mapped',
  'divergence_added',
  'divergence_settled',
  'deliberation_stopped',
  'gate_decided',
]);

/** The lines that stay above the live picture, which shows only what is the case now. `design`: as the event left it. */
export function lastingLines(event: DesignEvent, design: Design): string[] {
  // Of the start the picture tells everything but which design it goes on from.
  if (event.type === 'design_started') return startedFrom(event).map(oneLine);
  return LASTING.has(event.type) ? changeLines(event, design) : [];
}

const nothing = () => [];

/** The design that it follows up on, and the one that it runs again. */
function startedFrom(event: EventOf<'design_started'>): string[] {
  const { followUpOf, followUpDecision = '', successorOf, lessons = [] } = event;
  return [
    ...(followUpOf === undefined ? [] : [`This follows up on ${followUpOf}: ${followUpDecision}`]),
    ...(successorOf === null ? [] : [`This runs ${successorOf} again.`]),
    ...lessons.map(
      (lesson) => `An earlier design like this one, ${lesson.designId}: ${whatItTaught(lesson)}`,
    ),
  ];
}

function whatItTaught({ topic, status, decision }: Lesson): string {
  if (decision === null) return `${topic} (no decision)`;
  return status === 'completed' ? decision : `${decision} (${STATUS_WORDS[status]})`;
}

const WORDS: EventLines = {
  design_started: (event, design) => [
    ...(design.rehearsal ? [rehearsalNow(design)] : []),
    `${event.topic} (${event.designId})`,
    ...startedFrom(event),
  ],

  session_started: (event, design) =>
    standsInForLost(event) ? [`A replacement for ${nameOf(design, event.participant)} is starting.`] : [],
  session_ready: (event, design) => [`${nameOf(design, event.participant)} is ready.`],
  session_lost: lossLines,
  participant_excused: ({ participant: id, reason, detail }, design) =>
    SHOWN_EXCUSES.includes(reason)
      ? [`${nameOf(design, id)} is not waited for: ${EXCUSE_WORDS[reason]}. ${detail}`]
      : [],
  facilitator_passed: ({ from, to, role }, design) => [
    `${nameOf(design, to)} stands in as ${role} for ${nameOf(design, from)}.`,
  ],

  questions_asked: ({ participant: id, questions }, design) => [
    `${nameOf(design, id)} asks ${counted(questions.length, 'question')}.`,
  ],
  participant_passed: (event, design) => [`${nameOf(design, event.participant)} has nothing to ask.`],
  ...ANSWER_LINES,

  late_submission_recorded: (event, design) => [
    `${nameOf(design, event.participant)} was late: what it sent is recorded and changes nothing.`,
  ],

  ...DIFFERENCE_LINES,
  deliberation_stopped: ({ reason, dropped }) => [`What was ${leftOutWords(dropped, reason)}.`],

  ...DECISION_LINES,

  files_written: ({ files }) => [filesWritten(files)],
  files_failed: ({ detail }) => [`The files could not be written: ${detail}`],
  design_ended: ({ status, stoppedBecause }, design) => [
    `Ended: ${STATUS_WORDS[status]}, because ${endWords(design, stoppedBecause)}.`,
  ],

  thread_opened: nothing,
  session_parked: nothing,
  late_report_recorded: nothing,
  round_closed: nothing,
  turn_started: nothing,
  model_answered: nothing,
  tool_invoked: nothing,
  confidence_given: nothing,
  turn_finished: nothing,
  person_named: nothing,
  people_reminded: nothing,
  outcome_settled: nothing,
  record_closed: nothing,
};

/** The one replacement is an event of its own (C2); without one to come this loss was the last. */
function lossLines({ participant: id, cause }: EventOf<'session_lost'>, design: Design): string[] {
  const { title, sessions } = participant(design, id);
  const isLast = originAfter(cause, sessions, design.settings) === null;
  const pointer = cause.diagnostics === '' ? '' : ` [diagnostics: ${cause.diagnostics}]`;
  return [`${title} was lost${isLast ? ' for good' : ''}: ${cause.detail}.${pointer}`];
}
