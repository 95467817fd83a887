import type { Log } from '../../runtime/ports/log.ts';
import { type Composition, compose } from '../compose.ts';
import type { CliContext } from './cli-context.ts';

const WAITING = ['store_away', 'files_not_written'] as const;
type Waiting = (typeof WAITING)[number];

export interface OpenEngine extends Composition {
  /** Aborted, with the error, when a design could not even be recorded as failed: nothing more will come of it. */
  readonly broken: AbortSignal;
  /** From now on calls back whenever something could not be stored or written and is tried again. */
  onWaiting(tell: (what: Waiting, error: unknown) => void): void;
}

/** The engine, for one command. Throws `Fault`; the caller stops it. */
export async function openEngine({ configuration, log }: CliContext): Promise<OpenEngine> {
  const broken = new AbortController();
  let tell: Parameters<OpenEngine['onWaiting']>[0] = () => undefined;
  const watched: Log = {
    ...log,
    warn: (event, facts) => {
      log.warn(event, facts);
      const waiting = WAITING.find((each) => each === event);
      if (waiting !== undefined) tell(waiting, facts?.error);
    },
    error: (event, facts) => {
      log.error(event, facts);
      if (event === 'design_not_failed') broken.abort(facts?.error);
    },
  };
  return {
    ...(await compose(configuration, { log: watched })),
    broken: broken.signal,
    onWaiting: (next) => {
      tell = next;
    },
  };
}
