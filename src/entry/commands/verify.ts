import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import * as z from 'zod';
import { openBundleFolder } from '../../adapters/files/bundle-folder.ts';
import { bundledDesigns } from '../../adapters/files/bundles.ts';
import { oneLine } from '../../adapters/terminal/safe.ts';
import { verifyBundle } from '../../runtime/bundle/verify.ts';
import { cliContext } from '../cli/cli-context.ts';
import { fits, fitsSeveral } from '../cli/designs.ts';
import { EXIT } from '../cli/exit-codes.ts';
import { output } from '../cli/output.ts';
import { badUsage, parsed } from '../cli/typed.ts';

export function configure(command: Command) {
  command
    .argument('<path>', "the design's folder, the manifest.json in it, or, of this data folder, its id")
    .option('--head <hash>', 'what its thread or terminal has said: at least 16 characters');
}

const Head = z.string().regex(/^[0-9a-f]{16,64}$/);
const BAD_HEAD = '--head takes 16 to 64 of the digits 0 to 9 and a to f, as its thread or terminal has said.';

const HEADLINES = {
  verified: 'Nothing was changed.',
  'not verified': 'Not verified: not all of it could be checked.',
  changed: 'This is not what Charrette wrote.',
} as const;

const NOTHING_OF_IT = 'Nothing of the bundle was changed.';

/** Says of each check how it came out (P8). Offline; a folder needs no configuration. */
export async function run(path: string, options: { readonly head?: string }): Promise<number> {
  const head = options.head === undefined ? null : parsed(Head, options.head, BAD_HEAD);
  const { verdict, topic, checks, hasDiagnostics } = await verifyBundle(
    await openBundleFolder(await folderOf(path)),
    head,
  );
  if (topic !== null) output.write(`${oneLine(topic)}\n`);
  for (const { name, result, words } of checks) {
    output.write(`  ${result.padEnd(12)}  ${name.padEnd(8)}  ${oneLine(words)}\n`);
  }
  if (hasDiagnostics) output.write('failures/: not checked; it is no part of the bundle.\n');
  output.write(`${verdict === 'verified' && hasDiagnostics ? NOTHING_OF_IT : HEADLINES[verdict]}\n`);
  return verdict === 'verified' ? EXIT.completed : EXIT.other;
}

/**
 * Returns the folder to verify. A word that is no path may be the id of a design, or a part of it, with its files in this data
 * folder.
 */
async function folderOf(given: string): Promise<string> {
  if (existsSync(given) || /[^\w-]/.test(given)) return given;
  const { dataDir } = cliContext().configuration;
  const found = (await bundledDesigns(dataDir)).filter((id) => fits(id, given));
  const [first, second] = found;
  if (second !== undefined) throw fitsSeveral(given, found);
  if (first !== undefined) return join(dataDir, 'designs', first);
  throw badUsage(
    `"${given.slice(0, 60)}" is no folder here, and no design of this id has files in ${dataDir}. They are written when it ends, by the daemon that ends it; over HTTP any daemon has them.`,
  );
}
