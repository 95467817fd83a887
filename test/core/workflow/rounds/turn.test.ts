import { describe, expect, it, test } from 'vitest';
import type { TurnOutcome } from '#core/vocabulary/event-parts.ts';
import { causeOf, given, of, type World } from '#test/support/designs/given.ts';

/** Every way out of a turn, and the outcome that it leaves. */
const EXITS: [string, TurnOutcome, (world: World) => unknown][] = [
  ['a submission', 'spoke', (world) => world.contributes('subtractor')],
  ['a refusal by validation', 'refused', (world) => world.fails('subtractor', 'refused')],
  ['a timeout', 'timed_out', (world) => world.fails('subtractor', 'timed_out')],
  ['a model error', 'model_error', (world) => world.fails('subtractor', 'model_error')],
  [
    'the loss of its session',
    'process_lost',
    (world) => world.loses('subtractor', causeOf('exited')),
  ],
  ['a stop of Charrette', 'process_lost', (world) => world.when({ type: 'resume', promised: [] })],
  ['the deadline of its round', 'timed_out', (world) => world.deadline('round:r1')],
  ['the end of deliberation', 'timed_out', (world) => world.deadline('deliberation')],
  ['a cancellation', 'cancelled', (world) => world.cancels()],
  [
    'a failure of Charrette',
    'cancelled',
    (world) => world.when({ type: 'fail_design', detail: 'no store' }),
  ],
  [
    'a failed write',
    'cancelled',
    (world) => world.when({ type: 'report_files_failed', detail: 'disk full' }),
  ],
];

function asking(): World {
  return given({ settings: { budgetUsd: 10 } }).reach('asking');
}

describe('T1: every turn ends as exactly one record', () => {
  test.each(EXITS)('T1: a turn that ends by %s ends as %s, once', (_, outcome, leave) => {
    const world = asking();
    const { id } = world.turn('subtractor');
    leave(world);
    const ended = of(world.history, 'turn_finished').filter((event) => event.turnId === id);
    expect(ended).toMatchObject([{ participant: 'subtractor', roundId: 'r1', outcome }]);
    expect(world.design.turns.find((turn) => turn.id === id)).toMatchObject({ outcome });
    expect(ended[0]?.error === null).toBe(outcome === 'spoke');
  });

  test.each(EXITS)(
    'T1: once a turn has ended by %s, no other exit ends it again',
    (_, outcome, leave) => {
      const world = asking();
      const { id } = world.turn('subtractor');
      leave(world);
      const error = { class: 'late', message: 'late', retryable: false };
      for (const [, , other] of EXITS) {
        const after = world.fork();
        after.when({ type: 'fail_turn', turnId: id, outcome: 'model_error', error });
        if (after.openTurns().some((turn) => turn.participant === 'subtractor')) other(after);
        after.cancels();
        expect(
          of(after.history, 'turn_finished').filter((event) => event.turnId === id),
        ).toMatchObject([{ outcome }]);
      }
    },
  );

  it('T1: a turn that ended with its process is not ended again by the deadline of its round', () => {
    const world = asking();
    world.loses('subtractor');
    world.ready('subtractor');
    world.deadline('round:r1');
    const ended = of(world.history, 'turn_finished').filter(
      (event) => event.participant === 'subtractor',
    );
    expect(ended.map(({ outcome }) => outcome)).toEqual(['process_lost', 'timed_out']);
    expect(new Set(ended.map(({ turnId }) => turnId)).size).toBe(2);
  });

  it('T1: a whole design, with crashes on its way, leaves no turn without its one record', () => {
    const world = given();
    world.loses('archaeologist');
    world.reach('proposing');
    world.fails('archaeologist');
    world.loses('migrationist');
    world.reach('composing');
    world.loses('synthesizer');
    world.ready('synthesizer');
    world.reachEnd();
    const started = of(world.history, 'turn_started').map((event) => event.turnId);
    const ended = of(world.history, 'turn_finished').map((event) => event.turnId);
    expect(ended.toSorted()).toEqual(started.toSorted());
    expect(started.length).toBeGreaterThan(15);
  });

  it('T1: the failure of an unknown turn is refused', () => {
    const turnId = given().reach('proposing').turn('subtractor').id;
    const error = { class: 'late', message: 'late', retryable: false };
    const refusal = asking().refuses({ type: 'fail_turn', turnId, outcome: 'refused', error });
    expect(refusal.code).toBe('unknown_turn');
  });

  it('T2: passing and speaking are the two responses; an error stands beside the outcome', () => {
    const world = asking();
    world.contributes('subtractor');
    world.contributes('archaeologist');
    world.fails('migrationist', 'refused');
    const ended = of(world.history, 'turn_finished');
    expect(ended.map(({ outcome }) => outcome)).toEqual(['spoke', 'passed', 'refused']);
    expect(ended.map(({ error }) => error?.class ?? null)).toEqual([null, null, 'overloaded']);
  });

  it('the cost and usage of a turn are added up, and unknown stays unknown', () => {
    const world = asking();
    world.spends('subtractor', 0.25);
    world.spends('subtractor', 0.5);
    const { id } = world.turn('subtractor');
    const sum = () => world.design.turns.find((turn) => turn.id === id);
    expect(sum()).toMatchObject({ tokens: 30, costUsd: 0.75 });
    world.spends('subtractor', null);
    expect(sum()).toMatchObject({ tokens: 45, costUsd: null });
    world.spends('subtractor', 0.5);
    expect(sum()?.costUsd).toBeNull();
  });

  it('a late call is recorded all the same, because it was paid for', () => {
    const world = asking();
    const { id } = world.turn('subtractor');
    world.cancels();
    const call = {
      type: 'report_tool_call',
      turnId: id,
      tool: 'read',
      result: 'ok',
      latencyMs: 3,
    } as const;
    expect(world.when(call)).toMatchObject([
      { type: 'tool_invoked', participant: 'subtractor', tool: 'read' },
    ]);
  });
});
