import type { Design } from '../core/vocabulary/design.ts';
import type { Step } from '../core/vocabulary/event-parts.ts';
import { hasTrait } from '../core/vocabulary/event-traits.ts';
import type { DesignEvent } from '../core/vocabulary/events.ts';
import { banner } from './banner.ts';
import {
  bold,
  line,
  lines,
  part,
  type Section,
  title,
  trusted,
  untrustedMarkdown,
  WHOLE,
} from './format/document.ts';
import { fileMarkdown } from './format/markdown.ts';
import { STEP_WORDS } from './phases.ts';
import { byLetter } from './proposal.ts';
import { proposalSection } from './proposals.ts';
import { eventsInOrder, tellEvent } from './record/tell-event.ts';

/** `transcript.md`. `events`: those `design` is made of. */
export function transcriptMarkdown(design: Design, events: readonly DesignEvent[]): string {
  return fileMarkdown(...transcriptPaper(design, events));
}

/** Everything said or gone wrong, in order and by name, as each event left the design. */
function transcriptPaper(design: Design, events: readonly DesignEvent[]): Section[] {
  const parts: Section[] = [];
  let step: Step | null = null;
  let heading: Section = [];
  for (const [event, known] of eventsInOrder(events)) {
    if (event.type === 'status_changed' && event.step !== step) {
      step = event.step;
      heading = [title(2, [trusted(STEP_WORDS[step].heading)])];
    }
    for (const each of [event, ...madeBefore(event)]) {
      const told = hasTrait(each, 'told') ? tellEvent(each, known) : null;
      if (told === null) continue;
      const time = bold(each === event ? elapsed(each.at - design.startedAt) : 'before');
      parts.push([...heading, lines(line`${time} ${told.line}`), ...told.detail]);
      heading = [];
    }
  }
  return [
    banner(design),
    [title(1, line`Transcript: ${untrustedMarkdown(design.topic, WHOLE)}`)],
    [lines(line`Times are minutes and seconds since the start.`)],
    ...parts,
    part(2, 'Sealed and never shown to the others', ...neverShown(design)),
  ];
}

function madeBefore(event: DesignEvent): readonly DesignEvent[] {
  return event.type === 'design_started' ? (event.carried?.made ?? []) : [];
}

/** Minutes and seconds since the start: `04:17`. */
function elapsed(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  const parts = [Math.floor(seconds / 60), seconds % 60];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}

function neverShown(design: Design): Section[] {
  return byLetter(design)
    .filter(({ revealed }) => !revealed)
    .map((sealed) => proposalSection(design, sealed));
}
