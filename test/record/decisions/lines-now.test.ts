import { expect, test } from 'vitest';
import { sha256Of } from '../../../src/foundation/digest.ts';
import { type LinesNow, traceLines } from '../../../src/record/decisions/lines-now.ts';

const TEXT = 'one\ntwo\nthree\nfour\nfive\n';
const CITED = { path: 'a.txt', from: 2, to: 3, sha256: sha256Of('two\nthree') };
const at = (from: number): LinesNow => ({ is: 'moved', to: { path: 'a.txt', from, to: from + 1 } });

test.each<[string, string | null, LinesNow]>([
  ['unchanged', TEXT, { is: 'same' }],
  ['with the line ends of Windows', TEXT.replaceAll('\n', '\r\n'), { is: 'same' }],
  ['without an end of the last line', 'one\ntwo\nthree', { is: 'same' }],
  ['further below', `zero\n${TEXT}`, at(3)],
  ['further above', 'two\nthree\nfour\n', at(1)],
  ['twice, the nearer one', `two\nthree\nnew\nnew\nnew\n${TEXT}`, at(1)],
  ['with a line between them', 'one\ntwo\nnew\nthree\n', { is: 'gone' }],
  ['with other indentation', 'one\n  two\n  three\n', { is: 'gone' }],
  ['in a shorter file', 'two\n', { is: 'gone' }],
  ['in an empty file', '', { is: 'gone' }],
  ['without their file', null, { is: 'gone' }],
  [
    'in Git LFS',
    'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n',
    { is: 'unknown', why: 'the file is kept in Git LFS' },
  ],
])('cited lines %s', (_, text, expected) => {
  expect(traceLines(CITED, text)).toEqual(expected);
});

test('without a hash nothing can be said', () => {
  expect(traceLines({ ...CITED, sha256: undefined }, TEXT)).toMatchObject({ is: 'unknown' });
});
