import { expect, test } from 'vitest';
import type { DesignEvent } from '../../src/core/vocabulary/events.ts';
import type { Engine } from '../../src/engine/engine.ts';
import type { Commit } from '../../src/ports/store.ts';
import { collectMetrics } from '../../src/surfaces/http/routes/metrics.ts';
import { sampleEvents } from '../support/designs/events.ts';

/**
 * Names that a model or an endpoint makes up are no labels: each would be a series that is kept for
 * good.
 */
test('T4: a thousand made-up names of tools and models are counted, under a bounded number of labels', async () => {
  let committed: (commit: Commit) => void = () => undefined;
  const engine = {
    openDesigns: 0,
    onSetAside: () => undefined,
    observe: (observer: (commit: Commit) => void) => (committed = observer),
  };
  const registry = collectMetrics(engine as unknown as Engine);
  const tell = (event: DesignEvent) =>
    committed({
      designId: 'dsn',
      summary: { endedAt: 1 },
      events: [{ seq: 1, event, hash: '' }],
    } as unknown as Commit);
  tell({ ...sampleEvents.tool_invoked, tool: 'read_file', result: 'ok' });
  tell({ ...sampleEvents.tool_invoked, tool: 'submit_proposal', result: 'ok' });
  for (let count = 0; count < 1_000; count += 1) {
    tell({ ...sampleEvents.tool_invoked, tool: `made_up_${count}`, result: 'refused' });
    tell({ ...sampleEvents.model_answered, model: `model-${count}` });
  }
  const text = await registry.metrics();
  expect(text).toContain('charrette_tool_calls_total{tool="read_file",result="ok"} 1');
  expect(text).toContain('charrette_tool_calls_total{tool="submit_proposal",result="ok"} 1');
  expect(text).toContain('charrette_tool_calls_total{tool="other",result="refused"} 1000');
  expect(text).toContain('charrette_model_calls_total{model="model-0"} 1');
  expect(text).toContain('charrette_model_calls_total{model="other"} 950');
  expect(text.split('\n').length).toBeLessThan(500);
});
