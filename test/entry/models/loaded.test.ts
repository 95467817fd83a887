import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, test, vi } from 'vitest';
import { systemClock } from '../../../src/adapters/system/clock.ts';
import { readConfiguration } from '../../../src/entry/config.ts';
import { openModels } from '../../../src/entry/open-model.ts';
import { modelParts } from '../../support/model-forms.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const SOURCE = resolve(import.meta.dirname, '../../../src');
/** Opens the models as composition does, and prints the packages that were loaded for it. */
const PROGRAM = `
import { registerHooks } from 'node:module';
const packages = new Set();
registerHooks({
  load(url, context, next) {
    const [, name] = /node_modules\\/((?:@[^/]+\\/)?[^/]+)/.exec(url) ?? [];
    if (name !== undefined) packages.add(name);
    return next(url, context);
  },
});
const { readConfiguration } = await import('${SOURCE}/entry/config.ts');
const { openModels } = await import('${SOURCE}/entry/open-model.ts');
const log = { debug() {}, info() {}, warn() {}, error() {} };
const configuration = readConfiguration(JSON.parse(process.argv[1]));
const forms = { list: async () => [] };
await openModels(configuration, [], { clock: { now: () => 0 }, log, forms });
console.log(JSON.stringify([...packages].filter((name) => /ai-sdk|anthropic/.test(name)).sort()));
`;

async function loadedWith(environment: Readonly<Record<string, string>>): Promise<unknown> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--input-type=module',
    '-e',
    PROGRAM,
    JSON.stringify({ CHARRETTE_DATA_DIR: temporaryFolder(), ...environment }),
  ]);
  return JSON.parse(stdout);
}

test('only the client of a wire that is configured is loaded, and none in a rehearsal', async () => {
  expect(await loadedWith({})).toEqual([]);
  expect(await loadedWith({ ANTHROPIC_API_KEY: 'a-key', OPENAI_API_KEY: 'another' })).toEqual([
    '@anthropic-ai/sdk',
  ]);
  const file = join(temporaryFolder(), 'models.yaml');
  await writeFile(
    file,
    'families: { gpt: GPT }\nmodels:\n  gpt: { family: gpt, wire: openai, price: unknown }\n',
  );
  expect(await loadedWith({ CHARRETTE_MODELS: file, OPENAI_API_KEY: 'a-key' })).toEqual([
    '@ai-sdk/openai',
    '@ai-sdk/provider',
    '@ai-sdk/provider-utils',
  ]);
});

test('A20: of an endpoint that was never called the log says how to find out what it takes', async () => {
  const parts = { ...modelParts(), log: { ...modelParts().log, info: vi.fn() }, clock: systemClock };
  const configuration = readConfiguration({
    CHARRETTE_DATA_DIR: temporaryFolder(),
    ANTHROPIC_API_KEY: 'a-key',
  });
  const endpoint = 'https://api.anthropic.com';
  await openModels(configuration, [], parts);
  const what = expect.stringMatching(/doctor --try$/);
  expect(parts.log.info.mock.calls).toEqual([['endpoint_is_new', { endpoint, what }]]);
  const form = { endpoint, model: 'claude', mark: '0'.repeat(64), leftOut: [], at: 1 };
  await parts.forms.keep(form);
  await openModels(configuration, [], parts);
  expect(parts.log.info).toHaveBeenCalledOnce();
});
