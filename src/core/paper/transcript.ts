import type { Design } from '../design.ts';
import type { DesignEvent, Step } from '../events.ts';
import { inline } from './markdown.ts';
import { bannerMarkdown, elapsed, page, section } from './pieces.ts';
import { deliberationEntry } from './transcript-deliberation.ts';
import { proposalEntry, wholeProposal } from './transcript-proposals.ts';
import { replyEntry } from './transcript-replies.ts';
import { sessionEntry } from './transcript-sessions.ts';

const STEP_HEADINGS: Record<Step, string> = {
  spawning: 'Reading in',
  asking: 'Questions',
  answering: 'Answers',
  proposing: 'Proposals',
  mapping: 'Where they differ',
  arguing: 'Arguing',
  composing: 'Composite',
  signing: 'Signatures',
  auditing: 'Audit',
  briefing: 'Brief',
  deciding: "A person's decision",
  writing: 'Writing',
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
      parts.push(`## ${STEP_HEADINGS[step]}`);
    }
    const entry = entryFor(design, event, events);
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

function entryFor(design: Design, event: DesignEvent, events: readonly DesignEvent[]): string {
  return (
    sessionEntry(design, event) ??
    replyEntry(design, event, events) ??
    proposalEntry(design, event) ??
    deliberationEntry(design, event) ??
    ''
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
