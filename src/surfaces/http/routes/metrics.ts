import { createRequire } from 'node:module';
import type * as prometheus from 'prom-client';
import type { DesignEvent, EventOf } from '#core/vocabulary/events.ts';
import { TERMINAL_TOOLS } from '#core/vocabulary/submission.ts';
import type { Engine } from '#engine/engine.ts';
import { REPOSITORY_TOOLS } from '#ports/repository.ts';
import type { Refused } from '../door/door.ts';

// The package's entry loads OpenTelemetry, a hundred modules, for process metrics that are not used
// here.
const load = createRequire(import.meta.url);
export const Counter: typeof prometheus.Counter = load('prom-client/lib/counter.js');
export const Gauge: typeof prometheus.Gauge = load('prom-client/lib/gauge.js');
const Registry: typeof prometheus.Registry = load('prom-client/lib/registry.js');

/**
 * Shared label for names that a model or an endpoint made up, since each label is a series that is
 * kept for good.
 */
const OTHER = 'other';
const TOOLS: ReadonlySet<string> = new Set([...TERMINAL_TOOLS, ...REPOSITORY_TOOLS]);
const MAX_MODELS = 50;

/** Gives each of the first `maxNames` names its own label, and all later ones a shared label. */
function limitLabels(maxNames: number): (name: string) => string {
  const names = new Set<string>();
  return (name) => {
    if (names.size < maxNames) names.add(name);
    return names.has(name) ? name : OTHER;
  };
}

/**
 * Prometheus metrics of this process: totals since its start, counted from committed events alone,
 * and the designs it owns now.
 */
export function collectMetrics(engine: Engine): prometheus.Registry {
  const registry = new Registry();
  const registers = [registry];
  const counter = <Label extends string>(name: string, help: string, labelNames: Label[] = []) =>
    new Counter({ name: `charrette_${name}`, help, labelNames, registers });
  const starts = counter('designs_started_total', 'Designs started');
  const ends = counter('designs_ended_total', 'Designs ended, by final status', ['status']);
  new Gauge({
    name: 'charrette_designs_under_way',
    help: 'Open designs that this process owns; a design that waits for people without processes has no owner',
    registers,
    collect() {
      this.set(engine.openDesigns);
    },
  });
  const sessions = counter('sessions_started_total', 'Sessions started, by origin', ['origin']);
  const losses = counter('sessions_lost_total', 'Sessions lost, by cause', ['cause']);
  const turns = counter('turns_finished_total', 'Turns finished, by outcome', ['outcome']);
  const tools = counter('tool_calls_total', 'Tool calls, by tool and result', ['tool', 'result']);
  const calls = counter('model_calls_total', 'Answered model calls, by model', ['model']);
  const tokens = counter('model_tokens_total', 'Tokens, by model and kind', ['model', 'kind']);
  const failures = counter(
    'model_calls_unanswered_total',
    'Model calls that got no answer, by model',
    ['model'],
  );
  const cost = counter(
    'model_cost_usd_total',
    'Known cost of model calls in US dollars, by model; calls without an answer count with their minimum',
    ['model'],
  );

  const setAside = counter(
    'designs_set_aside_total',
    'Designs set aside because their stored events differ from what was recorded',
  );
  engine.onSetAside(() => setAside.inc());
  new Counter({
    name: 'charrette_designs_hung_total',
    help: 'Designs that were adopted again because a deadline had passed and nothing happened',
    registers,
    collect() {
      this.reset();
      this.inc(engine.hungDesigns);
    },
  });

  const modelOf = limitLabels(MAX_MODELS);
  const countAnswer = ({
    model: modelName,
    usage,
    costUsd,
    atLeast,
  }: EventOf<'model_answered'>): void => {
    const model = modelOf(modelName);
    (atLeast ? failures : calls).inc({ model });
    for (const [kind, amount] of Object.entries(usage)) tokens.inc({ model, kind }, amount);
    if (costUsd !== null) cost.inc({ model }, costUsd);
  };

  const count = (event: DesignEvent): void => {
    switch (event.type) {
      case 'design_started':
        starts.inc();
        break;
      case 'design_ended':
        ends.inc({ status: event.status });
        break;
      case 'session_started':
        sessions.inc({ origin: event.origin });
        break;
      case 'session_lost':
        losses.inc({ cause: event.cause.kind });
        break;
      case 'turn_finished':
        turns.inc({ outcome: event.outcome });
        break;
      case 'tool_invoked':
        tools.inc({ tool: TOOLS.has(event.tool) ? event.tool : OTHER, result: event.result });
        break;
      case 'model_answered':
        countAnswer(event);
        break;
      default:
        break;
    }
  };
  engine.observe((commit) => {
    for (const { event } of commit.events) count(event);
  });
  return registry;
}

export function countRefusals(registry: prometheus.Registry): (kind: Refused) => void {
  const refusals = new Counter({
    name: 'charrette_requests_refused_total',
    help: 'Refused requests, by kind: no token; a wrong, expired or revoked one; too low a role; too many at once; too slow or broken off',
    labelNames: ['kind'],
    registers: [registry],
  });
  return (kind) => refusals.inc({ kind });
}
