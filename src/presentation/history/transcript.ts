import type { Design } from '../../core/vocabulary/design.ts';
import type { Step } from '../../core/vocabulary/event-parts.ts';
import type { DesignEvent } from '../../core/vocabulary/events.ts';
import { formatDay } from '../../core/vocabulary/figures.ts';
import {
  bold,
  codeBlock,
  line,
  lines,
  list,
  part,
  reference,
  type Section,
  title,
  trust,
  untrustedMarkdown,
} from '../format/document.ts';
import { writeMarkdownFile } from '../format/markdown.ts';
import { drawBanner } from '../judged/caveats.ts';
import { drawFollowedUp } from '../judged/earlier.ts';
import { drawTitle, titleWordsOf } from '../judged/people.ts';
import type { DesignView } from '../schema/view.ts';
import { drawAskedQuestion } from '../talk/questions.ts';
import { viewOf } from '../view/view.ts';
import { STEP_WORDS } from '../words/phases.ts';
import { drawHistory, removeOverwritten } from './history.ts';

/**
 * `transcript.md`: a line for each event that people were told, by step. `events`: those `design`
 * is made of.
 */
export function writeTranscript(design: Design, events: readonly DesignEvent[]): string {
  const view = viewOf(design);
  return writeMarkdownFile(
    drawBanner(view),
    title(1, line`Transcript: ${untrustedMarkdown(design.topic)}`),
    drawFollowedUp(view),

    lines('Times are minutes and seconds since the start. All texts are in the record.'),

    linesByStep(view, events),
    part(
      2,
      'Sealed and never shown to the others',
      list(
        view.seals
          .filter(({ revealed }) => !revealed)
          .map(
            ({ persona }) =>
              line`${drawTitle(view, persona)}: ${reference(`proposals/${persona}.md`, 'in full')}`,
          ),
      ),
    ),
  );
}

function linesByStep(view: DesignView, events: readonly DesignEvent[]): Section[] {
  const parts: Section[] = [];
  let step: Step | null = null;
  let heading: Section = [];
  for (const event of removeOverwritten(events)) {
    if (event.type === 'status_changed') {
      if (event.step !== step) heading = [title(2, [trust(STEP_WORDS[event.step].heading)])];
      step = event.step;
      continue;
    }
    for (const each of [event, ...listMadeBefore(event)]) {
      const words = drawHistory(each, view);
      if (words === null) continue;
      const time = bold(each === event ? timeOf(view, each.at) : 'before');
      parts.push([
        ...heading,
        lines(line`${time} ${words}`),
        ...lateWords(each),
        ...askedAt(each, view),
      ]);
      heading = [];
    }
    if (event.type === 'design_ended') heading = [title(2, [trust('Afterwards')])];
  }
  return parts;
}

function askedAt({ type }: DesignEvent, view: DesignView): Section {
  if (type !== 'answering_opened') return [];
  return list(
    view.questions.map((question) =>
      drawAskedQuestion(question, titleWordsOf(view, question.persona)),
    ),
  );
}

/** Literally, because it was never parsed as a contribution, and stands nowhere else. */
function lateWords(event: DesignEvent): Section {
  if (event.type !== 'late_report_recorded' || event.turnId === undefined) return [];
  return [codeBlock(event.detail)];
}

function listMadeBefore(event: DesignEvent): readonly DesignEvent[] {
  return event.type === 'design_started' ? (event.carried?.made ?? []) : [];
}

/** Minutes and seconds since the start: `04:17`; the day of what comes after the end. */
function timeOf({ startedAt, endedAt }: DesignView, at: number): string {
  if (endedAt !== null && at > Date.parse(endedAt)) return formatDay(at);
  const seconds = Math.max(0, Math.floor((at - Date.parse(startedAt)) / 1_000));
  const parts = [Math.floor(seconds / 60), seconds % 60];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}
