import { ACTS } from '../../acts/table.ts';
import { CHARRETTE_VERSION } from '../../foundation/version.ts';
import { TEXTS } from '../../surfaces/terminal/texts.ts';
import { modelDifference, modelSettingsOf } from '../model-settings.ts';
import { type Api, reasonIn } from './api.ts';
import type { CliContext } from './cli-context.ts';
import type { Daemon } from './find-daemon.ts';
import { badUsage } from './typed.ts';

export function apiThere(daemon: Daemon, { withModels, program }: CliContext): Api {
  return {
    url: daemon.url,
    call: daemon.call,
    async *course(id, since, signal, waiting = () => undefined) {
      const { stream } = await import('./event-stream.ts');
      const query = { since: String(since) };
      const open = (ended: AbortSignal) => daemon.open(ended, ACTS.course, { id }, { query });
      yield* stream(open, { gone: TEXTS.daemonGone(program, id), signal, waiting });
    },
    whyIdle: async () => {
      const answer = await daemon.readiness();
      return answer.status < 400 ? null : TEXTS.daemonWaits(reasonIn(answer));
    },
    async assertMayBegin() {
      if (daemon.version !== CHARRETTE_VERSION)
        throw badUsage(TEXTS.otherVersion(daemon.version, CHARRETTE_VERSION));
      const difference = modelDifference(modelSettingsOf(await withModels()), daemon.models);
      if (difference !== null) throw badUsage(TEXTS.otherModels(difference));
    },
    close: async () => undefined,
  };
}
