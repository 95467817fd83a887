import { monitorEventLoopDelay } from 'node:perf_hooks';
import type * as prometheus from 'prom-client';
import type { Engine } from '../../../engine/engine.ts';
import type { Backlog, OperationFacts } from '../../../engine/ports/operations.ts';
import { CHAT_FAILURES } from '../../../engine/thread/chat-refusals.ts';
import { lookUpCache } from '../../../foundation/cache.ts';
import { warnRepeatedly } from '../../../foundation/repeated-line.ts';
import type { TurnRecord } from '../../../turns/records/record.ts';
import { boundedLabel, Counter, Gauge, Histogram } from './metrics.ts';

/** Milliseconds to cache the store's answer, for all gauges. */
const KEPT_MS = 5_000;
const NANOSECONDS = 1e9;
const MAX_CLASSES = 40;
const FIRST_TOKEN_SECONDS = [0.5, 1, 2, 4, 8, 16, 32, 64, 128];

/** Metrics that tell an operator where work waits, and why (docs/operations.md). */
export function collectOperatorMetrics(engine: Engine, registry: prometheus.Registry): void {
  const registers = [registry];
  queueGauges(engine, registers);
  delayGauge(registers);
  const failures = new Gauge({
    name: 'charrette_chat_failures',
    help: 'Calls of a chat platform that failed since this process began, by platform and kind: refused, rate_limited (429), failed',
    labelNames: ['platform', 'kind'],
    registers,
    collect() {
      for (const platform of engine.chatPlatforms)
        for (const kind of CHAT_FAILURES)
          failures.set({ platform, kind }, engine.chatFailures(platform).counts[kind]);
    },
  });
  const errors = new Counter({
    name: 'charrette_turn_errors_total',
    help: 'Turns that ended with an error, by class of the error',
    labelNames: ['class'],
    registers,
  });
  const filesFailed = new Counter({
    name: 'charrette_files_failed_total',
    help: 'Designs whose files could not be written',
    registers,
  });
  const writes = new Counter({
    name: 'charrette_writes_failed_total',
    help: 'Failed writes to the store or to files, which are retried, by what failed',
    labelNames: ['what'],
    registers,
  });
  for (const what of ['store_away', 'files_not_written'] as const) writes.inc({ what }, 0);
  engine.onFailedWrite((what) => writes.inc({ what }));
  const firstToken = new Histogram({
    name: 'charrette_first_token_seconds',
    help: 'Seconds from the beginning of a turn to the first token of its first answer',
    buckets: FIRST_TOKEN_SECONDS,
    registers,
  });
  const classOf = boundedLabel(MAX_CLASSES);
  engine.observe(({ events, turns }) => {
    for (const { event } of events) if (event.type === 'files_failed') filesFailed.inc();
    for (const turn of turns) {
      if (turn.error !== null) errors.inc({ class: classOf(turn.error.class) });
      const seconds = firstTokenSeconds(turn);
      if (seconds !== null) firstToken.observe(seconds);
    }
  });
}

function firstTokenSeconds({ trace }: TurnRecord): number | null {
  const step = trace.find(({ kind }) => kind === 'first_token');
  return step === undefined ? null : step.atMs / 1_000;
}

function queueGauges(engine: Engine, registers: prometheus.Registry[]): void {
  const facts = keptFacts(engine);
  const { clock } = engine.parts;
  const available = new Gauge({
    name: 'charrette_store_available',
    help: '1 if the store answers; 0 if not, and then the queue gauges are missing',
    registers,
    async collect() {
      available.set((await facts()) === null ? 0 : 1);
    },
  });
  const queue = (name: string, what: string, of: (found: OperationFacts) => Backlog) => {
    const waiting = new Gauge({
      name: `charrette_${name}_waiting`,
      help: `${what}, over all daemons`,
      registers,
      async collect() {
        const found = await facts();
        if (found === null) waiting.reset();
        else waiting.set(of(found).waiting);
      },
    });
    const oldest = new Gauge({
      name: `charrette_${name}_oldest_seconds`,
      help: `Seconds that the oldest of these has waited: ${what}`,
      registers,
      async collect() {
        const found = await facts();
        const since = found === null ? null : of(found).oldestAt;
        oldest.set(since === null ? 0 : Math.max(0, clock.now() - since) / 1_000);
      },
    });
  };
  queue('outbox', 'Messages and files that are still to be sent or written', ({ outbox }) => outbox);
  queue('inbox', 'Commands that no design has handled yet', ({ inbox }) => inbox);
  queue('people', 'Designs that wait for people', ({ people }) => people);
  queue('gates', 'Designs with an open gate', ({ gates }) => gates);
  queue('rounds', 'Designs whose next round is due and that no daemon has claimed', ({ rounds }) => rounds);
}

function keptFacts({ parts: { operations, clock, log } }: Engine): () => Promise<OperationFacts | null> {
  const asked = () =>
    operations.facts(clock.now()).catch((error: unknown) => {
      warnRepeatedly(log, clock, 'queues_not_counted', { error });
      return null;
    });
  const kept = lookUpCache(asked, clock, { freshMs: KEPT_MS }, 1);
  return () => kept.get('');
}

function delayGauge(registers: prometheus.Registry[]): void {
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  const gauge = new Gauge({
    name: 'charrette_event_loop_delay_seconds',
    help: 'Event loop delay since the last scrape: median, 99th percentile and maximum',
    labelNames: ['quantile'],
    registers,
    collect() {
      const found = { '0.5': delay.percentile(50), '0.99': delay.percentile(99), '1': delay.max };
      for (const [quantile, nanoseconds] of Object.entries(found))
        gauge.set({ quantile }, nanoseconds / NANOSECONDS);
      delay.reset();
    },
  });
}
