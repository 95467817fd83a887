import { openQuestions } from '../../core/questions/replies/questions.ts';
import type { Design, Question } from '../../core/vocabulary/design.ts';
import type { Step } from '../../core/vocabulary/event-parts.ts';
import type { DesignEvent, EventOf } from '../../core/vocabulary/events.ts';
import { shortenId } from '../../core/vocabulary/figures.ts';
import { findParticipant } from '../../core/vocabulary/participants.ts';
import { isWrittenExample } from '../../core/vocabulary/rehearsal.ts';
import { findReplacementOrigin } from '../../core/workflow/sessions/replacement.ts';
import { drawHistory } from '../../presentation/history/history.ts';
import { drawStartedFrom } from '../../presentation/judged/earlier.ts';
import { drawAskedQuestion } from '../../presentation/talk/questions.ts';
import { viewOf } from '../../presentation/view/view.ts';
import { drawWaiting } from '../../presentation/words/waiting.ts';
import { lineTextsOf } from './markdown.ts';
import { TERMINAL_TEXTS } from './texts.ts';

/**
 * One event, for logs and screen readers. Nothing for events that matter only to operators.
 * `design`: after the event.
 */
export function changeLinesOf(event: DesignEvent, design: Design): string[] {
  const history = drawHistory(event, viewOf(design));
  const lines = history === null ? [] : lineTextsOf(history, event.at);
  switch (event.type) {
    case 'design_started': {
      const [topic = '', ...others] = lines;
      return [
        ...markLinesOf(design),
        `${topic} (${shortenId(event.designId)})`,
        ...others,
        ...originLinesOf(event),
      ];
    }
    case 'round_opened':
      // The round that matches answers has another deadline than the wait for people.
      return event.kind === 'matching'
        ? lines
        : [...lines, ...lineTextsOf(drawWaiting(viewOf(design)), event.at)];
    case 'answering_opened':
      return [
        ...lines,
        ...openQuestions(design).flatMap((each) => questionLinesOf(design, each, event.at)),
      ];
    default:
      return lines;
  }
}

function markLinesOf(design: Design): string[] {
  if (isWrittenExample(design)) return [TERMINAL_TEXTS.example];
  return design.rehearsal ? [viewOf(design).mark] : [];
}

function originLinesOf(event: EventOf<'design_started'>): string[] {
  return drawStartedFrom(event).flatMap((each) => lineTextsOf(each, event.at));
}

function questionLinesOf(design: Design, question: Question, at: number): string[] {
  const { title } = findParticipant(design, question.participant);
  return lineTextsOf(drawAskedQuestion(question, title), at);
}

const BEGINS: ReadonlySet<Step> = new Set([
  'spawning',
  'asking',
  'proposing',
  'mapping',
  'composing',
]);
/** Events that change what to expect, shown even in the short form. */
const GRAVE: ReadonlySet<DesignEvent['type']> = new Set([
  'design_started',
  'gate_opened',
  'gate_decided',
  'design_paused',
  'record_closed',
]);

/**
 * The short form, for output that no one watches: a line for each phase, and whatever changes the
 * course.
 */
export function phaseLinesOf(event: DesignEvent, design: Design): string[] {
  switch (event.type) {
    case 'status_changed':
      return BEGINS.has(event.step) ? changeLinesOf(event, design) : [];
    case 'answering_opened':
      // The questions themselves are in the files.
      return design.settings.answerMs === 0 ? [] : changeLinesOf(event, design).slice(0, 1);
    case 'session_lost': {
      const { sessions } = findParticipant(design, event.participant);
      const isForGood = !event.parks && findReplacementOrigin(event.cause, sessions) === null;
      return isForGood || isWrittenExample(design) ? changeLinesOf(event, design) : [];
    }
    // The example announces a replacement, so that it is shown.
    case 'session_started':
      return isWrittenExample(design) ? changeLinesOf(event, design) : [];
    default:
      return GRAVE.has(event.type) ? changeLinesOf(event, design) : [];
  }
}

/**
 * Events that a reader returns to: questions, answers, proposals, differences, crashes, people's
 * decisions.
 */
const LASTING: ReadonlySet<DesignEvent['type']> = new Set([
  'session_started',
  'session_lost',
  'participant_excused',
  'answering_opened',
  'reply_recorded',
  'answers_matched',
  'answering_closed',
  'proposal_sealed',
  'proposals_revealed',
  'divergences_mapped',
  'divergence_settled',
  'deliberation_stopped',
  'gate_decided',
]);

/**
 * Lines that stay above the live display, which shows only the present. `design`: after the event.
 */
export function lastingLinesOf(event: DesignEvent, design: Design): string[] {
  // The display shows the rest of the start.
  if (event.type === 'design_started')
    return [...(isWrittenExample(design) ? [TERMINAL_TEXTS.example] : []), ...originLinesOf(event)];
  return LASTING.has(event.type) ? changeLinesOf(event, design) : [];
}
