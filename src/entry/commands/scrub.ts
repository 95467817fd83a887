import type { Command } from 'commander';
import { createBundles } from '../../adapters/files/bundles.ts';
import { systemClock } from '../../adapters/system/clock.ts';
import { counted, shortId } from '../../core/vocabulary/figures.ts';
import {
  type Scrubbed,
  type ScrubFinding,
  type ScrubParts,
  scrub,
  scrubDesign,
} from '../../runtime/scrub/scrub.ts';
import { keysOf } from '../../runtime/signing.ts';
import { type CliContext, cliContext } from '../cli/cli-context.ts';
import { fits, fitsSeveral } from '../cli/designs.ts';
import { EXIT } from '../cli/exit-codes.ts';
import { output } from '../cli/output.ts';
import { badUsage } from '../cli/typed.ts';
import { JSON_AS_API } from '../cli/verb.ts';
import { missingStore, openStore, unlessInUse } from '../open-store.ts';
import { readSigningKey } from '../signing-key.ts';

const IN_USE =
  'The data folder is in use by a running Charrette. The daemon checks it by itself, when it starts and every day at 02:41 UTC; to do it now, stop it first.';
const FINDINGS: Record<ScrubFinding['what'], (detail: string) => string> = {
  broken: (reason) => `is set aside: ${reason}`,
  whole_again: () => 'holds again, and is no longer set aside',
  row_mended: (fields) => `had a row for lists that was changed (${fields}); it is mended`,
  file_changed: (name) => `has a file that was changed: ${name}`,
  head_changed: (why) => `is where the log of heads does not hold: ${why}`,
};
const PAGE = 500;

export function configure(command: Command) {
  command
    .argument('[id]', 'one design, by its id or six characters from either end of it')
    .option('--json', JSON_AS_API);
}

/** Checks what is stored, or one design of it, here and now (P11). Returns 1 where something is broken or changed. */
export async function run(given: string | undefined, { json }: { readonly json?: boolean }) {
  const context = cliContext();
  const missing = await missingStore(context.configuration);
  if (missing !== null) throw badUsage(`There is nothing to check. ${missing}`);
  const { designs, findings } = await scrubbed(context, given);
  if (json) output.json({ designs, findings });
  else {
    for (const { designId, what, detail } of findings)
      output.write(`${shortId(designId)}  ${FINDINGS[what](detail)}\n`);
    const broken = findings.filter(({ what }) => what !== 'whole_again').length;
    output.write(
      `${counted(designs, 'design')} checked: ${broken === 0 ? 'as recorded' : counted(broken, 'finding')}.\n`,
    );
  }
  return findings.every(({ what }) => what === 'whole_again') ? EXIT.completed : EXIT.other;
}

async function scrubbed({ configuration, log }: CliContext, given: string | undefined): Promise<Scrubbed> {
  const { store, integrity, heads } = await unlessInUse(IN_USE, () =>
    openStore(configuration, log, { mayMigrate: false }),
  );
  const parts: ScrubParts = {
    store,
    integrity,
    heads,
    keys: keysOf(await readSigningKey(configuration)),
    bundles: createBundles({ dataDir: configuration.dataDir, log }),
    clock: systemClock,
    log,
    setAside: async (designId, { reason }) => {
      if (await integrity.setAside(designId, reason)) log.error('chain_broken', { designId, reason });
    },
  };
  try {
    if (given === undefined) return await scrub(parts, new AbortController().signal);
    return { designs: 1, findings: await scrubDesign(parts, await named(parts, given)) };
  } finally {
    await store.close();
  }
}

/** Finds a design by a part of its id, without reading any of its events. Throws `Fault('bad_usage')`. */
async function named({ integrity }: ScrubParts, given: string) {
  const found: Awaited<ReturnType<typeof integrity.designs>> = [];
  for (let after = ''; ; ) {
    const page = await integrity.designs(after, PAGE);
    found.push(...page.filter(({ id }) => fits(id, given)));
    after = page.at(-1)?.id ?? '';
    if (page.length < PAGE) break;
  }
  const [first, ...others] = found;
  if (first === undefined) throw badUsage(`There is no design "${given.slice(0, 60)}".`);
  if (others.length > 0)
    throw fitsSeveral(
      given,
      found.map(({ id }) => id),
    );
  return first;
}
