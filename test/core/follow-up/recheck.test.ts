import { describe, expect, it } from 'vitest';
import { rechecksOf } from '../../../src/core/follow-up/decision-status.ts';
import { recheckOf } from '../../../src/core/follow-up/recheck.ts';
import type { Recheck } from '../../../src/core/vocabulary/event-parts.ts';
import { completed } from '../../support/sample-design.ts';

const FOUND: Recheck = {
  commit: 'a'.repeat(40),
  places: [
    { place: 'src/queue.ts:12', state: 'changed', now: 'src/queue.ts:14' },
    { place: 'src/kept.ts:1', state: 'same', now: '' },
  ],
  revisit: [],
  contradicted: [],
};
const CALM: Recheck = { ...FOUND, places: FOUND.places.slice(1) };

const ended = () => completed().reachEnd();
describe('another look at a decision', () => {
  it('J14: is recorded once as long as it finds the same', () => {
    const world = ended();
    world.when({ type: 'record_recheck', recheck: FOUND, by: 'bea' });
    expect(world.when({ type: 'record_recheck', recheck: FOUND, by: 'ada' })).toEqual([]);
    world.when({ type: 'record_recheck', recheck: CALM, by: 'ada' });
    expect(rechecksOf(world.design).map(({ by }) => by)).toEqual(['bea', 'ada']);
  });

  it('J14: knows what people and later designs have said of it, from their events alone', () => {
    const world = ended();
    const look = () => recheckOf(world.design, { commit: '', tracked: [], at: world.now }, null).contradicted;
    expect(look()).toEqual([]);
    world.when({ type: 'judge_decision', verdict: 'declined', note: '', by: 'ada' });
    expect(look()).toEqual(['declined']);
    expect(recheckOf(ended().design, { commit: '', tracked: [], at: 0 }, world.design).contradicted).toEqual([
      'earlier_declined',
    ]);
  });
});
