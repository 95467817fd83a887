import { describe, expect, it, test } from 'vitest';
import { STEPS, type Step } from '#core/vocabulary/event-parts.ts';
import { openGate, openRound, statusOf } from '#core/vocabulary/status.ts';
import { timersOf } from '#core/workflow/timers.ts';
import { given, of, types, type World } from '../../support/designs/given.ts';
import { GATED } from '../../support/designs/given-start.ts';
import { pass } from '../../support/designs/given-submission.ts';

function at(step: Step): World {
  return given({ says: GATED, isFramedFirst: true }).reach(step);
}

describe('C19: cancel is idempotent and final', () => {
  test.each(STEPS)(
    'C19: cancelled while %s, a design ends once, at once, with nothing left over',
    (step) => {
      const world = at(step);
      const events = world.cancels();
      expect(types(events).at(-1)).toBe('design_ended');
      expect(world.design.end).toMatchObject({
        at: world.now,
        status: 'cancelled',
        stoppedBecause: 'cancelled_by_person',
        by: 'Ana',
        detail: 'no longer needed',
      });
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
      const { end, version } = world.design;
      expect(world.later(1).cancels()).toEqual([]);
      expect(world.effects).toEqual([]);
      expect(world.design).toMatchObject({ end, version });
    },
  );

  it('C19: cancelled while a gate is open, it takes no decision any more', () => {
    const world = at('deciding');
    world.cancels();
    const decide = {
      type: 'decide_gate',
      gateId: 'gate-1',
      choice: 'accept',
      note: '',
      by: 'Ben',
    } as const;
    expect(world.refuses(decide).code).toBe('ended');
    expect(world.deadline('gate:gate-1')).toEqual([]);
  });

  it('C19: cancelled while its files are written, it stays cancelled when they are', () => {
    const world = at('writing');
    expect(world.design.settled?.status).toBe('completed');
    world.cancels();
    const files = [{ name: 'brief.md', bytes: 10, sha256: 'b'.repeat(64) }];
    expect(types(world.when({ type: 'report_files_written', files }))).toEqual(['files_written']);
    expect(statusOf(world.design)).toBe('cancelled');
    expect(of(world.history, 'design_ended')).toHaveLength(1);
  });

  it('C19: commands after the cancellation are answered, and change nothing', () => {
    const world = at('asking');
    const { id } = world.turn('subtractor');
    world.cancels();
    const { end } = world.design;
    expect(types(world.submits('subtractor', pass(), id))).toEqual(['late_report_recorded']);
    expect(types(world.says('m1', 'Wait!'))).toEqual(['reply_recorded']);
    expect(world.refuses({ type: 'go_on', by: 'Ben' }).code).toBe('ended');
    expect(world.when({ type: 'fail_design', detail: 'too late' })).toEqual([]);
    expect(world.design.end).toEqual(end);
  });

  it('C19: a completed design cannot be cancelled afterwards', () => {
    const world = given().reachEnd();
    expect(world.cancels()).toEqual([]);
    expect(statusOf(world.design)).toBe('completed');
  });
});
