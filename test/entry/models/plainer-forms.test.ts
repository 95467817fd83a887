import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { systemClock } from '../../../src/adapters/system/clock.ts';
import { startModelEndpoint } from '../../support/model-endpoint.ts';
import { holds, type Refuses, refusing } from '../../support/refusing.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { COMPATIBLE_WIRE } from '../../support/wires/openai-compatible.ts';
import { startVendorEndpoint } from '../../support/wires/vendor-endpoint.ts';
import { ownDataFolder } from '../daemon.ts';
import { InProcess } from '../in-process.ts';
import { afterwards } from '../waiting.ts';
import { plain } from './three-wires.ts';

const naming =
  (...fields: readonly string[]): Refuses =>
  (body) => {
    const found = fields.find((field) => holds(body, field));
    return found === undefined ? null : `${found}: Extra inputs are not permitted`;
  };
const noGrammar: Refuses = (body) =>
  holds(body, 'tools') ? 'Failed to initialize samplers: failed to parse grammar' : null;

test.each([
  [
    'strict tools, effort, cache marks and one call at once',
    'anthropic',
    naming('strict', 'effort', 'cache_control', 'tool_choice'),
  ],
  ['any grammar', 'openai-compatible', noGrammar],
] as const)('A20: an endpoint that refuses %s holds a whole design', async (_name, wire, refuses) => {
  const endpoint =
    wire === 'anthropic'
      ? await startModelEndpoint({ lax: true })
      : await startVendorEndpoint(COMPATIBLE_WIRE);
  afterwards(() => endpoint.close());
  endpoint.respondWith(refusing(refuses, plain));
  const file = join(temporaryFolder(), 'models.yaml');
  await writeFile(
    file,
    `
families: { llama: Llama }
models:
  local: { family: llama, wire: ${wire}, base_url: ${endpoint.url}, key: none, context: 128000, price: none }
`,
  );
  const folder = await ownDataFolder();
  const daemon = await InProcess.start(
    folder.path,
    { ...folder.environment, CHARRETTE_MODELS: file, CHARRETTE_GATE_SECONDS: '1' },
    systemClock,
  );
  afterwards(async () => {
    await daemon.stop();
    await folder.remove();
  });
  const { id } = await daemon.startDesign({ topic: 'A queue on an island', depth: 'quick' });
  await daemon.untilEnded(id);
  const { decision, status, outcome } = await daemon.design(id);
  expect([status, outcome?.reasons]).toEqual(['completed', []]);
  expect(decision?.sentence).toBeTruthy();
  const turns = await daemon.turns(id);
  const failed = turns.filter(({ outcome }) => outcome !== 'spoke' && outcome !== 'passed');
  expect(failed.map(({ error }) => error?.class)).toEqual([]);
  // Every turn says how it was asked, and none took a second attempt.
  for (const { trace } of turns) {
    expect(trace.some(({ kind }) => kind === 'asked_plainer')).toBe(true);
    expect(trace.filter(({ kind }) => kind === 'request_failed')).toEqual([]);
  }
  // The first turns find the form out, at most one each for each part; all others begin there.
  expect(endpoint.requests.filter(({ body }) => refuses(body) !== null).length).toBeLessThan(turns.length);
});
