import { beginRoutes } from '../../adapters/http/begin-routes.ts';
import { callsInProcess } from '../../adapters/http/in-process.ts';
import { DesignId } from '../../core/vocabulary/ids.ts';
import { errorMessage } from '../../runtime/fault.ts';
import { compose } from '../compose.ts';
import type { Api } from './api.ts';
import type { CliContext } from './cli-context.ts';

const CANCELLATION = /^\/([^/]+)\/cancel$/;

/** The API of an engine of this command, whose stop is its closing. */
export async function openedEngine({
  configuration,
  log,
}: CliContext): Promise<Omit<Api, 'url' | 'assertMayBegin'>> {
  const { engine, repositories } = await compose(configuration, { log });
  const call = callsInProcess(engine, [beginRoutes({ engine, repositories })]);
  return {
    call: async (method, path, body) => {
      const [, id] = CANCELLATION.exec(path) ?? [];
      // One that cannot be run here is refused before anything is stored.
      if (id !== undefined) engine.assertRunnable(await engine.design(DesignId.parse(id)));
      return call(method, path, body);
    },
    async *course(id, since, signal, waiting) {
      using _waits = engine.onWaiting(id, ({ what, error }) => waiting?.(what, errorMessage(error)));
      yield* engine.course(id, since, signal);
    },
    whyIdle: async () => null,
    settled: (id) => engine.settled(id),
    broken: engine.unrecorded,
    close: () => engine.stop(),
  };
}
