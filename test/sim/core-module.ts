import { decide } from '../../src/core/course/decide.ts';
import { evolve } from '../../src/core/course/evolve.ts';
import { timersOf } from '../../src/core/course/timers.ts';
import { wanted } from '../../src/core/telling/wanted.ts';
import { effectsOf } from '../../src/core/vocabulary/effects.ts';

/** What is explored: the project's core, or a copy of it with a mistake in it. */
export interface Core {
  readonly decide: typeof decide;
  readonly evolve: typeof evolve;
  readonly timersOf: typeof timersOf;
  readonly effectsOf: typeof effectsOf;
  readonly wanted: typeof wanted;
}

export const CORE: Core = { decide, evolve, timersOf, effectsOf, wanted };

/** Loads the core from another folder; `folder` is a file URL that ends in a slash. */
export async function loadCore(folder: URL): Promise<Core> {
  const load = (file: string) => import(new URL(file, folder).href);
  const decider: Pick<Core, 'decide'> = await load('course/decide.ts');
  const evolver: Pick<Core, 'evolve'> = await load('course/evolve.ts');
  const timers: Pick<Core, 'timersOf'> = await load('course/timers.ts');
  const effects: Pick<Core, 'effectsOf'> = await load('vocabulary/effects.ts');
  const telling: Pick<Core, 'wanted'> = await load('telling/wanted.ts');
  return {
    decide: decider.decide,
    evolve: evolver.evolve,
    timersOf: timers.timersOf,
    effectsOf: effects.effectsOf,
    wanted: telling.wanted,
  };
}
