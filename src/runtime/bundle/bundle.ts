import type { Design } from '../../core/design.ts';
import { adrMarkdown } from '../../core/paper/adr.ts';
import { briefMarkdown } from '../../core/paper/brief.ts';
import { transcriptMarkdown } from '../../core/paper/transcript.ts';
import { participant } from '../../core/participants.ts';
import { labelOf } from '../../core/proposal/labels.ts';
import { renderProposal } from '../../core/proposal/render.ts';
import { canonicalJson } from '../chain.ts';
import type { StoredEvent } from '../ports/store.ts';
import { CHARRETTE_VERSION } from '../version.ts';
import { type BundleFile, EVENTS_NAME, MANIFEST_NAME, manifestText } from './manifest.ts';

/**
 * Every file of a design's bundle, the manifest last. A function of the design and the events that it is made of,
 * and of nothing else: the same events always give the same bytes.
 */
export function bundleFiles(design: Design, events: readonly StoredEvent[]): BundleFile[] {
  const adr = adrMarkdown(design);
  const files = [
    { name: 'brief.md', text: briefMarkdown(design) },
    ...(adr === null ? [] : [{ name: 'adr.md', text: adr }]),
    {
      name: 'transcript.md',
      text: transcriptMarkdown(
        design,
        events.map(({ event }) => event),
      ),
    },
    ...proposalFiles(design),
    { name: EVENTS_NAME, text: eventsText(events) },
  ];
  return [...files, { name: MANIFEST_NAME, text: manifestText(design, events, files, CHARRETTE_VERSION) }];
}

/** One event per line as canonical JSON, in the shape in which it was recorded, so that the bytes do not depend on where the events were stored. */
function eventsText(events: readonly StoredEvent[]): string {
  return events
    .map(({ seq, event, recorded = event, hash }) => `${canonicalJson({ event: recorded, hash, seq })}\n`)
    .join('');
}

/** Before the reveal a proposal is nobody's to read (J1), unless the design is over. */
function proposalFiles(design: Design): BundleFile[] {
  const isOver = design.end !== null || design.settled !== null;
  return design.proposals
    .filter(({ revealed }) => revealed || isOver)
    .map(({ participant: id, proposal }) => ({
      name: `proposals/${id}.md`,
      text: renderProposal({
        title: participant(design, id).title,
        label: labelOf(design, id),
        topic: design.topic,
        proposal,
        rehearsal: design.rehearsal,
      }),
    }));
}
