import { expect, it } from 'vitest';
import type { Confirmation } from '../../src/core/vocabulary/submission.ts';
import { writeRecordMarkdown } from '../../src/presentation/record.ts';
import { given, type World } from '../support/designs/given.ts';
import type { Script } from '../support/designs/given-start.ts';
import { audit, confirmation, revision } from '../support/designs/given-submission.ts';

/** The first finding blocks, so that the auditor confirms the answer to it; the second one is minor. */
const FOUND: Script = {
  audit: () => audit('blocking', 'minor'),
  revision: (design) => {
    const { tool, input } = revision(design);
    const answers = ['F1', 'F2'];
    const findings = answers.map((id) => ({ finding: id, where: 'In step 1.', done: 'acted_on' as const }));
    return {
      tool,
      input: { ...input, changes: input.changes.map((change) => ({ ...change, answers })), findings },
    };
  },
};

function confirmed(changes: Partial<Confirmation> = {}): World {
  const world = given({ says: FOUND }).reach('confirming');
  world.submits('auditor', confirmation(world.design, changes));
  return world;
}

/** The part of the record about the audit. */
function audited(world: World): string {
  return writeRecordMarkdown(world.reach('writing').design).split('## The audit')[1] ?? '';
}

it('J12: the record says of each finding that matters if the auditor finds it answered', () => {
  expect(audited(confirmed())).toMatch(/blocking\*\*.*Confirmed by the auditor\./);
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
