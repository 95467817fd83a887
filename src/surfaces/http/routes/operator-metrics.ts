import type * as prometheus from 'prom-client';
import type { Engine } from '#engine/engine.ts';
import { createLookUpCache } from '#foundation/cache.ts';
import { warnRepeatedly } from '#foundation/repeated-line.ts';
import { countStalls } from '#foundation/stalls.ts';
import type { Oldest } from '#ports/store.ts';
import { Counter, Gauge } from './metrics.ts';

/** Milliseconds to cache the store's answer, for all gauges. */
const KEPT_MS = 5_000;

/** Metrics that tell an operator where work waits (docs/operations.md). */
export function collectOperatorMetrics(engine: Engine, registry: prometheus.Registry): void {
  const registers = [registry];
  measureQueues(engine, registers);
  const writes = new Counter({
    name: 'charrette_writes_failed_total',
    help: 'Failed writes to the store or to files, which are retried, by what failed',
    labelNames: ['what'],
    registers,
  });
  for (const what of ['store_away', 'files_not_written'] as const) writes.inc({ what }, 0);
  engine.onFailedWrite((what) => writes.inc({ what }));
  new Counter({
    name: 'charrette_event_loop_stalls_total',
    help: 'Times that work stood on the thread for longer than 200 ms, during which nobody was answered',
    registers,
    collect() {
      this.reset();
      this.inc(countStalls());
    },
  });
}

function measureQueues(engine: Engine, registers: prometheus.Registry[]): void {
  const oldest = keepOldest(engine);
  const { clock } = engine.parts;
  const queue = (name: keyof Oldest, what: string) => {
    new Gauge({
      name: `charrette_${name}_oldest_seconds`,
      help: `Seconds that the oldest of these has waited, over all daemons: ${what}`,
      registers,
      async collect() {
        const times = await oldest();
        const since = times?.[name] ?? null;
        if (times === null) this.reset();
        else this.set(since === null ? 0 : Math.max(0, clock.now() - since) / 1_000);
      },
    });
  };
  queue('outbox', 'messages and files that are still to be sent or written');
  queue('rounds', 'designs whose next round is due and that no daemon has claimed');
}

function keepOldest({ parts: { store, clock, log } }: Engine): () => Promise<Oldest | null> {
  const askStore = () =>
    store.oldestWaiting(clock.now()).catch((error: unknown) => {
      warnRepeatedly(log, clock, 'queues_not_counted', { error });
      return null;
    });
  const cache = createLookUpCache(askStore, clock, { freshMs: KEPT_MS }, 1);
  return () => cache.get('');
}
