import { parse } from '@babel/parser';
import { expect, test } from 'vitest';
import { sourceFiles } from './source.ts';

const IRREGULAR =
  /^(?:said|found|told|shown|known|drawn|given|made|kept|held|sent|spent|stood|struck|taken|left|lost|hidden|written|spoken|gone|done|begun|fell|came|gave|withheld)$/;
const REGULAR = /ed$/;
/** Verbs that end like a participle, and what names text that nobody here has written. */
const NO_PARTICIPLES = ['feed', 'seed', 'need', 'embed', 'untrusted'];

/** Names of functions that a file exports and that begin with a participle, unless they end in `Of`. */
function findParticiples(text: string): string[] {
  const { program } = parse(text, { sourceType: 'module', plugins: ['typescript'] });
  const names = program.body.flatMap((statement) => {
    if (statement.type !== 'ExportNamedDeclaration') return [];
    const { declaration } = statement;
    return declaration?.type === 'FunctionDeclaration' && declaration.id ? [declaration.id.name] : [];
  });
  return names.filter((name) => {
    const [first = ''] = name.split(/(?=[A-Z])/);
    const isParticiple = IRREGULAR.test(first) || REGULAR.test(first);
    return isParticiple && !name.endsWith('Of') && !NO_PARTICIPLES.includes(first);
  });
}

test('no exported function begins with a participle', () => {
  expect(findParticiples('export function shownClaims() {}\nexport function saidOf() {}')).toEqual([
    'shownClaims',
  ]);
  const all = sourceFiles('src').flatMap(({ text }) => findParticiples(text));
  expect(all).toEqual([]);
});
