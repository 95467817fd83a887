import { describe, expect, it, test } from 'vitest';
import type { Step } from '#core/vocabulary/event-parts.ts';
import { timersOf } from '#core/workflow/timers.ts';
import { given, type World } from '../../support/designs/given.ts';
import { GATED, MINUTE } from '../../support/designs/given-start.ts';

/** Minutes from now, by timer. Nothing in these worlds takes time. */
function armed(world: World) {
  return Object.fromEntries(
    timersOf(world.design).map(({ id, dueAt }) => [id, (dueAt - world.now) / MINUTE]),
  );
}

describe('the timers of a design follow from its state', () => {
  test.each<[Step, Record<string, number>]>([
    ['spawning', { deliberation: 60 }],
    ['asking', { 'round:r1': 5, deliberation: 60 }],
    ['answering', { answering: 10 }],
    ['proposing', { 'round:r2': 5, deliberation: 60 }],
    ['mapping', { 'round:r3': 5, deliberation: 60 }],
    ['arguing', { 'round:r4': 5, deliberation: 60 }],
    ['composing', { 'round:r5': 5, synthesis: 20 }],
    ['auditing', { 'round:r6': 5, synthesis: 20 }],
    ['revising', { 'round:r7': 5, synthesis: 20 }],
    ['confirming', { 'round:r8': 5, synthesis: 20 }],
    ['signing', { 'round:r9': 5, synthesis: 20 }],
    ['deciding', { 'gate:gate-1': 60 }],
    ['writing', {}],
  ])('while %s', (step, timers) => {
    expect(armed(given({ says: GATED }).reach(step))).toEqual(timers);
  });

  it('deliberation is not timed again once time was called', () => {
    const world = given();
    world.deadline('deliberation');
    expect(armed(world)).toEqual({});
  });

  it('composing again, after it was sent back, has the full synthesis time', () => {
    const world = given({ says: GATED }).reach('deciding');
    world.later(50 * MINUTE).decidesGate('send_back');
    expect(armed(world)).toEqual({ 'round:r10': 5, synthesis: 20 });
  });

  it('after the answers, deliberation is timed by what is left of its own time', () => {
    const world = given()
      .later(3 * MINUTE)
      .reach('answering');
    world.later(9 * MINUTE).when({ type: 'go_on', by: 'Ana' });
    expect(armed(world)).toEqual({ 'round:r2': 5, deliberation: 57 });
  });
});
