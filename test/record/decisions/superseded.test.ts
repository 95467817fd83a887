import { expect, test } from 'vitest';
import { readRecord } from '../../../src/record/decisions/read-record.ts';
import { writeSuperseded } from '../../../src/record/decisions/superseded.ts';

const PATH = 'docs/adr/0007-queue.md';
const BY = { number: '0012', path: 'docs/adr/0012-move.md' };
const LINK = '[ADR-0012](0012-move.md)';
const NYGARD = (status: string) =>
  `# 7. Queue\n\nDate: 2026-01-05\n\n## Status\n\n${status}\n\n## Context\n\nStatus: it grows.\n\n## Decision\n\nIt stays.\n`;

test.each([
  [
    'front matter',
    '---\nstatus: accepted\ndate: 2026-01-05\n---\n# Queue\n',
    'status: "superseded by ADR-0012"',
  ],
  ['front matter of ours', '---\nstatus: "accepted"\n---\n# Queue\n', 'status: "superseded by ADR-0012"'],
  [
    'a list',
    '# Queue\n\n* Status: accepted\n* Date: 2026-01-05\n\n## Context\n',
    `* Status: superseded by ${LINK}`,
  ],
  ['a bold list', '# Queue\n\n- **Status:** Accepted\n\n## Context\n', `- **Status:** superseded by ${LINK}`],
  ['a plain row', '# Queue\n\nStatus: Accepted\n\n## Context\n', `Status: superseded by ${LINK}`],
  ['a heading', NYGARD('Accepted'), `Superseded by ${LINK}`],
])('a record is superseded in its own style: %s', (_, text, row) => {
  for (const given of [text, text.replaceAll('\n', '\r\n')]) {
    const changed = writeSuperseded(PATH, given, BY) ?? '';
    const [before, after] = [given, changed].map((each) => each.split(/\r?\n/));
    // One row is another, and every other byte is the same.
    expect(after?.filter((each, at) => each !== before?.[at])).toEqual([row]);
    expect(changed.includes('\r\n')).toBe(given.includes('\r\n'));
    expect(readRecord(PATH, changed)).toMatchObject({ status: 'superseded' });
    expect(writeSuperseded(PATH, changed, BY)).toBe(changed);
  }
});

test.each([
  ['it has none', '# Queue\n\n## Context\n\nStatus: it grows.\n'],
  ['it has two in one place', '# Queue\n\nStatus: accepted\nStatus: proposed\n\n## Context\n'],
  ['below its heading none of two rows is a status', NYGARD('Accepted in March\n\nAmended in May')],
  ['below its heading are two', NYGARD('Accepted\n\nProposed')],
  ['its heading has nothing below it', '# Queue\n\n## Status\n\n## Context\n\nIt grows.\n'],
  ['it stands in a table', '# Queue\n\n| Status | accepted |\n|---|---|\n\n## Context\n'],
  ['front matter never ends', '---\nstatus: accepted\n# Queue\n'],
  ['its value is a block of rows', '---\nstatus:\n  - accepted\n---\n# Queue\n'],
])('a record whose status would have to be guessed is left alone: %s', (_, text) => {
  expect(writeSuperseded(PATH, text, BY)).toBeNull();
});

test('what stands beside a status stays, and a status in two places is changed in both', () => {
  const amended = NYGARD('Accepted\n\nAmended by [9. Help](0009-help.md)');
  expect(writeSuperseded(PATH, amended, BY)).toBe(amended.replace('Accepted', `Superseded by ${LINK}`));
  const both = `---\nid: 7\nstatus: Accepted\n---\n${NYGARD('Accepted')}`;
  expect(writeSuperseded(PATH, both, BY)).toBe(
    `---\nid: 7\nstatus: "superseded by ADR-0012"\n---\n${NYGARD(`Superseded by ${LINK}`)}`,
  );
});

test('the link leads from the folder of the one record to that of the other', () => {
  const changed = writeSuperseded('adr/old/0007-queue.md', NYGARD('Accepted'), BY);
  expect(changed).toContain('[ADR-0012](../../docs/adr/0012-move.md)');
});
