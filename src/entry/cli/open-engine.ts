import type { Log } from '../../runtime/ports/log.ts';
import { type Composition, compose } from '../compose.ts';
import type { CliContext } from './cli-context.ts';

export interface OpenEngine extends Composition {
  /** Aborted, with the error, when a design could not even be recorded as failed: nothing more will come of it. */
  readonly broken: AbortSignal;
}

/** The engine, for one command. Throws `Fault`; the caller stops it. */
export async function openEngine({ configuration, log }: CliContext): Promise<OpenEngine> {
  const broken = new AbortController();
  const watched: Log = {
    ...log,
    error: (event, facts) => {
      log.error(event, facts);
      if (event === 'design_not_failed') broken.abort(facts?.error);
    },
  };
  return { ...(await compose(configuration, { log: watched })), broken: broken.signal };
}
