import { expect, test } from 'vitest';
import type { TraceStep } from '#ports/turn-record.ts';
import { withholdProposal, withholdProposals } from '#turns/records/withheld.ts';
import { turnRecordOf } from '../../support/designs/commits.ts';
import { given } from '../../support/designs/given.ts';
import { USAGE } from '../scripted-model.ts';

const WITHHELD = '[withheld until all proposals are shown]';
const SECRET = 'what it proposes';
const at = { atMs: 1 };
const call = { ...at, call: 1 };
const answer = {
  kind: 'answer_received',
  ...call,
  stop: 'tool_use',
  usage: USAGE,
  costUsd: 0.1,
} as const;
const tool = { ...at, tool: 'submit_proposal' };
/** Each kind of step, and what people may read of it before the reveal. */
const STEPS: readonly (readonly [TraceStep, TraceStep | null])[] = [
  [{ kind: 'prompt_assembled', ...at, bytes: 1, sha256: '' }, null],
  [{ kind: 'request_sent', ...call, attempt: 1 }, null],
  [{ kind: 'first_token', ...call }, null],
  [
    { ...answer, text: SECRET },
    { ...answer, text: WITHHELD },
  ],
  [{ kind: 'request_failed', ...call, attempt: 1, fault: 'overloaded', transient: true }, null],
  [
    { kind: 'tool_called', ...tool, input: SECRET, result: 'ok', latencyMs: 1 },
    { kind: 'tool_called', ...tool, input: WITHHELD, result: 'ok', latencyMs: 1 },
  ],
  [
    { kind: 'submission_checked', ...tool, accepted: false, reason: SECRET },
    { kind: 'submission_checked', ...tool, accepted: false, reason: WITHHELD },
  ],
  [
    { kind: 'asked_again', ...at, reason: SECRET },
    { kind: 'asked_again', ...at, reason: WITHHELD },
  ],
  [
    { kind: 'asked_plainer', ...call, without: 'cache', said: SECRET },
    { kind: 'asked_plainer', ...call, without: 'cache', said: WITHHELD },
  ],
  [
    { kind: 'repaired', ...at, repair: 'unknown_field', fields: [SECRET] },
    { kind: 'repaired', ...at, repair: 'unknown_field', fields: [] },
  ],
];

const { design } = given();
const record = turnRecordOf(design.id, 1, { trace: STEPS.map(([step]) => step) });

test('J1: before the reveal the record of a proposal has all of its steps and none of its words', () => {
  const trace = STEPS.map(([step, shown]) => shown ?? step);
  expect(withholdProposal(record)).toEqual({ ...record, trace });
  const other = { ...record, kind: 'questions' };
  expect(withholdProposal(other)).toBe(other);
});

test('J1: the records are whole once the proposals are revealed, or none can follow', () => {
  const isWhole = (step: 'proposing' | 'mapping') => {
    const world = given().reach(step);
    return withholdProposals(world.design, [record])[0] === record;
  };
  expect([isWhole('proposing'), isWhole('mapping')]).toEqual([false, true]);
  const cancelled = given().reach('proposing');
  cancelled.do({ type: 'cancel', by: 'Ana', reason: '' });
  expect(withholdProposals(cancelled.design, [record])).toEqual([record]);
});
