import { TEXTS } from '../../adapters/terminal/texts.ts';
import { course } from '../../runtime/engine/course.ts';
import type { Engine } from '../../runtime/engine/engine.ts';
import { commandsBy } from './commands-by.ts';
import type { OpenEngine } from './open-engine.ts';
import type { Running } from './source.ts';

/** A design that runs in an engine of this process. */
export function engineRunning(
  { engine, broken, onWaiting }: { readonly engine: Engine } & Pick<OpenEngine, 'broken' | 'onWaiting'>,
  person: string,
): Running {
  return {
    ...commandsBy(person, async (id, command) => {
      const answer = await engine.command(id, command).answered;
      return answer.accepted ? { ok: true, words: '' } : { ok: false, words: answer.refusal.message };
    }),
    course: (id, since, signal) => course(engine, id, since, signal),
    version: async (id) => (await engine.design(id))?.version ?? 0,
    folder: (id) => engine.parts.bundles.folder(id),
    broken,
    onWaiting,
    whenLeft: TEXTS.killed,
  };
}
