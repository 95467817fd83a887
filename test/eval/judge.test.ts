import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { judgeAmong } from '../../eval/worth/plan.ts';
import { readConfiguration } from '../../src/entry/config.ts';
import { choiceOf } from '../../src/entry/open-model.ts';
import { KEYS, threeModels } from '../entry/models/three-wires.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const folder = temporaryFolder();
const file = join(folder, 'models.yaml');
const nowhere = 'http://127.0.0.1:9';
writeFileSync(file, threeModels({ gpt: nowhere, gemini: nowhere, llama: nowhere }));

/** The choice of models as an operator has it: of the file that ships, or of three families. */
function usable(more: Readonly<Record<string, string>>) {
  return choiceOf(readConfiguration({ CHARRETTE_DATA_DIR: folder, ...more }));
}

const THREE = { CHARRETTE_MODELS: file, ...KEYS };

test('the one that compares is of the first family that took no part', () => {
  const { models, defaultModel } = usable(THREE);
  const judge = (...tookPart: string[]) => judgeAmong(models, tookPart, defaultModel);
  expect(judge('gpt-6', 'gpt-6')).toEqual({ model: 'gemini-4', isOutside: true });
  expect(judge('gpt-6', 'gemini-4')).toEqual({ model: 'llama-4', isOutside: true });
  expect(judge('llama-4', 'gemini-4')).toEqual({ model: 'gpt-6', isOutside: true });
});

test('without another family, or with one that is not known, nobody is said to be from outside', () => {
  const { models, defaultModel } = usable({ ANTHROPIC_API_KEY: 'sk-ant-a-key-for-the-tests-0123456789' });
  expect(judgeAmong(models, [defaultModel], defaultModel)).toEqual({ model: defaultModel, isOutside: false });
  const three = usable(THREE);
  const all = judgeAmong(three.models, ['gpt-6', 'gemini-4', 'llama-4'], three.defaultModel);
  expect(all).toEqual({ model: three.defaultModel, isOutside: false });
  const unknown = judgeAmong(three.models, ['gpt-6', 'a-model-of-nobody'], three.defaultModel);
  expect(unknown).toEqual({ model: three.defaultModel, isOutside: false });
});
