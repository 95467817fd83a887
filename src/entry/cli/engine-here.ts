import { beginRoutes } from '../../adapters/http/begin-routes.ts';
import { designRoutes } from '../../adapters/http/design-routes.ts';
import { eventRoutes } from '../../adapters/http/event-routes.ts';
import { callsInProcess } from '../../adapters/http/in-process.ts';
import { listRoutes } from '../../adapters/http/list-routes.ts';
import { DesignId } from '../../core/vocabulary/ids.ts';
import { errorMessage } from '../../runtime/fault.ts';
import { compose } from '../compose.ts';
import type { Behind } from './api.ts';
import type { CliContext } from './cli-context.ts';

const CANCELLATION = /^\/([^/]+)\/cancel$/;

/** The API of an engine of this command, whose stop is its closing. */
export async function openedEngine({ configuration, log }: CliContext): Promise<Behind> {
  const { engine, repositories } = await compose(configuration, { log });
  const call = callsInProcess(
    listRoutes(engine.parts.store),
    beginRoutes({ engine, repositories }),
    designRoutes(engine),
    eventRoutes(engine, engine.unrecorded),
  );
  return {
    call: async (method, path, body) => {
      const [, cancelled] = CANCELLATION.exec(path) ?? [];
      if (cancelled === undefined) return call(method, path, body);
      const id = DesignId.parse(cancelled);
      // One that cannot be run here is refused before anything is stored.
      engine.assertRunnable(await engine.design(id));
      const answer = await call(method, path, body);
      // Nobody else would write its files.
      if (answer.status < 400) await engine.settled(id);
      return answer;
    },
    async *course(id, since, signal, waiting) {
      using _waits = engine.onWaiting(id, ({ what, error }) => waiting?.(what, errorMessage(error)));
      yield* engine.course(id, since, AbortSignal.any([signal, engine.unrecorded]));
      engine.unrecorded.throwIfAborted();
    },
    whyIdle: async () => null,
    close: () => engine.stop(),
  };
}
