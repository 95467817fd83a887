import type { Design } from '../design.ts';
import type { DesignEvent, EventOf, Step } from '../events.ts';
import { STEP_WORDS } from '../words.ts';
import { inline } from './markdown.ts';
import { bannerMarkdown, elapsed, page, section } from './pieces.ts';
import { DELIBERATION_ENTRIES } from './transcript-deliberation.ts';
import { END_ENTRIES } from './transcript-end.ts';
import { PROPOSAL_ENTRIES, wholeProposal } from './transcript-proposals.ts';
import { SESSION_ENTRIES } from './transcript-sessions.ts';

type Entry<Event> = (design: Design, event: Event, events: readonly DesignEvent[]) => string;
/** What the transcript says of each kind of event; empty for events that only `events.jsonl` shows. */
export type Entries = { readonly [Type in DesignEvent['type']]: Entry<EventOf<Type>> };

const untold = () => '';
const ENTRIES: Entries = {
  ...SESSION_ENTRIES,
  ...PROPOSAL_ENTRIES,
  ...DELIBERATION_ENTRIES,
  ...END_ENTRIES,
  thread_opened: untold,
  status_changed: untold,
  session_ready: untold,
  session_parked: untold,
  round_closed: untold,
  turn_started: untold,
  model_answered: untold,
  tool_invoked: untold,
  confidence_given: untold,
  files_written: untold,
  record_closed: untold,
};

/**
 * `transcript.md`: everything that was said or went wrong, in order and with names. `events` are those that `design`
 * is made of.
 */
export function transcriptMarkdown(design: Design, events: readonly DesignEvent[]): string {
  const parts: string[] = [];
  let step: Step | null = null;
  for (const event of events) {
    if (event.type === 'status_changed' && event.step !== step) {
      step = event.step;
      parts.push(`## ${STEP_WORDS[step].heading}`);
    }
    const entry = (ENTRIES[event.type] as Entry<DesignEvent>)(design, event, events);
    if (entry !== '') parts.push(`**${elapsed(event.at - design.startedAt)}** ${entry}`);
  }
  return page(
    bannerMarkdown(design),
    `# Transcript: ${inline(design.topic)}`,
    'Times are minutes and seconds since the start.',
    ...withoutEmptySections(parts),
    section('## Sealed and never shown to the others', ...neverShown(design)),
  );
}

function withoutEmptySections(parts: readonly string[]): string[] {
  return parts.filter(
    (part, index) => !(part.startsWith('## ') && (parts[index + 1] ?? '## ').startsWith('## ')),
  );
}

function neverShown(design: Design): string[] {
  return design.proposals.filter(({ revealed }) => !revealed).map((sealed) => wholeProposal(design, sealed));
}
