import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { KEYS, threeModels } from '../entry/models/three-wires.ts';
import { afterwards } from '../entry/waiting.ts';
import { calls, says } from '../support/model-endpoint-answers.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { OPENAI_WIRE } from '../support/wires/openai.ts';
import { startVendorEndpoint } from '../support/wires/vendor-endpoint.ts';

const PROGRAM = join(import.meta.dirname, '../../eval/blind.ts');

test('a model without the repository is asked once for each question, and what it does not answer is told', async () => {
  const endpoint = await startVendorEndpoint(OPENAI_WIRE);
  afterwards(() => endpoint.close());
  const prompts: string[] = [];
  endpoint.respondWith(({ body }) => {
    prompts.push(JSON.stringify(body));
    return prompts.at(-1)?.includes('till and the gateway')
      ? says('I would rather not.')
      : calls('choose', { letter: 'A' });
  });
  const models = join(temporaryFolder(), 'models.yaml');
  writeFileSync(models, threeModels({ gpt: endpoint.url, gemini: endpoint.url, llama: endpoint.url }));
  const env = { PATH: process.env.PATH, CHARRETTE_MODELS: models, CHARRETTE_MODEL: 'gpt-6', ...KEYS };
  const { stdout } = await promisify(execFile)(process.execPath, [PROGRAM, '--max-usd', '5'], { env });
  expect(stdout).toMatch(/^gpt-6: 60 of 60 asked, for \$\d+\.\d\d; 1 did not answer\.\n- till-replay: /m);
  expect(stdout).toMatch(/^\| gpt-6, effort low \| .* \| 1[45] of 60 \|$/m);
  for (const prompt of prompts) expect(prompt).not.toContain('read_file');
  const poor = await promisify(execFile)(process.execPath, [PROGRAM, '--max-usd', '0.0000001'], { env });
  expect(poor.stdout).toContain('gpt-6: 1 of 60 asked');
}, 240_000);
