import { ACTS } from '../../acts/table.ts';
import { CHARRETTE_VERSION } from '../../foundation/version.ts';
import { TERMINAL_TEXTS } from '../../surfaces/terminal/texts.ts';
import { explainModelDifference, modelSettingsOf } from '../model-settings.ts';
import { type Api, envelopeWordsOf } from './api.ts';
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
      yield* stream(open, { gone: TERMINAL_TEXTS.daemonGone(program, id), signal, waiting });
    },
    explainIdle: async () => {
      const answer = await daemon.readReadiness();
      return answer.status < 400 ? null : TERMINAL_TEXTS.daemonWaits(envelopeWordsOf(answer));
    },
    async assertMayBegin() {
      if (daemon.version !== CHARRETTE_VERSION)
        throw makeUsageFault(TERMINAL_TEXTS.otherVersion(daemon.version, CHARRETTE_VERSION));
      const difference = explainModelDifference(
        modelSettingsOf(await readConfiguration()),
        daemon.models,
      );
      if (difference !== null) throw makeUsageFault(TERMINAL_TEXTS.otherModels(difference));
    },
    close: async () => undefined,
  };
}
