import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { MOST_CHARACTERS_PER_TOKEN } from '#adapters/models/spending.ts';
import { systemClock } from '#adapters/system/clock.ts';
import { temporaryFolder } from '../../support/runner/temporary-folder.ts';
import { lying } from '../../support/services/model-endpoint-answers.ts';
import { COMPATIBLE_WIRE } from '../../support/services/wires/openai-compatible.ts';
import { startVendorEndpoint } from '../../support/services/wires/vendor-endpoint.ts';
import { ownDataFolder } from '../daemon.ts';
import { InProcess } from '../in-process.ts';
import { afterwards } from '../waiting.ts';
import { plain } from './three-wires.ts';

/** A design by one model on one's own machine, to its end. */
async function ownDesign(counts: boolean, respond: typeof plain) {
  const local = await startVendorEndpoint(COMPATIBLE_WIRE, { counts });
  afterwards(() => local.close());
  local.respondWith(respond);
  const file = join(temporaryFolder(), 'models.yaml');
  await writeFile(
    file,
    `
families: { llama: Llama }
models:
  local: { family: llama, wire: openai-compatible, base_url: ${local.url}, key: none, context: 128000, at_once: 2, price: none }
`,
  );
  const folder = await ownDataFolder();
  // A ceiling that somebody has set can be kept: what costs nothing has a known price.
  const environment = {
    ...folder.environment,
    CHARRETTE_MODELS: file,
    CHARRETTE_BUDGET_USD_PER_DESIGN: '1',
  };
  const daemon = await InProcess.start(
    folder.path,
    { ...environment, CHARRETTE_GATE_SECONDS: '1' },
    systemClock,
  );
  afterwards(async () => {
    await daemon.stop();
    await folder.remove();
  });
  const { id } = await daemon.startDesign({
    topic: 'A queue on an island',
    depth: 'quick',
    context: [{ name: 'notes', text: 'A queue on an island. '.repeat(2_000) }],
  });
  await daemon.untilEnded(id);
  return { daemon, id, local };
}

test('J11: a server that counts 2,048 tokens for each prompt has perhaps cut them, and the decision says so', async () => {
  const usage = { prompt_tokens: 2_048, completion_tokens: 9, total_tokens: 2_057 };
  const { daemon, id, local } = await ownDesign(true, (request) =>
    lying(plain(request), { usage }),
  );
  const longest = Math.max(...local.requests.map(({ promptText }) => promptText.length));
  expect(longest).toBeGreaterThan(2_048 * MOST_CHARACTERS_PER_TOKEN);
  expect(await daemon.text(`/designs/${id}/artifacts/brief.md`)).toContain(
    'may have read only a part',
  );
});

test('A16: one model on one’s own machine holds a design without any key, and nothing is paid', async () => {
  const { daemon, id, local } = await ownDesign(false, plain);
  const { decision, outcome, rehearsal } = await daemon.design(id);
  expect([rehearsal, outcome?.costUsd]).toEqual([false, 0]);
  expect(decision?.sentence).toBeTruthy();
  expect(local.problems).toEqual([]);
  expect(local.maxAtOnce).toBeLessThanOrEqual(2);
  expect(await daemon.text(`/designs/${id}/artifacts/brief.md`)).toContain('one model');
});
