import { expect, test } from 'vitest';
import { headIn } from '../../../src/presentation/published-record.ts';

test('P11: the head of a published record is read in its front-matter alone', () => {
  const head = 'a'.repeat(64);
  const record = `---\nstatus: "accepted"\ncharrette-head: "${head}"\n---\n\n# Any\n`;
  expect(headIn(record)).toBe(head);
  expect(headIn(record.replace('---\n', ''))).toBeNull();
  expect(headIn(`---\nstatus: "accepted"\n---\n\ncharrette-head: "${head}"\n`)).toBeNull();
});
