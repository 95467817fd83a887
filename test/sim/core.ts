/** The rules as the explorer drives them: of this tree, or of a copy with a seeded mistake. */

import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { decide } from '#design/decide.ts';
import { effectsOf } from '#design/effects.ts';
import { evolve } from '#design/evolve.ts';
import { timersOf } from '#design/timers.ts';

export interface Core {
  readonly decide: typeof decide;
  readonly evolve: typeof evolve;
  readonly effectsOf: typeof effectsOf;
  readonly timersOf: typeof timersOf;
}

export const CORE: Core = { decide, evolve, effectsOf, timersOf };

/** A mistake as it could be made: text of `src/design`, replaced. */
export interface Mutant {
  /** The rule that it breaks. */
  readonly rule: string;
  /** Completes “finds a core that …”. */
  readonly mistake: string;
  /** The world in which it shows. */
  readonly world: string;
  readonly file: string;
  readonly search: string;
  readonly replace: string;
}

const ROOT = new URL('../../', import.meta.url).pathname;

/** Calls `use` with a core that has this mistake, made in a folder of its own. */
export async function withMutant<Result>(
  { file, search, replace }: Mutant,
  use: (core: Core) => Result,
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'charrette-mutant-'));
  try {
    mkdirSync(join(folder, 'src'));
    for (const part of ['design', 'support'])
      cpSync(join(ROOT, 'src', part), join(folder, 'src', part), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    const manifest = { type: 'module', imports: { '#*': './src/*' } };
    writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
    const path = join(folder, 'src/design', file);
    const text = readFileSync(path, 'utf8');
    if (!text.includes(search)) throw new Error(`${file} does not contain: ${search}`);
    writeFileSync(path, text.replace(search, replace));
    const load = (name: string) => import(pathToFileURL(join(folder, 'src/design', name)).href);
    const modules = await Promise.all(
      ['decide.ts', 'evolve.ts', 'effects.ts', 'timers.ts'].map(load),
    );
    return use(Object.assign({}, ...modules));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
