import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { calledHere } from '../entry/cli.ts';
import { scriptedDaemon } from '../entry/scripted-endpoint.ts';
import { eventually } from '../support/runner/eventually.ts';
import { breaksOff } from '../support/services/model-endpoint-answers.ts';

/**
 * An endpoint that begins an answer and is silent then: whatever ends the call, the money is spent.
 */
const TOPIC = 'never finished';

const { daemon, endpoint, folder } = await scriptedDaemon([
  { topic: TOPIC, title: 'Archaeologist', tool: 'pass', answers: [breaksOff('stalls')] },
]);

function sum(values: readonly (number | null)[]): number {
  return values.reduce<number>((whole, value) => whole + (value ?? Number.NaN), 0);
}

test('T7: what a cancelled call has cost is in the record, the outcome, the files and the metrics', async () => {
  const { id } = await daemon.startDesign({
    topic: `An answer that is ${TOPIC}`,
    personas: ['archaeologist', 'subtractor'],
  });
  const asked = () => endpoint.requests.map(({ promptText }) => promptText);
  await eventually(asked).toContainEqual(expect.stringContaining('You are the Archaeologist.'));
  await daemon.insist(`/designs/${id}/cancel`, { reason: 'enough', author: 'ana' });
  const feed = daemon.events(id);
  const unanswered = await feed.until('the cost', ({ atLeast }) => atLeast === true);
  await feed.until('the files', ({ type }) => type === 'files_written');

  const records = await daemon.turns(id);
  const cancelled = records.find(({ turnId }) => turnId === unanswered.turnId);
  expect(cancelled).toMatchObject({
    outcome: 'cancelled',
    costIsAtLeast: true,
    usage: unanswered.usage,
  });
  expect(cancelled?.costUsd).toBeGreaterThan(0);
  // Another call that was ended may be put on record between two looks.
  const beyondTurns = async () => {
    const { outcome } = await daemon.design(id);
    const ofTurns = sum((await daemon.turns(id)).map(({ costUsd }) => costUsd));
    return Math.abs((outcome?.costUsd ?? Number.NaN) - ofTurns);
  };
  // The outcome has six decimals.
  await eventually(beyondTurns).toBeLessThan(1e-6);
  const { outcome, personas } = await daemon.design(id);
  expect(outcome).toMatchObject({ costIsAtLeast: true });
  expect(personas.filter(({ costIsAtLeast }) => costIsAtLeast).map(({ name }) => name)).toContain(
    'archaeologist',
  );
  const manifest = JSON.parse(await daemon.text(`/designs/${id}/artifacts/manifest.json`));
  expect(manifest.outcome).toMatchObject({ costIsAtLeast: true, costUsd: outcome?.costUsd });
  expect(await daemon.text(`/designs/${id}/artifacts/transcript.md`)).toContain('at least $');
  expect(await (await daemon.request('/metrics')).text()).toMatch(
    /model_calls_unanswered_total\{.*\} [1-9]/,
  );
  const bundle = join(folder.path, 'designs', id);
  expect(await readdir(bundle)).toContain('events.jsonl');
  expect(await calledHere(folder.path, ['verify', bundle])).toMatchObject({ code: 0 });
});
