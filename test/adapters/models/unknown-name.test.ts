import { expect, test } from 'vitest';
import { createStreamedModel } from '#adapters/models/streamed-model.ts';
import { ModelFault } from '#ports/model.ts';
import { askFor } from '#turns/prompt/ask.ts';
import { silentLog } from '../../support/runner/silent-log.ts';
import { entryOfShipped } from '../../support/services/shipped-models.ts';
import { liveDesign } from '../../turns/conversing.ts';

const live = liveDesign();
const unreachable = (code: string) =>
  new ModelFault('unreachable', 'not there', { cause: Object.assign(new Error(code), { code }) });

/** A model at an endpoint of this name, and the fault of its next request. */
function modelAt(baseUrl: string) {
  let next = unreachable('ENOTFOUND');
  const wire = {
    make: () => ({ wire: null, prompt: { head: '', blocks: [] } }),
    send: () => Promise.reject(next),
  };
  const model = createStreamedModel({ entry: entryOfShipped(baseUrl), log: silentLog }, wire);
  const request = {
    model: 'm',
    effort: '',
    maxOutputTokens: 1,
    system: [],
    tools: [],
    messages: [],
  };
  const context = { ask: askFor(live.design, live.turn()), callNumber: 1, kill: () => undefined };
  const clocks = { connectMs: 9_000, firstTokenMs: 9_000, stallMs: 9_000, totalMs: 9_000 };
  return async (fault = next) => {
    next = fault;
    const options = { signal: new AbortController().signal, clocks, onProgress: () => undefined };
    return model
      .answer(request, context, options)
      .catch(({ kind, transient }: ModelFault) => [kind, transient]);
  };
}

test('A21: a name that nobody has known for eight seconds is a wrong one, unless its endpoint has answered before', async () => {
  const [wrong, answered, offline] = ['wrong', 'answered', 'offline'].map((name) =>
    modelAt(`http://${name}.invalid`),
  );
  await answered?.(new ModelFault('overloaded', 'later'));
  const begunAt = performance.now();
  await expect(wrong?.()).resolves.toEqual(['unreachable', true]);
  await answered?.(unreachable('ENOTFOUND'));
  await offline?.(unreachable('EAI_AGAIN'));
  await expect.poll(() => wrong?.(), { timeout: 30_000 }).toEqual(['unreachable', false]);
  expect(performance.now() - begunAt).toBeGreaterThan(7_900);
  await expect(answered?.()).resolves.toEqual(['unreachable', true]);
  await expect(offline?.()).resolves.toEqual(['unreachable', true]);
});
