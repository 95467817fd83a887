import { expect, test } from 'vitest';
import { OUTLETS } from '../hostile/outlets.ts';
import { sourceFiles } from './source.ts';

/** Draws for models alone, who read letters. */
const FOR_MODELS = 'src/presentation/format/plain-document.ts';

test('A23: every file that draws blocks of a document, or a picture, has its outlet in the attack suite', () => {
  const drawing = sourceFiles('src').filter(({ text }) =>
    /case 'quote':|www\.w3\.org\/2000\/svg/.test(text),
  );
  const known = Object.values(OUTLETS).flatMap(({ files }) => files);
  expect(drawing.map(({ path }) => path).toSorted()).toEqual([...known, FOR_MODELS].toSorted());
});
