import { ACTS } from '../../acts/table.ts';
import { CHARRETTE_VERSION } from '../../foundation/version.ts';
import { TEXTS } from '../../surfaces/terminal/texts.ts';
import { explainModelDifference, modelSettingsOf } from '../model-settings.ts';
import { type Api, reasonIn } from './api.ts';
import type { CliContext } from './cli-context.ts';
import type { Daemon } from './find-daemon.ts';
import { makeUsageFault } from './typed.ts';

export function createApiThere(daemon: Daemon, { readConfiguration, program }: CliContext): Api {
  return {
    url: daemon.url,
    call: daemon.call,
    async *course(id, since, signal, waiting = () => undefined) {
      const { stream } = await import('./event-stream.ts');
      const query = { since: String(since) };
      const open = (stopping: AbortSignal) => daemon.open(stopping, ACTS.course, { id }, { query });
      yield* stream(open, { gone: TEXTS.daemonGone(program, id), signal, waiting });
    },
    explainIdle: async () => {
      const answer = await daemon.readReadiness();
      return answer.status < 400 ? null : TEXTS.daemonWaits(reasonIn(answer));
    },
    async assertMayBegin() {
      if (daemon.version !== CHARRETTE_VERSION)
        throw makeUsageFault(TEXTS.otherVersion(daemon.version, CHARRETTE_VERSION));
      const difference = explainModelDifference(modelSettingsOf(await readConfiguration()), daemon.models);
      if (difference !== null) throw makeUsageFault(TEXTS.otherModels(difference));
    },
    close: async () => undefined,
  };
}
