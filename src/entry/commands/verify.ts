import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import * as z from 'zod';
import { explainSeveral } from '../../acts/find-design.ts';
import { MANIFEST_NAME } from '../../core/outcome/file-names.ts';
import { countOf } from '../../core/vocabulary/figures.ts';
import { DesignId, isIdPart } from '../../core/vocabulary/ids.ts';
import { cutText } from '../../foundation/cut-text.ts';
import { No } from '../../foundation/no.ts';
import { findHead } from '../../presentation/decision/published-record.ts';
import { openBundleFolder } from '../../record/bundle-folder.ts';
import { listBundledDesigns } from '../../record/bundles.ts';
import { type Verification, verifyBundle } from '../../record/verify.ts';
import { cleanLine } from '../../surfaces/terminal/safe.ts';
import { createCliContext } from '../cli/cli-context.ts';
import { EXIT } from '../cli/exit-codes.ts';
import { output } from '../cli/output.ts';
import { readStoredChain } from '../cli/stored-chain.ts';
import { readRecord } from '../cli/text-file.ts';
import { makeUsageFault, parse } from '../cli/typed.ts';

export function configure(command: Command) {
  command
    .argument(
      '<path>',
      "the design's folder, the manifest.json in it, or the id of a design in this data folder",
    )
    .option(
      '--head <hash or record>',
      'the head that its thread or page shows, at least 16 characters; or the file of its published record',
    );
}

const Head = z.string().regex(/^[0-9a-f]{16,64}$/);
const BAD_HEAD =
  '--head expects 16 to 64 digits from 0 to 9 and a to f, as in its thread and on its page, or the file of a published record that has them.';

const HEADLINES = {
  verified: 'Nothing was changed.',
  'not verified': 'Not verified: not all of it could be checked.',
  changed: 'This is not what Charrette wrote.',
} as const;

const NOTHING_OF_IT = 'Nothing in the bundle was changed.';
const NOT_COMPARED = 'Consistent in itself; not compared with its thread.';

/** What a bundle can be compared with, by the check that compares it. */
const COMPARABLE = {
  store: 'the store',
  head: 'a head from its thread or its published record (--head)',
} as const;

interface Options {
  readonly head?: string;
}

/**
 * Prints the result of each check. If this data folder's store or its daemon knows the design, the
 * head is compared with it as well. Creates no store.
 */
export async function run(path: string, options: Options): Promise<number> {
  const head = options.head === undefined ? null : await headOf(options.head);
  const folder = await folderOf(path);
  let whyUnasked: string | null = null;
  const result = await verifyBundle(await openBundleFolder(folder), {
    designId: designIn(folder),
    head,
    chainOf: async (id) => {
      const chain = await readStoredChain(id);
      if (!(chain instanceof No)) return chain;
      const { kind, words } = chain.why;
      if (kind === 'broken') return new No(words);
      whyUnasked = words;
      return null;
    },
  });
  const { verdict } = result;
  output.write(`${wordsOf(result, whyUnasked).join('\n')}\n`);
  return verdict === 'verified' ? EXIT.completed : EXIT.other;
}

/** `whyUnasked`: the reason why no store could be asked. */
function wordsOf(result: Verification, whyUnasked: string | null): string[] {
  const { verdict, topic, checks, hasDiagnostics } = result;
  const without = Object.entries(COMPARABLE).filter(([check]) =>
    checks.every(({ name }) => name !== check),
  );
  return [
    ...(topic === null ? [] : [cleanLine(topic)]),
    ...checks.map(
      ({ name, result: finding, words }) =>
        `  ${finding.padEnd(12)}  ${name.padEnd(9)}  ${cleanLine(words)}`,
    ),
    ...(hasDiagnostics ? ['failures/: not checked; it is not part of the bundle.'] : []),
    ...(whyUnasked === null || result.isCompared
      ? []
      : [`No store could be asked: ${cleanLine(whyUnasked)}`]),
    ...(verdict === 'verified' && without.length > 0
      ? [`  not compared  ${without.map(([, words]) => words).join(', ')}`]
      : []),
    headlineOf(result),
  ];
}

function headlineOf({ verdict, isCompared, hasDiagnostics }: Verification): string {
  if (verdict !== 'verified') return HEADLINES[verdict];
  if (!isCompared) return NOT_COMPARED;
  return hasDiagnostics ? NOTHING_OF_IT : HEADLINES.verified;
}

/** The typed head, or the one in a published record. */
async function headOf(words: string): Promise<string> {
  if (Head.safeParse(words).success || !existsSync(words)) return parse(Head, words, BAD_HEAD);
  return parse(Head, findHead(await readRecord(words, '--head')) ?? '', BAD_HEAD);
}

/** A bundle in a design's folder must be that design's, whatever its manifest says. */
function designIn(folder: string): DesignId | undefined {
  const path = resolve(folder);
  return DesignId.safeParse(basename(basename(path) === MANIFEST_NAME ? dirname(path) : path)).data;
}

/** Throws `Fault('bad_usage')` for the folder of all designs, or a data folder. */
async function refuseSeveral(path: string): Promise<void> {
  if (!statSync(path).isDirectory()) return;
  const dataDir = basename(resolve(path)) === 'designs' ? dirname(resolve(path)) : path;
  const { length } = await listBundledDesigns(dataDir);
  if (length === 0) return;
  throw makeUsageFault(
    `${countOf(length, 'design')} ${length === 1 ? 'has its folder' : 'have their folders'} in ${join(dataDir, 'designs')}. Verify one of them.`,
  );
}

/**
 * The folder to verify: a path, or the id or part of the id of a design with files in this data
 * folder.
 */
async function folderOf(words: string): Promise<string> {
  if (existsSync(words)) await refuseSeveral(words);
  if (existsSync(words) || /[^\w-]/.test(words)) return words;
  const { dataDir } = createCliContext().configuration;
  const ids = (await listBundledDesigns(dataDir)).filter((id) => isIdPart(id, words));
  const [first, second] = ids;
  if (second !== undefined)
    throw makeUsageFault(
      explainSeveral(
        words,
        ids.map((id) => ({ id, topic: '' })),
      ),
    );
  if (first !== undefined) return join(dataDir, 'designs', first);
  throw makeUsageFault(
    `"${cutText(words, 60)}" is not a folder here, and no design with this id has files in ${dataDir}. A design has files once it has ended, where it ended; over HTTP, any daemon has them.`,
  );
}
