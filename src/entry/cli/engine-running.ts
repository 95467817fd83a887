import { TEXTS } from '../../adapters/terminal/texts.ts';
import type { Engine } from '../../runtime/engine/engine.ts';
import { errorMessage } from '../../runtime/fault.ts';
import { commandsBy } from './commands-by.ts';
import type { Running } from './source.ts';

/** A design that runs in an engine of this process. */
export function engineRunning(engine: Engine, person: string): Running {
  return {
    ...commandsBy(person, async (id, command) => {
      const answer = await engine.command(id, command).answered;
      return answer.accepted ? { ok: true, words: '' } : { ok: false, words: answer.refusal.message };
    }),
    course: (id, since, signal) => engine.course(id, since, signal),
    version: async (id) => (await engine.design(id))?.version ?? 0,
    folder: (id) => engine.parts.bundles.folder(id),
    broken: engine.unrecorded,
    onWaiting: (id, tell) => void engine.onWaiting(id, ({ what, error }) => tell(what, errorMessage(error))),
    whenLeft: TEXTS.killed,
  };
}
