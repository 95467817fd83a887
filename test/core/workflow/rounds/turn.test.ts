import { describe, expect, it, test } from 'vitest';
import type { Turn } from '#core/vocabulary/design.ts';
import type { TurnError, TurnOutcome } from '#core/vocabulary/event-parts.ts';
import { CHARRETTE_STOPPED } from '#core/workflow/sessions/lifecycle.ts';
import { causeOf, given, of, type World } from '#test/support/designs/given.ts';
import {
  crashErrorOf,
  RESUME,
  ROUND_OVER,
  turnEndingOf,
} from '#test/support/designs/session-events.ts';

const OVERLOADED = { class: 'overloaded', message: 'the model: overloaded', retryable: true };
const LATE = { class: 'late', message: 'late', retryable: false };
const endErrorOf = (message: string) => ({ class: 'design_ended', message, retryable: false });

/** Every way out of a turn, and the outcome and error that it leaves. */
const EXITS: [string, TurnOutcome, TurnError | null, (world: World) => unknown][] = [
  ['a submission', 'spoke', null, (world) => world.contributes('subtractor')],
  [
    'a refusal by validation',
    'refused',
    OVERLOADED,
    (world) => world.fails('subtractor', 'refused'),
  ],
  ['a timeout', 'timed_out', OVERLOADED, (world) => world.fails('subtractor', 'timed_out')],
  ['a model error', 'model_error', OVERLOADED, (world) => world.fails('subtractor')],
  [
    'the loss of its session',
    'process_lost',
    crashErrorOf(causeOf('exited')),
    (world) => world.loses('subtractor', causeOf('exited')),
  ],
  [
    'a stop of Charrette',
    'process_lost',
    crashErrorOf(CHARRETTE_STOPPED),
    (world) => world.when(RESUME),
  ],
  ['the deadline of its round', 'timed_out', ROUND_OVER, (world) => world.deadline('round:r1')],
  ['the end of deliberation', 'timed_out', ROUND_OVER, (world) => world.deadline('deliberation')],
  ['a cancellation', 'cancelled', endErrorOf('no longer needed'), (world) => world.cancels()],
  [
    'a failure of Charrette',
    'cancelled',
    endErrorOf('no store'),
    (world) => world.when({ type: 'fail_design', detail: 'no store' }),
  ],
  [
    'a failed write',
    'cancelled',
    endErrorOf('The result could not be written: disk full'),
    (world) => world.when({ type: 'report_files_failed', detail: 'disk full' }),
  ],
];

function asking(): World {
  return given({ settings: { budgetUsd: 10 } }).reach('asking');
}

function endsOf({ history }: World, { id }: Turn) {
  return of(history, 'turn_finished').filter(({ turnId }) => turnId === id);
}

describe('T1: every turn ends as exactly one record', () => {
  test.each(EXITS)('T1: a turn that ends by %s ends as %s, once', (_, outcome, error, leave) => {
    const world = asking();
    const turn = world.turn('subtractor');
    leave(world);
    expect(endsOf(world, turn)).toEqual([{ at: world.now, ...turnEndingOf(turn, outcome, error) }]);
    expect(world.design.turns.find(({ id }) => id === turn.id)?.outcome).toBe(outcome);
  });

  test.each(EXITS)(
    'T1: once a turn has ended by %s, no other exit ends it again',
    (_, outcome, error, leave) => {
      const world = asking();
      const turn = world.turn('subtractor');
      leave(world);
      for (const [, , , other] of EXITS) {
        const after = world.fork();
        after.when({ type: 'fail_turn', turnId: turn.id, outcome: 'model_error', error: LATE });
        if (after.openTurns().some(({ participant }) => participant === 'subtractor')) other(after);
        after.cancels();
        expect(endsOf(after, turn)).toEqual([
          { at: world.now, ...turnEndingOf(turn, outcome, error) },
        ]);
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
    const failing = { type: 'fail_turn', turnId, outcome: 'refused', error: LATE } as const;
    expect(asking().outcome(failing)).toEqual({
      code: 'unknown_turn',
      message: 'There is no such turn in this design.',
    });
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
    const sum = () => {
      const { tokens, costUsd } = world.turn('subtractor');
      return { tokens, costUsd };
    };
    expect(sum()).toEqual({ tokens: 30, costUsd: 0.75 });
    world.spends('subtractor', null);
    expect(sum()).toEqual({ tokens: 45, costUsd: null });
    world.spends('subtractor', 0.5);
    expect(sum()).toEqual({ tokens: 60, costUsd: null });
  });

  it('a late call is recorded all the same, because it was paid for', () => {
    const world = asking();
    const { id } = world.turn('subtractor');
    world.cancels();
    const call = { turnId: id, tool: 'read', result: 'ok', latencyMs: 3 } as const;
    expect(world.outcome({ type: 'report_tool_call', ...call })).toEqual([
      { type: 'tool_invoked', participant: 'subtractor', ...call },
    ]);
  });
});
