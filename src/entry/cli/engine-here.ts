import { DesignId } from '../../core/vocabulary/ids.ts';
import type { Waiting } from '../../engine/parts/waits.ts';
import { errorMessageOf } from '../../foundation/fault.ts';
import { makeActRoutes } from '../../surfaces/http/act-routes.ts';
import { createInProcessCall } from '../../surfaces/http/in-process.ts';
import { makeDownloadRoutes } from '../../surfaces/http/routes/download-routes.ts';
import { makeEventRoutes } from '../../surfaces/http/routes/event-routes.ts';
import { sayBackup } from '../backup-mark.ts';
import { compose } from '../compose.ts';
import type { Behind, Waiter } from './api.ts';
import type { CliContext } from './cli-context.ts';

function convertWaiting(waiting: Waiting): Parameters<Waiter>[0] {
  if (waiting.what === 'model_silent') return { ...waiting, message: waiting.words };
  return { what: waiting.what, message: errorMessageOf(waiting.error) };
}

/** Runs an engine for this command. Closing it first waits for the files of ended designs. */
export async function openEngine({ readConfiguration, log }: CliContext): Promise<Behind> {
  const configuration = await readConfiguration();
  const { engine, repositories } = await compose(configuration, { log, isCommand: true });
  await sayBackup(configuration, (words) => process.stderr.write(`${words}\n`));
  const { publicUrl } = configuration;
  const parts = { designs: engine, engine, repositories, publicUrl, adminToken: '', backup: null };
  const byHand = [
    ...makeEventRoutes(engine, engine.recordingFailure),
    ...makeDownloadRoutes(engine),
  ];
  const call = createInProcessCall(engine.parts, makeActRoutes(parts), byHand);
  return {
    call: async (act, names = {}, ...rest) => {
      const id = DesignId.safeParse(names.id);
      // Refused before anything is stored, if it cannot be run here.
      if (act.kind === 'command' && id.success) engine.assertRunnable(await engine.design(id.data));
      return call(act, names, ...rest);
    },
    async *course(id, since, signal, waiting) {
      using _waits = engine.onWaiting(id, (wait) => waiting?.(convertWaiting(wait)));
      yield* engine.course(id, since, AbortSignal.any([signal, engine.recordingFailure]));
      engine.recordingFailure.throwIfAborted();
    },
    explainIdle: async () => null,
    close: async () => {
      // No other process would write their files.
      await engine.waitUntilEndedSettled();
      await engine.stop();
    },
  };
}
