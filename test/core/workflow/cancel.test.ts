import { describe, expect, it, test } from 'vitest';
import type { Command } from '#core/vocabulary/commands.ts';
import type { Turn } from '#core/vocabulary/design.ts';
import { STEPS, type Step } from '#core/vocabulary/event-parts.ts';
import { openGate, openRound, statusOf } from '#core/vocabulary/status.ts';
import { timersOf } from '#core/workflow/timers.ts';
import { given, type World } from '../../support/designs/given.ts';
import { GATED } from '../../support/designs/given-start.ts';
import { pass } from '../../support/designs/given-submission.ts';
import { lateSubmissionOf, turnEndingOf } from '../../support/designs/session-events.ts';

const CANCEL = { type: 'cancel', by: 'Ana', reason: 'no longer needed' } as const;
const CANCELLED = {
  type: 'design_ended',
  status: 'cancelled',
  stoppedBecause: 'cancelled_by_person',
  by: 'Ana',
  detail: 'no longer needed',
};
const HAS_ENDED = {
  code: 'ended',
  message: 'Ana cancelled this design on 20 November 2026 at 09:00 UTC. To go on, run it again.',
};

function at(step: Step): World {
  return given({ says: GATED, isFramedFirst: true }).reach(step);
}

describe('C19: cancel is idempotent and final', () => {
  test.each(STEPS)(
    'C19: cancelled while %s, a design ends once, at once, with nothing left over',
    (step) => {
      const world = at(step);
      const error = { class: 'design_ended', message: CANCEL.reason, retryable: false };
      const turns = world.openTurns().map((turn) => turnEndingOf(turn, 'cancelled', error));
      expect(world.outcome(CANCEL)).toEqual([...turns, CANCELLED]);
      expect(statusOf(world.design)).toBe('cancelled');
      expect(openRound(world.design)).toBeNull();
      expect(openGate(world.design)).toBeNull();
      expect(world.design.answering).toBeNull();
      expect(timersOf(world.design)).toEqual([]);
      expect(world.openTurns()).toEqual([]);
      expect(world.effects.at(-1)).toEqual({ type: 'write_files' });
    },
  );

  test.each(STEPS)(
    'C19: cancelled a second time while it was %s, it tells nobody anything new',
    (step) => {
      const world = at(step);
      world.cancels();
      const { design } = world;
      expect(world.later(1).outcome(CANCEL)).toEqual([]);
      expect(world.effects).toEqual([]);
      expect(world.design).toBe(design);
    },
  );

  it('C19: cancelled while a gate is open, it takes no decision any more', () => {
    const world = at('deciding');
    world.cancels();
    expect(
      world.outcome({
        type: 'decide_gate',
        gateId: 'gate-1',
        choice: 'accept',
        note: '',
        by: 'Ben',
      }),
    ).toEqual(HAS_ENDED);
    expect(world.outcome({ type: 'pass_deadline', timerId: 'gate:gate-1' })).toEqual([]);
  });

  it('C19: cancelled while its files are written, it stays cancelled when they are', () => {
    const world = at('writing');
    expect(world.design.settled?.status).toBe('completed');
    world.cancels();
    const files = [{ name: 'brief.md', bytes: 10, sha256: 'b'.repeat(64) }];
    expect(world.outcome({ type: 'report_files_written', files })).toEqual([
      { type: 'files_written', files },
    ]);
    expect(statusOf(world.design)).toBe('cancelled');
  });

  test.each<[string, (turn: Turn) => Command, (turn: Turn) => object]>([
    [
      'a submission is recorded as late',
      ({ id: turnId }) => ({
        type: 'submit',
        turnId,
        submission: pass(),
        sha256: '',
        citations: [],
        latencyMs: 0,
      }),
      (turn) => [lateSubmissionOf(turn, pass())],
    ],
    [
      'a reply is recorded as said after the end',
      () => ({
        type: 'record_reply',
        replyId: 'm1',
        author: 'Ben',
        text: 'Wait!',
        questionId: null,
      }),
      () => [
        {
          type: 'reply_recorded',
          id: 'm1',
          author: 'Ben',
          text: 'Wait!',
          answers: [],
          unmatched: false,
          after: 'end',
        },
      ],
    ],
    ['going on is refused', () => ({ type: 'go_on', by: 'Ben' }), () => HAS_ENDED],
    ['a failure adds nothing', () => ({ type: 'fail_design', detail: 'too late' }), () => []],
  ])('C19: after a cancellation %s', (_, command, outcome) => {
    const world = at('asking');
    const turn = world.turn('subtractor');
    world.cancels();
    const { end } = world.design;
    expect(world.outcome(command(turn))).toEqual(outcome(turn));
    expect(world.design.end).toEqual(end);
  });

  it('C19: a completed design cannot be cancelled afterwards', () => {
    const world = given().reachEnd();
    expect(world.outcome(CANCEL)).toEqual([]);
    expect(statusOf(world.design)).toBe('completed');
  });
});
