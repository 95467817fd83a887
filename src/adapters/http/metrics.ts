import { Counter, Gauge, Registry } from 'prom-client';
import type { DesignEvent } from '../../core/events.ts';
import type { DesignId } from '../../core/ids.ts';
import type { Engine } from '../../runtime/engine/engine.ts';

/** Prometheus metrics of this process since it started, counted from committed events and nothing else (T4). */
export function collectMetrics(engine: Engine): Registry {
  const registry = new Registry();
  const registers = [registry];
  const counter = <Label extends string>(name: string, help: string, labelNames: Label[] = []) =>
    new Counter({ name: `charrette_${name}`, help, labelNames, registers });
  const started = counter('designs_started_total', 'Designs started');
  const ended = counter('designs_ended_total', 'Designs ended, by final status', ['status']);
  const underWay = new Gauge({
    name: 'charrette_designs_under_way',
    help: 'Designs that this process has seen under way and not ended',
    registers,
  });
  const sessions = counter('sessions_started_total', 'Sessions started, by origin', ['origin']);
  const losses = counter('sessions_lost_total', 'Sessions lost, by cause', ['cause']);
  const turns = counter('turns_finished_total', 'Turns finished, by outcome', ['outcome']);
  const tools = counter('tool_calls_total', 'Tool calls, by tool and result', ['tool', 'result']);
  const calls = counter('model_calls_total', 'Answered model calls, by model', ['model']);
  const tokens = counter('model_tokens_total', 'Tokens, by model and kind', ['model', 'kind']);
  const cost = counter('model_cost_usd_total', 'Known cost of model calls in US dollars, by model', [
    'model',
  ]);

  const open = new Set<DesignId>();
  const count = (event: DesignEvent): void => {
    switch (event.type) {
      case 'design_started':
        started.inc();
        break;
      case 'design_ended':
        ended.inc({ status: event.status });
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
        tools.inc({ tool: event.tool, result: event.result });
        break;
      case 'model_answered':
        calls.inc({ model: event.model });
        for (const [kind, amount] of Object.entries(event.usage))
          tokens.inc({ model: event.model, kind }, amount);
        if (event.costUsd !== null) cost.inc({ model: event.model }, event.costUsd);
        break;
      default:
        break;
    }
  };
  engine.observe((commit) => {
    // Also those that were begun by the process before this one.
    if (commit.summary.endedAt === null) open.add(commit.designId);
    else open.delete(commit.designId);
    underWay.set(open.size);
    for (const { event } of commit.events) count(event);
  });
  return registry;
}
