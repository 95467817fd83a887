import { tellEvent } from '../../core/presentation/record/tell-event.ts';
import { designSpentWords } from '../../core/presentation/run/cost.ts';
import { waitingOf } from '../../core/presentation/run/waiting.ts';
import { waitingWords } from '../../core/presentation/run/waiting-words.ts';
import { startedFromLines } from '../../core/presentation/start/earlier.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { DesignEvent, EventOf, Step } from '../../core/vocabulary/events.ts';
import { shortId } from '../../core/vocabulary/figures.ts';
import { participant } from '../../core/vocabulary/participants.ts';
import { originAfter } from '../../core/workflow/sessions/replacement.ts';
import { deadlineWords } from './format.ts';
import { documentText, lineTexts } from './markdown.ts';
import { oneLine } from './safe.ts';
import { rehearsalNow, TEXTS } from './texts.ts';

/** Returns true where a person's words are shown below the line: of a reply only what the line does not quote. */
function isInWords(event: DesignEvent): boolean {
  return event.type === 'gate_decided' || (event.type === 'reply_recorded' && event.answers.length === 0);
}

/**
 * One event for people who follow line by line: for logs and for screen readers. Nothing for events that only operators
 * care about. `design` is the design as the event left it.
 */
export function changeLines(event: DesignEvent, design: Design): string[] {
  // While replies are matched, people are waited for until another time.
  if (event.type === 'round_opened' && event.kind !== 'matching')
    return [...toldLines(event, design), waitingText(event, design)];
  const lines = toldLines(event, design);
  if (event.type === 'design_started') {
    const [topic = '', ...others] = lines;
    const started = [`${topic} (${shortId(event.designId)})`, ...others];
    return design.rehearsal ? [rehearsalNow(design), ...started] : started;
  }
  return event.type === 'answering_opened' && isUnattended(design)
    ? [...lines, TEXTS.howToAnswerUnasked]
    : lines;
}

function toldLines(event: DesignEvent, design: Design): string[] {
  const told = tellEvent(event, design);
  if (told === null) return [];
  const words = isInWords(event) && told.detail.length > 0 ? documentText([told.detail]).split('\n') : [];
  return [...lineTexts(told.line, event.at), ...words];
}

/** Whom a round waits for, until when, and the money spent so far. */
function waitingText({ at, deadlineAt }: EventOf<'round_opened'>, design: Design): string {
  const waiting = waitingOf(design);
  const words = waiting === null ? '' : oneLine(waitingWords(waiting));
  return `${words}, ${deadlineWords(deadlineAt, at)} at most; ${designSpentWords(design)} so far.`;
}

/** A design that runs another again takes over its replies, and no file. */
function isUnattended({ answers, settings, successorOf }: Design): boolean {
  return answers === undefined && settings.answerMs === 0 && successorOf === null;
}

/** The step that each phase begins with, as far as it is said. */
const BEGINS: ReadonlySet<Step> = new Set(['spawning', 'asking', 'proposing', 'mapping', 'composing']);
/** Events that change what there is to expect, so that they are said also where little is. */
const GRAVE: ReadonlySet<DesignEvent['type']> = new Set([
  'design_started',
  'gate_opened',
  'gate_decided',
  'design_paused',
  'design_resumed',
  'files_failed',
]);

/** A line for each phase, and what changes the course: where nobody watches, and the result is what is read. */
export function phaseLines(event: DesignEvent, design: Design): string[] {
  switch (event.type) {
    case 'status_changed':
      return BEGINS.has(event.step) ? changeLines(event, design) : [];
    case 'answering_opened':
      // The questions themselves stand in the files.
      return changeLines(event, design).slice(0, 1);
    case 'session_lost': {
      const { sessions } = participant(design, event.participant);
      const isForGood = originAfter(event.cause, sessions, design.settings) === null;
      return isForGood ? changeLines(event, design) : [];
    }
    default:
      return GRAVE.has(event.type) ? changeLines(event, design) : [];
  }
}

/** Events that a reader comes back to: questions, answers, proposals, differences, losses, decisions of people. */
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
  'divergence_settled',
  'deliberation_stopped',
  'gate_decided',
]);

/** The lines that stay above the live picture, which shows only the present. `design`: as the event left it. */
export function lastingLines(event: DesignEvent, design: Design): string[] {
  // Of the start the picture tells everything except the designs before it.
  if (event.type === 'design_started')
    return startedFromLines(event).flatMap((line) => lineTexts(line, event.at));
  return LASTING.has(event.type) ? changeLines(event, design) : [];
}
