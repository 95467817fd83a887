/**
 * Results of checks, kept from start to start beside the compiled modules. They are as powerful as
 * code: a persona's text instructs a model, and a model's address gets a key.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { getCompileCacheDir } from 'node:module';
import { join } from 'node:path';
import * as z from 'zod';
import type { Kept } from '../foundation/checked-before.ts';
import { sha256Of } from '../foundation/digest.ts';
import { writeDurably } from '../foundation/durable.ts';
import { errorMessageOf } from '../foundation/fault.ts';
import { CHARRETTE_VERSION } from '../foundation/version.ts';
import { assertOnlyOurs } from './compiled.mjs';
import { OWN_FOLDER } from './own-folder.ts';

const NAME = 'checked.json';
/** A file of models and a folder of personas have some twenty results, of 40 kB together. */
const MAX_RESULTS = 200;
const MAX_BYTES = 1024 * 1024;

const KeptFile = z.object({ version: z.string(), results: z.record(z.string(), z.unknown()) });

let kept: Kept | undefined;
/** Results that need not be written. */
let written = 0;
let problem: string | null = null;

/** Names every package, so also what parses. In an installed copy they change with its version. */
const LOCK = join(OWN_FOLDER, 'package-lock.json');
let version = CHARRETTE_VERSION;

/** None without a cache of compiled modules. */
export function openKept(): Kept {
  if (kept !== undefined) return kept;
  if (existsSync(LOCK)) version += ` ${sha256Of(readFileSync(LOCK))}`;
  process.once('beforeExit', keepResults);
  kept = new Map(Object.entries(readResults()));
  written = kept.size;
  return kept;
}

function readResults(): z.infer<typeof KeptFile>['results'] {
  const folder = getCompileCacheDir();
  if (folder === undefined) return {};
  const file = join(folder, NAME);
  if (!existsSync(file)) return {};
  try {
    assertOnlyOurs(file, true);
    if (statSync(file).size > MAX_BYTES)
      throw new Error(`${file} is larger than ${MAX_BYTES} bytes`);
    const found = KeptFile.parse(JSON.parse(readFileSync(file, 'utf8')));
    return found.version === version ? found.results : {};
  } catch (error) {
    const why = error instanceof z.ZodError ? `${file} has another form` : errorMessageOf(error);
    problem = `What was checked before is not used: ${why}.`;
    return {};
  }
}

/**
 * Writes new results; the oldest go first. Returns why earlier ones cannot be used, or these not be
 * kept; else `null`.
 */
export async function keepResults(): Promise<string | null> {
  const folder = getCompileCacheDir();
  if (kept === undefined || folder === undefined || kept.size === written) return problem;
  written = kept.size;
  const results = Object.fromEntries([...kept].slice(-MAX_RESULTS));
  const content = JSON.stringify({ version, results });
  try {
    assertOnlyOurs(folder);
    await writeDurably(join(folder, NAME), Buffer.from(content), 0o600, true);
  } catch (error) {
    problem = errorMessageOf(error);
  }
  return problem;
}
