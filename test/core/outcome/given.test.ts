import { expect, test } from 'vitest';
import { sumGiven } from '#core/outcome/given.ts';
import { present } from '#core/vocabulary/present.ts';
import { sampleDesign } from '../../support/designs/sample-design.ts';

test('what each persona gave is counted from the record of its designs, with the claims that the audit refuted', () => {
  const { design } = sampleDesign(() => undefined);
  const audit = present(design.audit, 'nobody has audited it');
  const row = (what: string, holds: 'yes' | 'no') => ({ what, holds, attempt: 'Looked it up.' });
  const tried = [row('A-1', 'no'), row('A-2', 'no'), row('B-1', 'yes')];
  const refuted = { ...design, audit: { ...audit, audit: { ...audit.audit, tried } } };
  const of = (name: string) =>
    sumGiven([design, refuted], 'title').find((each) => each.name === name);
  expect(of('Archaeologist')).toMatchObject({ designs: 2, claims: 8, adopted: 2, refuted: 2 });
  expect(of('Archaeologist')?.usd).toBeCloseTo(0.4);
  expect(of('Failure analyst')).toMatchObject({ designs: 2, claims: 8, adopted: 0, refuted: 0 });
  expect(of('Auditor')).toMatchObject({ designs: 2, claims: 0, cited: 0, held: 0 });
});
