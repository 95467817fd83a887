import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../../src/adapters/system/clock.ts';
import { charrette } from '../entry/cli.ts';
import { type DataFolder, ownDataFolder } from '../entry/daemon.ts';
import { InProcess } from '../entry/in-process.ts';
import { startScriptedEndpoint } from '../entry/scripted-endpoint.ts';
import type { ModelEndpoint } from '../support/model-endpoint.ts';
import { breaksOff } from '../support/model-endpoint-answers.ts';

/** An endpoint that begins an answer and is silent then: whatever ends the call, the money is spent. */
const TOPIC = 'never finished';

let daemon: InProcess;
let endpoint: ModelEndpoint;
let folder: DataFolder;
beforeAll(async () => {
  folder = await ownDataFolder();
  const script = { topic: TOPIC, title: 'Archaeologist', tool: 'pass', answers: [breaksOff('stalls')] };
  endpoint = await startScriptedEndpoint([script]);
  const environment = {
    ...folder.environment,
    ANTHROPIC_API_KEY: 'sk-ant-a-key-for-the-tests-0123456789',
    ANTHROPIC_BASE_URL: endpoint.url,
  };
  daemon = await InProcess.start(folder.path, environment, systemClock);
});
afterAll(async () => {
  await daemon.stop();
  await endpoint.close();
  await folder.remove();
});

function sum(values: readonly (number | null)[]): number {
  return values.reduce<number>((whole, value) => whole + (value ?? Number.NaN), 0);
}

test('T7: what a cancelled call has cost is in the record, the outcome, the files and the metrics', async () => {
  const { id } = await daemon.startDesign({
    topic: `An answer that is ${TOPIC}`,
    personas: ['archaeologist', 'subtractor'],
  });
  await expect
    .poll(() => endpoint.requests.some(({ promptText }) => promptText.includes('You are the Archaeologist.')))
    .toBe(true);
  await daemon.insist(`/designs/${id}/cancel`, { reason: 'enough', author: 'ana' });
  const feed = daemon.events(id);
  const unanswered = await feed.until('the cost', ({ atLeast }) => atLeast === true);
  await feed.until('the files', ({ type }) => type === 'files_written');

  const records = await daemon.turns(id);
  const cancelled = records.find(({ turnId }) => turnId === unanswered.turnId);
  expect(cancelled).toMatchObject({ outcome: 'cancelled', costIsAtLeast: true, usage: unanswered.usage });
  expect(cancelled?.costUsd).toBeGreaterThan(0);
  const { outcome, personas } = await daemon.design(id);
  expect(outcome).toMatchObject({ costIsAtLeast: true });
  expect(outcome?.costUsd).toBeCloseTo(sum(records.map(({ costUsd }) => costUsd)), 6);
  expect(personas.filter(({ costIsAtLeast }) => costIsAtLeast).map(({ name }) => name)).toContain(
    'archaeologist',
  );
  const manifest = JSON.parse(await daemon.text(`/designs/${id}/artifacts/manifest.json`));
  expect(manifest.outcome).toMatchObject({ costIsAtLeast: true, costUsd: outcome?.costUsd });
  expect(await daemon.text(`/designs/${id}/artifacts/transcript.md`)).toContain('at least $');
  expect(await (await daemon.request('/metrics')).text()).toMatch(/model_calls_unanswered_total\{.*\} [1-9]/);
  const bundle = join(folder.path, 'designs', id);
  expect(await readdir(bundle)).toContain('events.jsonl');
  expect(await charrette(folder.path, ['verify', bundle])).toMatchObject({ code: 0 });
});
