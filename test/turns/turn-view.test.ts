import { describe, expect, test } from 'vitest';
import { ModelFault, type ModelReply } from '../../src/ports/model.ts';
import { NOT_READ } from '../../src/turns/checks/check-citations.ts';
import { viewTurn } from '../../src/turns/records/turn-view.ts';
import { given } from '../support/designs/given.ts';
import { brokerFor, liveDesign, takeTurn } from './conversing.ts';
import { callsTool, saysOnly, scriptedModel, USAGE } from './scripted-model.ts';
import { TestClock } from './test-clock.ts';

const SECOND_MS = 1_000;
const PINNED = { name: 'shop', commit: 'a'.repeat(40), digest: 'A shop.' };
const REPOSITORY = {
  pinned: PINNED,
  run: async () => ({ ok: true, text: '1: retry' }),
  readBy() {
    return this;
  },
  readLines: async () => NOT_READ,
  readText: async () => NOT_READ,
  latest: async () => NOT_READ,
};

describe('the view of a turn', () => {
  test('T3: has each of its calls with its failures, its readings, refusals and submission', async () => {
    const clock = new TestClock();
    const live = liveDesign({ repository: PINNED });
    const turn = { ...live.turn(), startedAt: clock.now() };
    const answers: readonly ModelReply[] = [
      saysOnly('Hm.'),
      callsTool('read_file', { path: 'a.ts' }),
      callsTool('pass', {}),
      { ...callsTool('pass', { rationale: 'It is clear.', more: 1 }), requestId: 'req_4' },
    ];
    const broker = brokerFor(
      scriptedModel((_, number) => {
        clock.pass(SECOND_MS);
        const answer = answers[number - 2];
        if (answer === undefined) throw new ModelFault('overloaded', 'come back later');
        return answer;
      }),
    );
    const { ended } = takeTurn(live, turn, broker, { clock, repository: REPOSITORY });
    const view = viewTurn(live.design, 1, await ended);
    if (view === null) throw new Error('there is no such turn');
    const { calls, readings, submission, refusals, askedAgain, repaired, usage } = view;
    const answered = {
      attempts: 1,
      stop: 'tool_use',
      usage: USAGE,
      costUsd: 0.01,
      requestId: null,
      promptCharacters: null,
      text: '',
      failures: [],
    };
    expect({ calls, readings, submission, refusals, askedAgain, repaired, usage }).toEqual({
      calls: [
        {
          ...answered,
          call: 1,
          attempts: 2,
          sentMs: 0,
          firstTokenMs: 0,
          answeredMs: 2_000,
          stop: 'end_turn',
          text: 'Hm.',
          failures: [{ atMs: 1_000, attempt: 1, fault: 'overloaded', transient: true }],
        },
        { ...answered, call: 2, sentMs: 2_000, firstTokenMs: 2_000, answeredMs: 3_000 },
        { ...answered, call: 3, sentMs: 3_000, firstTokenMs: 3_000, answeredMs: 4_000 },
        {
          ...answered,
          call: 4,
          sentMs: 4_000,
          firstTokenMs: 4_000,
          answeredMs: 5_000,
          requestId: 'req_4',
        },
      ],
      readings: [
        { atMs: 3_000, tool: 'read_file', input: '{"path":"a.ts"}', result: 'ok', latencyMs: 0 },
      ],
      submission: {
        atMs: expect.any(Number),
        tool: 'pass',
        input: '{"rationale":"It is clear.","more":1}',
        result: 'ok',
        latencyMs: expect.any(Number),
      },
      refusals: [
        { atMs: 4_000, tool: 'pass', reason: expect.stringMatching(/^- rationale: [^\n]*$/) },
      ],
      askedAgain: [{ atMs: 2_000, reason: expect.any(String) }],
      repaired: [{ atMs: 5_000, repair: 'unknown_field', fields: ['more'] }],
      usage: { inputTokens: 40, cacheWriteTokens: 80, cacheReadTokens: 120, outputTokens: 160 },
    });
  });

  test('has no call and no submission of a turn without a record, and says that there is none', () => {
    const { design } = given().reach('proposing');
    expect(viewTurn(design, 1, null)).toMatchObject({
      hasRecord: false,
      calls: [],
      readings: [],
      submission: null,
      confidence: null,
    });
    expect(viewTurn(design, design.turns.length + 1, null)).toBeNull();
  });

  test('has no submission of a turn whose submissions were all refused', async () => {
    const live = liveDesign();
    const broker = brokerFor(scriptedModel(() => callsTool('pass', {})));
    const record = await takeTurn(live, live.turn(), broker, { bounds: { reasks: 1 } }).ended;
    const view = viewTurn(live.design, 1, record);
    expect([view?.submission, view?.readings]).toEqual([null, []]);
    expect(view?.refusals.map(({ tool }) => tool)).toEqual(['pass', 'pass']);
  });

  test('leads to the turns of the same participant before and after it', () => {
    const { design } = given().reach('signing');
    const own = design.turns.flatMap(({ participant }, index) =>
      participant === 'subtractor' ? [index + 1] : [],
    );
    expect(own.length).toBeGreaterThan(2);
    const views = own.map((number) => viewTurn(design, number, null));
    expect(views.map((view) => [view?.previous, view?.next])).toEqual(
      own.map((_, index) => [own[index - 1] ?? null, own[index + 1] ?? null]),
    );
  });

  test('of a lost one says why its process ended, without calling it a written example', () => {
    const world = given().reach('mapping');
    const lost = world.turn('synthesizer');
    world.loses('synthesizer', {
      kind: 'killed',
      detail: 'killed by SIGKILL',
      diagnostics: 'failures/s.log',
    });
    const number = world.design.turns.findIndex(({ id }) => id === lost.id) + 1;
    expect(viewTurn(world.design, number, null)?.diagnostics).toBe(
      'killed by SIGKILL [diagnostics: failures/s.log]',
    );
  });
});
