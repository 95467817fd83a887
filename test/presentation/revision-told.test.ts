import { expect, test } from 'vitest';
import type { ChangeVerdict } from '../../src/core/decision/changes.ts';
import { writeRecordMarkdown } from '../../src/presentation/record/record.ts';
import { given, type World } from '../support/designs/given.ts';
import type { Script } from '../support/designs/given-start.ts';
import { audit, confirmation, mapping, revision } from '../support/designs/given-submission.ts';

/** The first finding blocks, and a change answers it; the second one is minor. */
const FOUND: Script = {
  audit: () => audit('blocking', 'minor'),
  revision: (design) => {
    const { tool, input } = revision(design);
    const findings = [{ finding: 'F1', where: 'In step 1.', done: 'acted_on' as const }];
    const [change] = input.changes;
    const reason = {
      part: 'sentence' as const,
      number: '2',
      how: 'replace' as const,
      rests: ['A-1'],
    };
    const fields = [
      { name: 'text', text: 'One store is easier to run than two, and delayed jobs move last.' },
    ];
    return {
      tool,
      input: { ...input, changes: [{ ...change, ...reason, fields, answers: ['F1'] }], findings },
    };
  },
};

function confirmed(verdict: ChangeVerdict): World {
  const world = given({ says: FOUND }).reach('confirming');
  if (verdict === 'not_looked_at')
    world.deadline(`round:${world.design.rounds.at(-1)?.id ?? 'r0'}`);
  else {
    const changes = [{ change: 'change 1', reason: 'It still does.', verdict }];
    world.submits('auditor', confirmation(world.design, { changes }));
  }
  return world.reach('writing');
}

test.each<[ChangeVerdict, boolean, RegExp]>([
  ['answers', false, /The auditor confirms it\.\* It still does\./],
  ['does_not', true, /The auditor does not confirm it\.\* It still does\./],
  ['harms', true, /does harm .* Taken out\.\* It still does\./],
  ['not_looked_at', true, /The auditor has not looked at it\./],
])(
  'J12: the record says of a finding and of its change that the auditor says %s',
  (verdict, isOpen, said) => {
    const record = writeRecordMarkdown(confirmed(verdict).design).split('## The audit')[1] ?? '';
    const [blocking = '', minor = '', change = ''] = record
      .split('\n')
      .filter((line) => line.startsWith('- '));
    expect(blocking.includes('Still open.')).toBe(isOpen);
    expect(minor).not.toMatch(/open|answered/);
    expect(change).toMatch(said);
  },
);

/** The decision is written anew, on another base. */
const ANEW: Script = {
  mapping: () => mapping(),
  audit: () => audit('blocking'),
  revision: (design) => {
    const base = { answers: ['F1'], number: '', how: 'replace' as const, fields: [], rests: [] };
    const fields = [{ name: 'text', text: 'The queue stays.' }];
    const changes = [
      { ...base, part: 'decision' as const, fields },
      { ...base, part: 'rejected' as const, number: '1', rests: ['A', 'C'] },
      { ...base, part: 'risk' as const, number: '1', how: 'remove' as const },
    ];
    const findings = [{ finding: 'F1', where: 'In the decision.', done: 'acted_on' as const }];
    return revision(design, { base: 'B', changes, findings });
  },
};

test('J12: the record says what was removed, and what harm was not taken out', () => {
  const world = given({ says: ANEW }).reach('confirming');
  const changes = (['harms', 'answers', 'answers', 'answers'] as const).map((verdict, index) => {
    return { change: `change ${index + 1}`, reason: `It is ${index}.`, verdict };
  });
  world.submits('auditor', confirmation(world.design, { changes }));
  const record = writeRecordMarkdown(world.reach('deciding').design);
  expect(record).toMatch(/nobody asked for it\. It was not taken out\.\* It is 0\./);
  expect(record).toContain('Removed risk 1 because of finding 1.');
});
