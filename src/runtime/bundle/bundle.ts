import { EVENTS_NAME, MANIFEST_NAME } from '../../core/outcome/file-names.ts';
import { decisionInForce } from '../../core/outcome/outcome.ts';
import { adrMarkdown } from '../../core/telling/paper/adr.ts';
import { briefMarkdown } from '../../core/telling/paper/brief.ts';
import { decisionMarkdown } from '../../core/telling/paper/decision.ts';
import { renderProposal } from '../../core/telling/paper/proposal.ts';
import { recordMarkdown } from '../../core/telling/paper/record.ts';
import { transcriptMarkdown } from '../../core/telling/paper/transcript.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { EventOf } from '../../core/vocabulary/events.ts';
import { isOver } from '../../core/vocabulary/status.ts';
import { canonicalJson, chained, GENESIS_HASH } from '../chain.ts';
import type { StoredEvent } from '../ports/store.ts';
import { CHARRETTE_VERSION } from '../version.ts';
import { type BundleFile, DECISION_NAME, listed, manifestText } from './manifest.ts';

interface Bundle {
  /** Files in the order in which they are listed, the manifest last. */
  readonly files: readonly BundleFile[];
  /** The event that names the texts by their hashes. It is the last line of `events.jsonl`, so they hang on its chain. */
  readonly written: EventOf<'files_written'>;
  /** Its hash, with which the chain ends. */
  readonly head: string;
}

/**
 * Returns a design's bundle: a pure function of the design, its events and the moment `at` of the event that will name the
 * files. The same arguments always give the same bytes.
 */
export function bundleOf(design: Design, events: readonly StoredEvent[], at: number): Bundle {
  const texts = textsOf(design, events);
  const written: Bundle['written'] = { type: 'files_written', at, files: texts.map(listed) };
  const seq = events.length + 1;
  const head = chained(events.at(-1)?.hash ?? GENESIS_HASH, seq, written);
  const all = [...events, { seq, event: written, hash: head }];
  return { files: [...texts, ...chainFiles(design, all, CHARRETTE_VERSION)], written, head };
}

/** Returns the files that people read. */
export function textsOf(design: Design, events: readonly StoredEvent[]): BundleFile[] {
  const adr = adrMarkdown(design);
  const brief = briefMarkdown(design);
  const decided = decisionInForce(design);
  return [
    ...(decided === null ? [] : [{ name: DECISION_NAME, text: decisionMarkdown(design, decided) }]),
    ...(brief === null ? [] : [{ name: 'brief.md', text: brief }]),
    ...(adr === null ? [] : [{ name: 'adr.md', text: adr }]),
    { name: 'record.md', text: recordMarkdown(design) },
    {
      name: 'transcript.md',
      text: transcriptMarkdown(
        design,
        events.map(({ event }) => event),
      ),
    },
    ...proposalFiles(design),
  ];
}

/** Returns the proposals' files. Before the reveal a proposal is nobody's to read (J1), unless the design is over. */
function proposalFiles(design: Design): BundleFile[] {
  return design.proposals
    .filter(({ revealed }) => revealed || isOver(design))
    .map((sealed) => ({
      name: `proposals/${sealed.participant}.md`,
      text: renderProposal(design, sealed),
    }));
}

/** Returns `events.jsonl` and the manifest, for the design before the last event, which names the other files. */
export function chainFiles(
  design: Design,
  events: readonly StoredEvent[],
  charretteVersion: string,
): readonly [BundleFile, BundleFile] {
  const last = events.at(-1);
  if (last?.event.type !== 'files_written') throw new Error('broken invariant: no event names the files');
  const chain = { name: EVENTS_NAME, text: eventsText(events) };
  const text = manifestText(design, last, [...last.event.files, listed(chain)], charretteVersion);
  return [chain, { name: MANIFEST_NAME, text }];
}

/** Returns `events.jsonl`: canonical JSON of events as recorded, so the bytes do not depend on the store. */
function eventsText(events: readonly StoredEvent[]): string {
  return events
    .map(({ seq, event, recorded = event, hash }) => `${canonicalJson({ event: recorded, hash, seq })}\n`)
    .join('');
}
