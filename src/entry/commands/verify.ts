import type { Command } from 'commander';
import * as z from 'zod';
import { openBundleFolder } from '../../adapters/files/bundle-folder.ts';
import { oneLine } from '../../adapters/terminal/safe.ts';
import { verifyBundle } from '../../runtime/bundle/verify.ts';
import { EXIT } from '../cli/exit-codes.ts';
import { standardOutput } from '../cli/output.ts';
import { parsed } from '../cli/typed.ts';

export function configure(command: Command) {
  command
    .argument('<path>', "the design's folder, or the manifest.json in it")
    .option('--head <hash>', 'what the record in the thread begins with: at least 16 characters');
}

const Head = z.string().regex(/^[0-9a-f]{16,64}$/);
const BAD_HEAD =
  '--head takes 16 to 64 of the digits 0 to 9 and a to f, as they stand after “record” in the thread.';

const HEADLINES = {
  verified: 'Nothing was changed.',
  'not verified': 'Not verified: not all of it could be checked.',
  changed: 'This is not what Charrette wrote.',
} as const;

const NOTHING_OF_IT = 'Nothing of the bundle was changed.';

/** Says of each check how it came out (P8). Offline; needs no configuration. */
export async function run(path: string, options: { readonly head?: string }): Promise<number> {
  const head = options.head === undefined ? null : parsed(Head, options.head, BAD_HEAD);
  const output = standardOutput();
  const { verdict, topic, checks, hasDiagnostics } = await verifyBundle(await openBundleFolder(path), head);
  if (topic !== null) output.write(`${oneLine(topic)}\n`);
  for (const { name, result, words } of checks) {
    output.write(`  ${result.padEnd(12)}  ${name.padEnd(8)}  ${oneLine(words)}\n`);
  }
  if (hasDiagnostics) output.write('failures/: not checked; it is no part of the bundle.\n');
  output.write(`${verdict === 'verified' && hasDiagnostics ? NOTHING_OF_IT : HEADLINES[verdict]}\n`);
  return verdict === 'verified' ? EXIT.completed : EXIT.other;
}
