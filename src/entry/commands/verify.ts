import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import * as z from 'zod';
import { openBundleFolder } from '../../adapters/files/bundle-folder.ts';
import { bundledDesigns } from '../../adapters/files/bundles.ts';
import { oneLine } from '../../adapters/terminal/safe.ts';
import { MANIFEST_NAME } from '../../core/outcome/file-names.ts';
import { counted } from '../../core/vocabulary/figures.ts';
import { DesignId } from '../../core/vocabulary/ids.ts';
import { type Verification, verifyBundle } from '../../runtime/bundle/verify.ts';
import { type PublicKey, publicKeyIn } from '../../runtime/signing.ts';
import { cliContext } from '../cli/cli-context.ts';
import { fits, fitsSeveral } from '../cli/designs.ts';
import { EXIT } from '../cli/exit-codes.ts';
import { onRecord } from '../cli/known-heads.ts';
import { output } from '../cli/output.ts';
import { badUsage, parsed } from '../cli/typed.ts';

const several = (one: string, before: readonly string[] = []) => [...before, one];

export function configure(command: Command) {
  command
    .argument('<path>', "the design's folder, the manifest.json in it, or, of this data folder, its id")
    .option('--head <hash>', 'what its thread or terminal has said: at least 16 characters')
    .option(
      '--key <file>',
      "an operator's public key, which the head is signed by; may be repeated",
      several,
    );
}

const Head = z.string().regex(/^[0-9a-f]{16,64}$/);
const BAD_HEAD = '--head takes 16 to 64 of the digits 0 to 9 and a to f, as its thread or terminal has said.';

const HEADLINES = {
  verified: 'Nothing was changed.',
  'not verified': 'Not verified: not all of it could be checked.',
  changed: 'This is not what Charrette wrote.',
} as const;

const NOTHING_OF_IT = 'Nothing of the bundle was changed.';
const NOT_COMPARED = 'Whole in itself; not compared with its thread.';

interface Options {
  readonly head?: string;
  readonly key?: readonly string[];
}

/**
 * Says of each check how it came out (P8). Where the store of this data folder or its daemon knows the design, its head is compared
 * without being asked (P11); none is made for it.
 */
export async function run(path: string, options: Options): Promise<number> {
  const head = options.head === undefined ? null : parsed(Head, options.head, BAD_HEAD);
  const given = await Promise.all((options.key ?? []).map(keyIn));
  const folder = await folderOf(path);
  const designId = designIn(folder);
  const { keys, why } = await onRecord(null);
  let unasked = why;
  const asked = new Map<DesignId, ReturnType<typeof onRecord>>();
  const recordOf = async (id: DesignId) => {
    const record = asked.get(id) ?? onRecord(id);
    asked.set(id, record);
    unasked ??= (await record).why;
    return record;
  };
  const result = await verifyBundle(await openBundleFolder(folder), head, {
    designId,
    headsOf: async (id) => (await recordOf(id)).heads,
    laterOf: async (id) => (await recordOf(id)).later,
    keys: [...given, ...keys],
    isKeyWanted: given.length > 0,
  });
  const { verdict, topic, checks, hasDiagnostics, redacted } = result;
  if (topic !== null) output.write(`${oneLine(topic)}\n`);
  for (const { name, result: came, words } of checks) {
    output.write(`  ${came.padEnd(12)}  ${name.padEnd(9)}  ${oneLine(words)}\n`);
  }
  if (hasDiagnostics) output.write('failures/: not checked; it is no part of the bundle.\n');
  if (unasked !== null && !result.isCompared) output.write(`No store could be asked: ${oneLine(unasked)}\n`);
  output.write(`${headlineOf(result)}\n`);
  if (verdict === 'verified' && redacted > 0)
    output.write(
      `Redacted: ${counted(redacted, 'text')} of it ${redacted === 1 ? 'was' : 'were'} removed; only the hash is left.\n`,
    );
  return verdict === 'verified' ? EXIT.completed : EXIT.other;
}

function headlineOf({ verdict, isCompared, hasDiagnostics }: Verification): string {
  if (verdict !== 'verified') return HEADLINES[verdict];
  if (!isCompared) return NOT_COMPARED;
  return hasDiagnostics ? NOTHING_OF_IT : HEADLINES.verified;
}

async function keyIn(file: string): Promise<PublicKey> {
  try {
    return publicKeyIn(await readFile(file, 'utf8'), file);
  } catch (error) {
    throw badUsage(`--key ${file}: ${error instanceof Error ? error.message : 'it cannot be read'}`);
  }
}

/** A bundle in a design's own folder is that design's, whatever its manifest says. */
function designIn(folder: string): DesignId | undefined {
  const path = resolve(folder);
  return DesignId.safeParse(basename(basename(path) === MANIFEST_NAME ? dirname(path) : path)).data;
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
