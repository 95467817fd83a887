import { expect, it } from 'vitest';
import { linePlain, plainOf } from '../../../src/core/presentation/format/plain-document.ts';
import { recordMarkdown } from '../../../src/core/presentation/record/record.ts';
import { DELIBERATION } from '../../../src/core/presentation/record/tell-deliberation.ts';
import type { Confirmation } from '../../../src/core/vocabulary/submission.ts';
import { given, of, type World } from '../../support/given.ts';
import type { Script } from '../../support/given-start.ts';
import { audit, confirmation, finding } from '../../support/given-submission.ts';

/** The first finding contradicts a person, so that the auditor confirms the answer to it; the second one is minor. */
const FOUND: Script = {
  audit: ({ topic }) => {
    const { tool, input } = audit();
    const first = finding({ severity: 'major', reply: 'topic', words: topic });
    return { tool, input: { ...input, findings: [first, finding()] } };
  },
};

function confirmed(changes: Partial<Confirmation> = {}): World {
  const world = given({ says: FOUND }).reach('confirming');
  world.submits('auditor', confirmation(world.design, changes));
  return world;
}

function words(world: World): string[] {
  const { design } = world;
  const told = [
    ...of(world.history, 'revision_submitted').map((each) => DELIBERATION.revision_submitted(each, design)),
    ...of(world.history, 'revision_confirmed').map((each) => DELIBERATION.revision_confirmed(each, design)),
  ];
  return told.map((each) => `${linePlain(each.line)}\n${plainOf(each.detail)}`);
}

/** The part of the record about the audit. */
function audited(world: World): string {
  return recordMarkdown(world.reach('writing').design).split('## The audit')[1] ?? '';
}

it('J12: a revision is told by its parts, and what each changed for', () => {
  const [revised = ''] = words(confirmed());
  expect(revised).toContain('revised the decision (confidence 0.8; 1 change; findings: 2 acted on).');
  expect(revised).toContain('Paragraph changed, for finding 1 and finding 2.');
  expect(revised).toContain('before: One store is easier to run than two.');
  // The whole text stands below, as it is signed (J9).
  expect(revised.indexOf('before: One store')).toBeLessThan(revised.indexOf('Turn the switch off'));
});

it('J12: a confirmation is told with what it found answered, and what not', () => {
  expect(words(confirmed())[1]).toContain('read what was changed: 1 finding answered.');
  const findings = [{ finding: 'F1', reason: 'It still does.', isAnswered: false }];
  const [, told = ''] = words(confirmed({ findings }));
  expect(told).toContain('read what was changed: finding 1 not answered.');
  expect(told).toContain('Finding 1: Not answered. It still does.');
});

it('J12: the record says of each finding that matters if the auditor finds it answered', () => {
  expect(audited(confirmed())).toMatch(/major\*\*.*Confirmed by the auditor\./);
  const findings = [{ finding: 'F1', isAnswered: false, reason: 'It still does.' }];
  expect(audited(confirmed({ findings }))).toMatch(/Not answered, says the auditor:\* It still does\./);
  const world = given({ says: FOUND }).reach('confirming');
  world.deadline(`round:${world.design.rounds.at(-1)?.id ?? 'r0'}`);
  const [major = '', minor = ''] = audited(world)
    .split('\n')
    .filter((line) => line.startsWith('- '));
  expect(major).toContain('Not confirmed by the auditor.');
  expect(minor).not.toContain('auditor');
});
