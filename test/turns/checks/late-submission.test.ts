import { expect, test } from 'vitest';
import { readLateSubmission } from '#turns/checks/late-submission.ts';
import { LATE } from '#turns/prompt/texts.ts';
import { liveDesign } from '../conversing.ts';

const { id: turnId } = liveDesign().turn();
const CALL = { type: 'call_tool', turnId, callId: 'call-1', name: 'pass' } as const;
const answer = { type: 'tool_answer', turnId, callId: 'call-1', ok: false, text: LATE, ends: true };
const read = (changes: object, input: object = { rationale: 'Is it hunter2?' }) =>
  readLateSubmission({ ...CALL, input, ...changes }, 1_000, (text) =>
    text.replaceAll('hunter2', '[redacted]'),
  );

test('C16: a submission after its turn is a command without a text to seal, and its author is told that it is late', () => {
  const submission = { tool: 'pass', input: { rationale: 'Is it [redacted]?' } };
  expect(read({})).toEqual({
    command: { type: 'submit', turnId, submission, sha256: '', citations: [], latencyMs: 0 },
    answer,
  });
});

test('C16: what is no submission after its turn is not recorded', () => {
  expect(read({}, {})).toEqual({ command: null, answer });
  expect(read({ name: 'read_file' })).toBeNull();
  expect(read({ turnId: 'another' })).toBeNull();
});
