import { expect, test } from 'vitest';
import { findHead, writeSuperseded } from '#presentation/decision/published-record.ts';

test('P11: the head of a published record is read in its front-matter alone', () => {
  const head = 'a'.repeat(64);
  const record = `---\nstatus: "accepted"\ncharrette-head: "${head}"\n---\n\n# Any\n`;
  expect(findHead(record)).toBe(head);
  expect(findHead(record.replace('---\n', ''))).toBeNull();
  expect(findHead(`---\nstatus: "accepted"\n---\n\ncharrette-head: "${head}"\n`)).toBeNull();
});

const MARKED = (rows: string) =>
  `---\n${rows}\ncharrette-head: "${'a'.repeat(64)}"\n---\n\n# Any\n\nstatus: accepted\n`;

test.each([['"proposed"'], ['accepted'], ['"superseded by ADR-0009"']])(
  'the status %s of a record of ours becomes that of a superseded one, and every other byte stays',
  (status) => {
    const changed = writeSuperseded(MARKED(`status: ${status}\ndate: 2026-01-05`), '0012');
    expect(changed).toBe(MARKED('status: "superseded by ADR-0012"\ndate: 2026-01-05'));
  },
);

test.each([
  ['it has none', MARKED('date: 2026-01-05')],
  ['it has two', MARKED('status: accepted\nstatus: proposed')],
  ['its value is a list', MARKED('status:\n  - accepted')],
  ['its value is a block', MARKED('status: >-\n  accepted')],
  ['its value goes on in the next row', MARKED('status: accepted\n  by all')],
  ['no head is in its front-matter', MARKED('status: accepted').replace('charrette-head', 'head')],
  ['its front-matter never ends', MARKED('status: accepted').replace('\n---\n\n', '\n\n')],
])('a status that would have to be guessed stays as it is: %s', (_, text) => {
  expect(writeSuperseded(text, '0012')).toBeNull();
});
