import { listFates } from '../core/decision/fates.ts';
import { EVENTS_NAME, MANIFEST_NAME } from '../core/outcome/file-names.ts';
import { findDecisionInForce } from '../core/outcome/outcome.ts';
import { claimsOf } from '../core/proposals/labels.ts';
import type { Design } from '../core/vocabulary/design.ts';
import type { EventOf } from '../core/vocabulary/events.ts';
import { isOver } from '../core/vocabulary/status.ts';
import { canonicalJsonOf, escapeControls } from '../foundation/canonical-json.ts';
import { CHARRETTE_VERSION } from '../foundation/version.ts';
import type { StoredEvent } from '../ports/store.ts';
import { writeBrief } from '../presentation/decision/brief.ts';
import { writeDecision } from '../presentation/decision/decision-document.ts';
import { writeTranscript } from '../presentation/history/transcript.ts';
import { runPictureOf } from '../presentation/picture/run.ts';
import { writeRunSvg } from '../presentation/picture/svg.ts';
import { writeRecordMarkdown } from '../presentation/record/record.ts';
import { renderProposal } from '../presentation/talk/proposals.ts';
import { viewOf } from '../presentation/view/view.ts';
import { chainEvent, GENESIS_HASH } from './chain.ts';
import {
  BRIEF_NAME,
  BUNDLE_FORMAT,
  type BundleFile,
  DECISION_NAME,
  makeArtifact,
  makeManifest,
} from './manifest.ts';
import { TURNS_NAME } from './turns.ts';

const THIS_VERSION = { formatVersion: BUNDLE_FORMAT, charretteVersion: CHARRETTE_VERSION } as const;

interface Bundle {
  /** In listing order, the manifest last. */
  readonly files: readonly BundleFile[];
  /**
   * Event that names the texts with their hashes. It is the last line of `events.jsonl`, so the
   * chain covers them.
   */
  readonly written: EventOf<'files_written'>;
  /** Hash of `written`, the end of the chain. */
  readonly head: string;
}

export interface Sources {
  readonly design: Design;
  /** Events before the one that names the files. */
  readonly events: readonly StoredEvent[];
  /** Turn records as the text of `turns.jsonl`; empty for none. */
  readonly turns: string;
}

/**
 * Returns a design's bundle: a pure function of its sources and the moment `at` of the event that
 * will name the files. The same arguments always give the same bytes.
 */
export function bundleOf(sources: Sources, at: number): Bundle {
  const { design, events } = sources;
  const texts = makeTexts(sources);
  const written: Bundle['written'] = {
    type: 'files_written',
    at,
    ...THIS_VERSION,
    files: texts.map(makeArtifact),
  };
  const seq = events.length + 1;
  const head = chainEvent(events.at(-1)?.hash ?? GENESIS_HASH, seq, written);
  const all = [...events, { seq, event: written, hash: head }];
  return { files: [...texts, ...makeChainFiles(design, all)], written, head };
}

/** Makes a written bundle again from its events and the event that names its files. */
export function makeBundleAgain(
  { design, events, turns }: Sources,
  naming: StoredEvent,
): BundleFile[] {
  const isNamed =
    naming.event.type === 'files_written' &&
    naming.event.files.some(({ name }) => name === TURNS_NAME);
  return [
    ...makeTexts({ design, events, turns: isNamed ? turns : '' }),
    ...makeChainFiles(design, [...events, naming]),
  ];
}

function makeTexts({ design, events, turns }: Sources): BundleFile[] {
  const brief = writeBrief(design);
  const decision = findDecisionInForce(design);
  return [
    ...(decision === null ? [] : [{ name: DECISION_NAME, text: writeDecision(design, decision) }]),
    ...(brief === null ? [] : [{ name: BRIEF_NAME, text: brief }]),
    { name: 'record.md', text: writeRecordMarkdown(design) },
    {
      name: 'transcript.md',
      text: writeTranscript(
        design,
        events.map(({ event }) => event),
      ),
    },
    { name: 'run.svg', text: writeRunSvg(runPictureOf(viewOf(design))) },
    ...makeProposalFiles(design),
    ...makeClaimsFile(design),
    ...(turns === '' ? [] : [{ name: TURNS_NAME, text: turns }]),
  ];
}

/** Returns the files of the revealed proposals, and of all once the design is over. */
function makeProposalFiles(design: Design): BundleFile[] {
  return design.proposals
    .filter(({ revealed }) => revealed || isOver(design))
    .map((proposal) => ({
      name: `proposals/${proposal.participant}.md`,
      text: renderProposal(design, proposal),
    }));
}

/**
 * Returns event log and manifest. `design` is the state before the last event, which names the
 * other files.
 */
function makeChainFiles(
  design: Design,
  events: readonly StoredEvent[],
): readonly [BundleFile, BundleFile] {
  const last = events.at(-1);
  if (last?.event.type !== 'files_written')
    throw new Error('broken invariant: no event names the files');
  const chain = { name: EVENTS_NAME, text: makeEventsText(events) };
  const naming = { ...last, event: last.event };
  const text = makeManifest(design, naming, [...last.event.files, makeArtifact(chain)]);
  return [chain, { name: MANIFEST_NAME, text }];
}

/** Returns `events.jsonl`: canonical JSON, so the bytes do not depend on the store. */
function makeEventsText(events: readonly StoredEvent[]): string {
  return events
    .map(({ seq, event, hash }) => `${escapeControls(canonicalJsonOf({ event, hash, seq }))}\n`)
    .join('');
}

const CLAIMS_NAME = 'claims.json';

/**
 * Returns `claims.json`: every claim of the revealed proposals with its author, its checked
 * sources, and its fate in the decision. None before the reveal.
 */
function makeClaimsFile(design: Design): BundleFile[] {
  const fates = listFates(design);
  const claims = claimsOf(design).map(({ label: letter, ...claim }) => {
    const fate = fates.find((each) => each.claim.id === claim.id)?.fate ?? null;
    return { ...claim, letter, fate };
  });
  if (claims.length === 0) return [];
  const lines = claims.map((claim) => `  ${escapeControls(canonicalJsonOf(claim))}`);
  return [{ name: CLAIMS_NAME, text: `{"claims":[\n${lines.join(',\n')}\n]}\n` }];
}
