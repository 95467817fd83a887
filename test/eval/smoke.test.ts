import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { smoke } from '../../eval/smoke/run.ts';
import { asMessage, KEYS, plain, threeModels } from '../entry/models/three-wires.ts';
import { afterwards } from '../entry/waiting.ts';
import { says } from '../support/model-endpoint-answers.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { GOOGLE_WIRE } from '../support/wires/google.ts';
import { OPENAI_WIRE } from '../support/wires/openai.ts';
import { COMPATIBLE_WIRE } from '../support/wires/openai-compatible.ts';
import { startVendorEndpoint } from '../support/wires/vendor-endpoint.ts';

async function run(environment: Readonly<Record<string, string>>, maySpend: boolean) {
  const lines: string[] = [];
  const code = await smoke({ environment, maySpend, say: (line) => lines.push(line) });
  return { code, said: lines.join('\n') };
}

test('without a key, and without leave to spend, nothing is run', async () => {
  expect(await run({}, true)).toMatchObject({
    code: 2,
    said: expect.stringContaining('No model can be used'),
  });
  expect(await run({ ANTHROPIC_API_KEY: 'a-key' }, false)).toEqual({
    code: 2,
    said: 'One quick design with claude-opus-5-5 and claude-sonnet-5-5, for at most $1.00. Add --yes to run it.',
  });
});

test('one quick design on three wires says what came back, what it cost, and what was asked again', async () => {
  const gpt = await startVendorEndpoint(OPENAI_WIRE);
  const gemini = await startVendorEndpoint(GOOGLE_WIRE);
  const llama = await startVendorEndpoint(COMPATIBLE_WIRE);
  for (const wire of [gpt, gemini, llama]) afterwards(() => wire.close());
  gpt.respondWith(plain);
  gemini.respondWith(plain);
  let asked = 0;
  llama.respondWith((request) => {
    asked += 1;
    return asked === 1 ? says('I would like to think about it.') : asMessage(plain(request));
  });
  const file = join(temporaryFolder(), 'models.yaml');
  await writeFile(file, threeModels({ gpt: gpt.url, gemini: gemini.url, llama: llama.url }));
  const { code, said } = await run({ ...KEYS, CHARRETTE_MODELS: file }, true);
  expect(code).toBe(0);
  expect(said).toContain('openai (gpt-6)');
  expect(said).toContain('google (gemini-4)');
  expect(said).toContain('openai-compatible (llama-4)');
  expect(said).toContain('tools called by messages');
  expect(said).toMatch(/tools: claimed message; tried: \d+ submissions, of which 0 did not fit/);
  expect(said).toMatch(/cache: claimed yes; tried: reads were reported/);
  expect(said).toContain('asked again: the answer used no tool 1');
  expect(said).toMatch(/It ended (completed|needs_review) and cost \$\d+\.\d\d; \$\d+\.\d\d was expected\./);
  for (const key of Object.values(KEYS)) expect(said).not.toContain(key);
});
