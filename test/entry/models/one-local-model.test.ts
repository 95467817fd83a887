import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { systemClock } from '../../../src/adapters/system/clock.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { COMPATIBLE_WIRE } from '../../support/wires/openai-compatible.ts';
import { startVendorEndpoint } from '../../support/wires/vendor-endpoint.ts';
import { ownDataFolder } from '../daemon.ts';
import { InProcess } from '../in-process.ts';
import { afterwards } from '../waiting.ts';
import { plain } from './three-wires.ts';

test('A16: one model on one’s own machine holds a design without any key, and nothing is paid', async () => {
  const local = await startVendorEndpoint(COMPATIBLE_WIRE, { counts: false });
  afterwards(() => local.close());
  local.respondWith(plain);
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
  const environment = { ...folder.environment, CHARRETTE_MODELS: file, CHARRETTE_BUDGET_USD_PER_DESIGN: '1' };
  const daemon = await InProcess.start(
    folder.path,
    { ...environment, CHARRETTE_GATE_SECONDS: '1' },
    systemClock,
  );
  afterwards(async () => {
    await daemon.stop();
    await folder.remove();
  });
  const { id } = await daemon.startDesign({ topic: 'A queue on an island', depth: 'quick' });
  await daemon.untilEnded(id);
  const { decision, outcome, rehearsal } = await daemon.design(id);
  expect([rehearsal, outcome?.costUsd]).toEqual([false, 0]);
  expect(decision?.sentence).toBeTruthy();
  expect(local.problems).toEqual([]);
  expect(local.maxAtOnce).toBeLessThanOrEqual(2);
  expect(await daemon.text(`/designs/${id}/artifacts/brief.md`)).toContain('one model');
});
