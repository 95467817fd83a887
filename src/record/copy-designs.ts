import { join } from 'node:path';
import { writeDurably } from '../foundation/durable.ts';
import { DIAGNOSTICS_NAME } from '../ports/failures.ts';
import type { DesignSummary, SharedStore } from '../ports/store.ts';
import type { Bundles } from './bundles.ts';
import { scanDesigns } from './listed-designs.ts';
import { dropBroken } from './loading.ts';
import { readWrittenFiles } from './remade.ts';

interface FileParts {
  readonly store: SharedStore;
  readonly bundles: Bundles;
}

/**
 * Copies the files of every design of a store, all on disk once this resolves, and returns the
 * number of designs. They are as the store's events name them: a file that was written or removed
 * since is made again. Diagnostics, and the files of a design whose events do not hold, are copied
 * as they are. Links are not followed. Throws `Fault`.
 */
export async function copyDesigns(parts: FileParts, to: Bundles): Promise<number> {
  let designs = 0;
  for await (const summary of scanDesigns(parts.store, {})) {
    await copyDesign(parts, summary, to);
    designs += 1;
  }
  return designs;
}

async function copyDesign(
  { store, bundles }: FileParts,
  { id, setAside }: DesignSummary,
  to: Bundles,
): Promise<void> {
  const here = await bundles.names(id);
  const local = {
    ...bundles,
    read: async (...[designId, name]: Parameters<Bundles['read']>) =>
      here.includes(name) ? bundles.read(designId, name) : null,
  };
  const written =
    setAside === undefined
      ? await dropBroken(readWrittenFiles({ store, bundles: local }, id))
      : null;
  const files = [...(written ?? [])];
  for (const name of here) {
    const isAsItIs = DIAGNOSTICS_NAME.test(name) || written === null;
    const content = isAsItIs ? await local.read(id, name) : null;
    if (content !== null) files.push({ name, content });
  }
  await Promise.all(
    files.map(({ name, content }) => writeDurably(join(to.folder(id), name), content)),
  );
}
