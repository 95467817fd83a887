import { desiredMessagesOf } from '../../src/core/thread/desired-messages.ts';
import { effectsOf } from '../../src/core/vocabulary/effects.ts';
import { decide } from '../../src/core/workflow/decide.ts';
import { evolve } from '../../src/core/workflow/evolve.ts';
import { timersOf } from '../../src/core/workflow/timers.ts';

/** What is explored: the project's core, or a copy of it with a mistake in it. */
export interface Core {
  readonly decide: typeof decide;
  readonly evolve: typeof evolve;
  readonly timersOf: typeof timersOf;
  readonly effectsOf: typeof effectsOf;
  readonly wanted: typeof desiredMessagesOf;
}

export const CORE: Core = { decide, evolve, timersOf, effectsOf, wanted: desiredMessagesOf };

/** Loads the core from another folder; `folder` is a file URL that ends in a slash. */
export async function loadCore(folder: URL): Promise<Core> {
  const load = (file: string) => import(new URL(file, folder).href);
  const decider: Pick<Core, 'decide'> = await load('workflow/decide.ts');
  const evolver: Pick<Core, 'evolve'> = await load('workflow/evolve.ts');
  const timers: Pick<Core, 'timersOf'> = await load('workflow/timers.ts');
  const effects: Pick<Core, 'effectsOf'> = await load('vocabulary/effects.ts');
  const thread: { readonly desiredMessagesOf: Core['wanted'] } = await load(
    'thread/desired-messages.ts',
  );
  return {
    decide: decider.decide,
    evolve: evolver.evolve,
    timersOf: timers.timersOf,
    effectsOf: effects.effectsOf,
    wanted: thread.desiredMessagesOf,
  };
}
