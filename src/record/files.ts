/** A design's files, made from its events and nothing else (P1). */

import type { Design } from '#design/state.ts';
import { canonicalJson } from '#support/hash.ts';
import { renderDecisionFile } from '#words/decision-file.ts';
import { renderRecordFile } from '#words/record-file.ts';
import type { ChainedEvent } from './chain.ts';
import { MANIFEST, manifestOf, type RecordFile } from './manifest.ts';

/**
 * `events`: all of the design's, at least one. `failures`: diagnostics that stand there already, as
 * `failures/<name>`. The manifest comes last.
 */
export function filesOf(
  design: Design,
  events: readonly ChainedEvent[],
  storeId: string,
  failures: readonly RecordFile[] = [],
): RecordFile[] {
  const head = events.at(-1);
  if (head === undefined) throw new Error('a design without events has no files');
  const decision = renderDecisionFile(design);
  const files: RecordFile[] = [
    ...(decision === null ? [] : [{ name: 'decision.md', text: decision }]),
    { name: 'record.md', text: renderRecordFile(design) },
    { name: 'events.jsonl', text: events.map((event) => `${canonicalJson(event)}\n`).join('') },
    ...failures,
  ];
  const manifest = manifestOf(design, head, storeId, files);
  return [...files, { name: MANIFEST, text: `${JSON.stringify(manifest, null, 2)}\n` }];
}
