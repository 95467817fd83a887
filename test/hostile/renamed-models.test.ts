import { expect, test } from 'vitest';
import { systemClock } from '../../src/adapters/system/clock.ts';
import { ownDataFolder } from '../entry/daemon.ts';
import { InProcess } from '../entry/in-process.ts';
import { plainAnswer } from '../entry/scripted-endpoint.ts';
import { afterwards } from '../entry/waiting.ts';
import { startModelEndpoint } from '../support/services/model-endpoint.ts';
import { lying } from '../support/services/model-endpoint-answers.ts';

const KEY = 'sk-ant-a-key-for-the-tests-0123456789';
/** Eighty cents a call of the strong model, forty of the middle one. */
const USAGE = {
  input_tokens: 100_000,
  cache_creation_input_tokens: 0,
  cache_read_input_tokens: 0,
  output_tokens: 20_000,
};

const usdOf = (model: unknown) => (String(model).includes('opus') ? 0.8 : 0.4);

test('T7: an endpoint that answers under a name without a price spends no more than the ceiling', async () => {
  const folder = await ownDataFolder();
  const endpoint = await startModelEndpoint();
  afterwards(() => folder.remove());
  afterwards(() => endpoint.close());
  const told = { usage: USAGE, model: 'vendor/claude-opus-5-5@2026' };
  endpoint.respondWith((request) => lying(plainAnswer(request, 'pass', {}), told));
  const environment = { ANTHROPIC_API_KEY: KEY, ANTHROPIC_BASE_URL: endpoint.url };
  const daemon = await InProcess.start(
    folder.path,
    { ...folder.environment, ...environment },
    systemClock,
  );
  afterwards(() => daemon.stop());
  const { id } = await daemon.startDesign({
    topic: 'A proxy that renames models',
    personas: ['archaeologist', 'subtractor'],
    budgetUsd: 2,
  });
  const stops = ({ type }: { readonly type: string }) =>
    type === 'gate_opened' || type === 'design_ended';
  await daemon.events(id).until('a gate or the end', stops);
  const { outcome, status } = await daemon.design(id);
  expect([status, outcome?.costUsd]).toEqual([
    'needs_review',
    expect.closeTo(endpoint.requests.reduce((usd, { body }) => usd + usdOf(body.model), 0)),
  ]);
  // Two that fit by what can be reserved are under way when the ceiling is reached: the endpoint
  // counts far more.
  expect(endpoint.requests.length).toBeLessThan(6);
});
