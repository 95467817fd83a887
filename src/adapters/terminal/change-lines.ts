import { startedFromLines } from '../../core/telling/facts/earlier.ts';
import { tellEvent } from '../../core/telling/tell-event.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { DesignEvent } from '../../core/vocabulary/events.ts';
import { lineTexts } from './markdown.ts';
import { rehearsalNow, TEXTS } from './texts.ts';

/**
 * One event for people who follow line by line: for logs and for screen readers. Nothing for events that only operators
 * care about. `design` is the design as the event left it.
 */
export function changeLines(event: DesignEvent, design: Design): string[] {
  const told = tellEvent(event, design);
  const lines = told === null ? [] : lineTexts(told.line, event.at);
  if (event.type === 'design_started' && design.rehearsal) return [rehearsalNow(design), ...lines];
  return event.type === 'answering_opened' && isUnattended(design)
    ? [...lines, TEXTS.howToAnswerUnasked]
    : lines;
}

/** A design that runs another again takes over its replies, and no file. */
function isUnattended({ answers, settings, successorOf }: Design): boolean {
  return answers === undefined && settings.answerMs === 0 && successorOf === null;
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
  'answers_matched',
  'reply_match_corrected',
  'reading_corrected',
  'answering_ended',
  'answering_closed',
  'proposal_sealed',
  'proposals_revealed',
  'divergences_mapped',
  'divergence_added',
  'divergence_settled',
  'deliberation_stopped',
  'gate_decided',
  'late_words_recorded',
]);

/** The lines that stay above the live picture, which shows only the present. `design`: as the event left it. */
export function lastingLines(event: DesignEvent, design: Design): string[] {
  // Of the start the picture tells everything except the designs before it.
  if (event.type === 'design_started')
    return startedFromLines(event).flatMap((line) => lineTexts(line, event.at));
  return LASTING.has(event.type) ? changeLines(event, design) : [];
}
