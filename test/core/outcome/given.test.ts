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
  const of = (...names: string[]) =>
    sumGiven([design, refuted], 'title').filter(({ name }) => names.includes(name));
  const none = { claims: 0, adopted: 0, refuted: 0, cited: 0, held: 0 };
  const given = { designs: 2, usd: 0.4, ...none };
  expect(of('Archaeologist', 'Failure analyst', 'Auditor')).toEqual([
    { name: 'Archaeologist', ...given, claims: 8, adopted: 2, refuted: 2 },
    { name: 'Failure analyst', ...given, claims: 8 },
    { name: 'Auditor', ...given, usd: 0.1 },
  ]);
});
