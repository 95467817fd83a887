import { expect, test } from 'vitest';
import type { Participant } from '#core/vocabulary/design.ts';
import { chooseModelForRecord } from '#engine/asking/model-for-record.ts';
import { given } from '../../support/designs/given.ts';

const [one] = given().design.participants;
if (one === undefined) throw new Error('a design has participants');
const participant = (role: Participant['role'], model: string, family?: string): Participant => {
  const { family: _, ...rest } = one;
  return { ...rest, role, model, ...(family === undefined ? {} : { family }) };
};
const GPT = participant('synthesizer', 'gpt', 'GPT');
const OPUS = participant('persona', 'opus', 'Claude');

/**
 * The model for the record of these, where these entries are set up and the first is for new
 * designs.
 */
function modelOf(
  participants: Participant[],
  entries: Readonly<Record<string, string>>,
): string | null {
  const models = Object.entries(entries).map(([model, family]) => ({ model, family }));
  return chooseModelForRecord(
    { participants },
    { defaultModel: models[0]?.model ?? '', models, familyOf: (model) => entries[model] ?? null },
  );
}

test.each<[string, Participant[], Readonly<Record<string, string>>, string | null]>([
  ['the synthesizer’s own', [OPUS, GPT], { opus: 'Claude', gpt: 'GPT' }, 'gpt'],
  [
    'another’s that took part, where that is gone',
    [GPT, OPUS],
    { llama: 'Llama', opus: 'Claude' },
    'opus',
  ],
  ['a newer one of a family that took part', [GPT, OPUS], { 'opus-6': 'Claude' }, 'opus-6'],
  [
    'one of such a family before that of new designs',
    [OPUS],
    { llama: 'Llama', 'opus-6': 'Claude' },
    'opus-6',
  ],
  ['none, where only others are set up', [GPT, OPUS], { llama: 'Llama' }, null],
  ['none by a name that is another family’s now', [GPT], { gpt: 'Llama' }, null],
  [
    'that of new designs, where no family is on record',
    [participant('synthesizer', 'old')],
    { opus: 'Claude' },
    'opus',
  ],
])('J14: the record of a design goes to %s', (_, participants, entries, model) => {
  expect(modelOf(participants, entries)).toBe(model);
});
