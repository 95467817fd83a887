import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Core, loadCore } from './core-module.ts';
import type { Change, Mutant } from './mutant.ts';

const SOURCE_FOLDER = fileURLToPath(new URL('../../src/', import.meta.url));
/**
 * Inside the project, so that the copies find its packages; outside `node_modules`, where no
 * TypeScript is run.
 */
const COPIES_FOLDER = fileURLToPath(new URL('./.mutants/', import.meta.url));

/**
 * Seeds a mistake into a copy of the core and hands it to `use`; the copy is removed afterwards.
 * Throws if a change finds its text nowhere or more than once: then the core has moved on and the
 * mutant must follow.
 */
export async function withMutant<Result>(
  mutant: Mutant,
  use: (core: Core) => Result,
): Promise<Result> {
  mkdirSync(COPIES_FOLDER, { recursive: true });
  const folder = mkdtempSync(join(COPIES_FOLDER, `${mutant.rule}-`));
  try {
    // The core imports the foundation alone.
    for (const part of ['core', 'foundation'])
      cpSync(join(SOURCE_FOLDER, part), join(folder, part), { recursive: true });
    for (const change of mutant.changes) seed(folder, change);
    return use(await loadCore(pathToFileURL(`${folder}/core/`)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Throws if a change finds its text nowhere or more than once, given the others that come before
 * it.
 */
export function assertSeedable({ changes }: Mutant): void {
  const sources = new Map<string, string>();
  for (const change of changes) {
    const source =
      sources.get(change.file) ?? readFileSync(join(SOURCE_FOLDER, 'core', change.file), 'utf8');
    sources.set(change.file, changed(source, change));
  }
}

function seed(folder: string, change: Change): void {
  const path = join(folder, 'core', change.file);
  writeFileSync(path, changed(readFileSync(path, 'utf8'), change));
}

function changed(source: string, { file, search, replace }: Change): string {
  const pieces = source.split(search);
  if (pieces.length !== 2) {
    throw new Error(`src/core/${file} has ${pieces.length - 1} times, not once: ${search}`);
  }
  return pieces.join(replace);
}
