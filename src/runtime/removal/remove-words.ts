import { ADDENDUM, MANIFEST_NAME } from '../../core/outcome/file-names.ts';
import type { Refusal } from '../../core/vocabulary/commands.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import { addendumOf } from '../bundle/addendum.ts';
import { bundleAgain, writtenBy } from '../bundle/bundle.ts';
import { removedTexts } from '../bundle/redacted.ts';
import { sourcesOf, writtenEvents } from '../bundle/sources.ts';
import { allEvents } from '../engine/loading.ts';
import type { Bundles } from '../ports/bundles.ts';
import type { Claim } from '../ports/fleet.ts';
import type { Sign } from '../ports/heads.ts';
import type { Removals } from '../ports/removals.ts';
import type { SharedStore, StoredEvent } from '../ports/store.ts';
import { planRemoval, type Removal, type RemovalRequest } from './plan.ts';
import { withoutQuotingLines } from './texts.ts';

export interface RemovalParts {
  readonly store: Pick<SharedStore, 'events'>;
  readonly removals: Pick<Removals, 'texts' | 'replace'>;
  readonly bundles: Pick<Bundles, 'read' | 'write' | 'writeAddendum' | 'changeFailures'>;
  /** Signs the head again as the manifest is written anew. Absent: there is no key. */
  readonly sign?: Sign;
}

/** Plans the removal of a reply's words, and changes nothing. */
export async function previewRemoval(
  { store, removals }: Pick<RemovalParts, 'removals'> & { readonly store: SharedStore },
  designId: DesignId,
  request: RemovalRequest,
): Promise<Removal | Refusal> {
  const [events, texts] = [await allEvents(store, designId), await removals.texts(designId)];
  return planRemoval({ events, texts }, request);
}

/**
 * Removes a reply's words, and what quotes them, from the diagnostics, the store and the files of a design, in this order: each
 * step can be done again, and after a crash the next owner does (P12). The caller owns the design, and lets nothing append to
 * it meanwhile.
 */
export async function removeWords(
  parts: RemovalParts & { readonly store: SharedStore },
  { designId, epoch }: Claim,
  request: RemovalRequest,
): Promise<Removal | Refusal> {
  const removal = await previewRemoval(parts, designId, request);
  if ('code' in removal) return removal;
  const { quoting, replacing } = removal;
  await parts.bundles.changeFailures(designId, (text) => withoutQuotingLines(text, quoting));
  if (replacing.events.length + replacing.texts.length > 0)
    await parts.removals.replace(designId, epoch, replacing);
  await drawFilesAgain(parts, designId);
  return removal;
}

/** Writes the files of a design again where words of it were removed and its files are on this machine (P12). */
export async function drawFilesAgain(
  {
    store,
    bundles,
    sign = () => null,
  }: Pick<RemovalParts, 'bundles' | 'sign'> & { readonly store: SharedStore },
  designId: DesignId,
): Promise<void> {
  const all = await allEvents(store, designId);
  await drawAddendumAgain(bundles, designId, { all, sign });
  const written = writtenEvents(all);
  if (written === null || removedTexts([...written.before, written.naming]) === 0) return;
  if ((await bundles.read(designId, MANIFEST_NAME)) === null) return;
  const sources = await sourcesOf(store, designId, written.before);
  if (sources === null) return;
  await bundles.write(designId, bundleAgain(sources, written.naming, writtenBy(written.naming.hash, sign)));
}

/** The addendum repeats what the bundle says, so words that are removed of either are removed there. */
async function drawAddendumAgain(
  bundles: RemovalParts['bundles'],
  designId: DesignId,
  { all, sign }: { readonly all: readonly StoredEvent[]; readonly sign: Sign },
): Promise<void> {
  if (removedTexts(all) === 0 || (await bundles.read(designId, ADDENDUM.manifest)) === null) return;
  const files = addendumOf(all, sign);
  if (files.length > 0) await bundles.writeAddendum(designId, files);
}
