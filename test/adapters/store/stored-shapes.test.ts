import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { readCommand } from '../../../src/adapters/store/records/rows.ts';
import { OutsideCommand } from '../../../src/core/vocabulary/commands.ts';
import { Effect, Post } from '../../../src/core/vocabulary/effects.ts';
import { StoredCommand } from '../../../src/core/vocabulary/upcast.ts';
import { InboxAnswer } from '../../../src/runtime/ports/store.ts';
import { StoredRow } from '../../../src/runtime/ports/transfer.ts';
import { TraceStep, TurnRecord } from '../../../src/runtime/turn/record.ts';

/**
 * Rows as the first version that had their kind has stored them, to the letter. Whatever a shape becomes, these are read, and what is
 * stored is the same text; a field that is added has to be optional or filled in.
 */
const DESIGN = 'dsn_01890000-0000-7000-8000-000000000001';
const SESSION = 'ses_01890000-0000-7000-8000-000000000002';
const TURN = 'trn_01890000-0000-7000-8000-000000000003';
const SETTINGS =
  '{"questions":"ask","gates":"ask","replacement":"once","answerMs":1,"roundMs":2,"synthesisMs":3,"gateMs":4,"designMs":5,"budgetUsd":null}';
const THREAD = '{"platform":"slack","channel":"C1","thread":"1.2","starter":"U1"}';
const USAGE = '{"inputTokens":1,"cacheWriteTokens":2,"cacheReadTokens":3,"outputTokens":4}';

const COMMANDS = [
  `{"type":"start_design","designId":"${DESIGN}","topic":"Topic","context":[{"name":"a.md","text":"A"}],"participants":[{"id":"operator","title":"Operator","emoji":"·","role":"persona","model":"m"}],"drawnOrder":["operator"],"settings":${SETTINGS},"repository":{"name":"repo","commit":"${'a'.repeat(40)}","digest":"d"},"startedBy":"Ada","thread":${THREAD},"successorOf":null,"carried":null,"rehearsal":false}`,
  '{"type":"record_reply","replyId":"r","author":"Ada","text":"Yes","questionId":"Q1"}',
  '{"type":"correct_match","questionId":"Q1","replyId":"r","by":"Ada"}',
  '{"type":"revise_reply","replyId":"r","author":"Ada","text":"No"}',
  '{"type":"withdraw_reply","replyId":"r"}',
  '{"type":"redact_reply","replyId":"r","words":"w","by":"Ada"}',
  '{"type":"finish_answering","by":"Ada","skip":true}',
  '{"type":"decide_gate","gateId":"gate-1","choice":"send_back","note":"n","by":"Ada"}',
  '{"type":"settle_divergence","divergenceId":"D1","position":"1a","note":"n","by":"Ada"}',
  '{"type":"cancel","by":"Ada","reason":"r"}',
  '{"type":"hand_over","to":"Ben","toId":"U2","by":"Ada"}',
  '{"type":"ask_owner","act":"decide","by":"Ben"}',
  '{"type":"judge_decision","verdict":"declined","note":"n","by":"Ada"}',
  '{"type":"assign_step","step":1,"to":"Ben","toId":"U2","date":"2026-12-01","by":"Ada"}',
  '{"type":"record_answer","question":"q","answer":[{"text":"t","cites":["A-1"]}],"costUsd":null,"isPrivate":true,"by":"Ada"}',
  `{"type":"supersede","successor":"${DESIGN}","decision":"d"}`,
  '{"type":"record_publication","publication":{"repository":"a/b","number":"0001","path":"p","pull":1,"url":"u","issues":[{"step":1,"issue":2,"url":"u"}]},"by":"Ada"}',
  '{"type":"record_recheck","recheck":{"commit":"","places":[{"place":"a:1","state":"same","now":""}],"revisit":[{"fact":1,"state":"open"}],"contradicted":["declined"]},"by":""}',
];

const POSTS = [
  '{"kind":"card"}',
  '{"kind":"files","of":"outcome"}',
  '{"kind":"divergence","divergenceId":"D1"}',
  '{"kind":"gate","gateId":"gate-1"}',
];

const EFFECTS = [
  `{"type":"start_session","participant":"operator","sessionId":"${SESSION}"}`,
  `{"type":"stop_session","sessionId":"${SESSION}"}`,
  `{"type":"ask","participant":"operator","sessionId":"${SESSION}","turnId":"${TURN}","roundId":"r1"}`,
  '{"type":"write_files"}',
  '{"type":"answer_alone"}',
  '{"type":"compare_control"}',
  '{"type":"tell_superseded"}',
  '{"type":"write_addendum"}',
  `{"type":"post","post":${POSTS[0]}}`,
  '{"type":"acknowledge","replyId":"r#2"}',
  '{"type":"finish_thread"}',
  '{"type":"show_standing"}',
  '{"type":"tell_requester","replyId":"r"}',
];

const STEPS = [
  '{"kind":"prompt_assembled","atMs":0,"bytes":1,"sha256":"a"}',
  '{"kind":"request_sent","atMs":1.5,"call":1,"attempt":1}',
  '{"kind":"first_token","atMs":2,"call":1}',
  `{"kind":"answer_received","atMs":3,"call":1,"stop":"tool_use","usage":${USAGE},"costUsd":null,"text":"t"}`,
  '{"kind":"request_failed","atMs":4,"call":2,"attempt":1,"fault":"overloaded","transient":true}',
  '{"kind":"tool_called","atMs":5,"tool":"read_file","input":"{}","result":"ok","latencyMs":1}',
  '{"kind":"submission_checked","atMs":6,"tool":"argue","accepted":false,"reason":"r"}',
  '{"kind":"asked_again","atMs":7,"reason":"r"}',
];

const TURNS = [
  `{"turnId":"${TURN}","designId":"${DESIGN}","participant":"operator","sessionId":"${SESSION}","roundId":"r1","kind":"argument","startedAt":1,"totalMs":2.5,"outcome":"refused","error":{"class":"c","message":"m","retryable":false,"lastStep":"asked_again","completedSteps":["first_token 1"],"totalMs":2.5},"usage":${USAGE},"costUsd":0.5,"confidence":null,"prompt":"p","trace":[${STEPS.join(',')}]}`,
];

const ANSWERS = [
  '{"accepted":true}',
  ...[
    'already_started',
    'not_started',
    'ended',
    'unknown_session',
    'unknown_turn',
    'wrong_tool',
    'unknown_reference',
    'incomplete',
    'not_open',
    'invalid',
    'late',
  ].map((code) => `{"accepted":false,"refusal":{"code":"${code}","message":"m"}}`),
];

const ROWS: readonly (readonly [string, z.ZodType, readonly string[]])[] = [
  ['commands', StoredCommand, COMMANDS],
  ['posts', Post, POSTS],
  ['effects', Effect, EFFECTS],
  ['steps of a trace', TraceStep, STEPS],
  ['turn records', TurnRecord, TURNS],
  ['answers', InboxAnswer, ANSWERS],
];

describe('records of an earlier version', () => {
  it.each(ROWS)('P7: %s are read, and stored again to the letter', (_, schema, rows) => {
    for (const row of rows) expect(JSON.stringify(schema.parse(JSON.parse(row)))).toBe(row);
  });

  it('P6: a start with fields that no start has any more is read without them, where it waits and where it is moved', () => {
    const [today = ''] = COMMANDS;
    const taken = '{"questions":[],"replies":[],"proposals":[]';
    const carried = today.replace('"carried":null', `"carried":${taken}}`);
    const stored = carried
      .replace(taken, `${taken},"repliesLeftBehind":3`)
      .replace(/}$/, ',"letters":"distinct"}');
    expect(OutsideCommand.safeParse(JSON.parse(stored)).success).toBe(false);
    expect(readCommand('m1', JSON.parse(stored))).toEqual(JSON.parse(carried));
    const row = { kind: 'command', id: 'm1', receivedAt: 1, answer: null };
    expect(StoredRow.parse({ ...row, command: JSON.parse(stored) })).toEqual({
      ...row,
      command: JSON.parse(carried),
    });
  });

  it.each([
    ['Q1', 'Q1'],
    [null, 'Q0'],
  ])('P6: what a person said of one reply is read as what answers the question: %j', (questionId, read) => {
    const stored = { type: 'correct_reading', replyId: 'r', questionId, by: 'Ada' };
    expect(StoredCommand.parse(stored)).toEqual({ ...stored, type: 'correct_match', questionId: read });
  });

  it('there is a row of every kind', () => {
    const named = (rows: readonly string[], key: string) =>
      rows.map((row) => JSON.parse(row)[key]).toSorted();
    const types = (options: readonly { readonly shape: { readonly type: { readonly value: string } } }[]) =>
      options.map(({ shape }) => shape.type.value).toSorted();
    expect(named(COMMANDS, 'type')).toEqual(types(OutsideCommand.options));
    expect(named(EFFECTS, 'type')).toEqual(types(Effect.options));
    expect(named(STEPS, 'kind')).toEqual(TraceStep.options.map(({ shape }) => shape.kind.value).toSorted());
  });
});
