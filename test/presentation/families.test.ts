import { expect, test } from 'vitest';
import { outcomeOf } from '../../src/core/outcome/outcome.ts';
import { bannerText } from '../support/designs/banner-text.ts';
import { given } from '../support/designs/given.ts';
import { startDesign } from '../support/designs/given-start.ts';

/** A whole design in which each participant has this family, and each family its model. */
function heldBy(
  families: Readonly<Record<string, string | undefined>>,
  models: Readonly<Record<string, string>>,
) {
  const participants = startDesign().participants.map(({ family: _, ...each }) => {
    const family = families[each.id] ?? families.others;
    return {
      ...each,
      model: models[each.id] ?? 'claude-opus-5-5',
      ...(family === undefined ? {} : { family }),
    };
  });
  return bannerText(outcomeOf(given({ start: { participants } }).reachEnd().design));
}

test('J7: two models of one family are not told as two that think differently', () => {
  expect(heldBy({ others: 'Claude' }, {})).toContain(' · one model · ');
  expect(heldBy({ others: 'Claude' }, { auditor: 'claude-haiku-5-5' })).toContain(
    ' · 2 models · personas and auditor are of one model family · ',
  );
  expect(heldBy({ others: 'Claude', auditor: 'GPT' }, { auditor: 'gpt-6' })).toContain(
    ' · models of 2 families (Claude and GPT) · personas are of one model family',
  );
  expect(heldBy({ others: 'Claude', subtractor: 'GPT' }, { subtractor: 'gpt-6' })).toContain(
    ' · models of 2 families (Claude and GPT) · auditor and synthesizer are of one model family',
  );
  const spread = { others: 'Claude', subtractor: 'GPT', auditor: 'GPT' };
  expect(heldBy(spread, { subtractor: 'gpt-6', auditor: 'gpt-6' })).toContain(
    ' · models of 2 families (Claude and GPT) · ',
  );
});

test('J7: where a family is not known, models are counted, and nothing is said of families', () => {
  const words = heldBy({ subtractor: 'Claude' }, { subtractor: 'claude', auditor: 'a-model' });
  expect(words).toContain('3 models');
  expect(words).not.toContain('famil');
});
