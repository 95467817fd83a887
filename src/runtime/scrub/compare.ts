import { isDeepStrictEqual } from 'node:util';
import { addendumNames } from '../../core/outcome/file-names.ts';
import { spentUsd } from '../../core/policy/reserve.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import { addendumDiffering } from '../bundle/addendum-here.ts';
import { sha256 } from '../bundle/manifest.ts';
import { readBundleFile } from '../bundle/remade.ts';
import { summaryOf } from '../engine/commit.ts';
import { allEvents } from '../engine/loading.ts';
import type { Bundles } from '../ports/bundles.ts';
import type { Integrity } from '../ports/integrity.ts';
import type { SharedStore } from '../ports/store.ts';

/** The files of designs on this machine, and the events that they are made of. */
export interface FilesHere {
  readonly store: SharedStore;
  readonly bundles: Bundles;
}

/** USD by which two sums of the same amounts may differ. */
const ROUNDING_USD = 1e-9;

/**
 * Compares a design's row for lists with its events, writes it anew where they differ, and returns the fields that did; `row` where
 * nothing of it could be read. A design that has gone on meanwhile has a new row.
 */
export async function changedLine(integrity: Integrity, design: Design): Promise<string[]> {
  const projection = { summary: summaryOf(design), spentUsd: spentUsd(design) };
  const stored = await integrity.projection(design.id);
  if (stored !== null && stored.summary.version !== design.version) return [];
  const fields = stored === null ? ['row'] : differing(projection, stored);
  return fields.length > 0 && (await integrity.mend(projection)) ? fields : [];
}

/**
 * The same of the files of what people have done since the end (J14). No event names these: its texts are those of the events up to
 * the end that its manifest names, for they may have gone on since, and the rest is as that manifest says.
 */
async function changedAddendum({ store, bundles }: FilesHere, design: Design): Promise<string[]> {
  const { id } = design;
  const here = new Map<string, Uint8Array>();
  for (const name of addendumNames(design)) {
    const bytes = await bundles.read(id, name);
    if (bytes !== null) here.set(name, bytes);
  }
  return here.size === 0 ? [] : addendumDiffering(await allEvents(store, id), here);
}

function differing(
  recorded: NonNullable<Awaited<ReturnType<Integrity['projection']>>>,
  stored: typeof recorded,
): string[] {
  const { setAside: _, ...row } = stored.summary;
  const isSpent = Math.abs(recorded.spentUsd - stored.spentUsd) <= ROUNDING_USD;
  return [
    ...Object.entries(recorded.summary).flatMap(([name, value]) =>
      isDeepStrictEqual(value, Reflect.get(row, name)) ? [] : [name],
    ),
    ...(isSpent ? [] : ['spentUsd']),
  ];
}

/**
 * Returns the names of files on this machine that are not those that the design's events name (P3); one from which words were
 * removed on purpose (P12) is drawn again from what is left.
 */
export async function changedFiles(parts: FilesHere, design: Design): Promise<string[]> {
  const { id, files } = design;
  const changed: string[] = await changedAddendum(parts, design);
  for (const { name, sha256: recorded } of files) {
    const here = await parts.bundles.read(id, name);
    // Another machine may have written it, and it is made again where it is asked for.
    if (here === null || sha256(here) === recorded) continue;
    const right = await readBundleFile(parts, id, name);
    if (right === null || !Buffer.from(right).equals(here)) changed.push(name);
  }
  return changed;
}
