import { describe, expect, it } from 'vitest';
import { recheckOf } from '../../../src/core/afterwards/recheck.ts';
import { rechecksOf } from '../../../src/core/afterwards/standing.ts';
import { documentOf } from '../../../src/core/telling/message/post.ts';
import { wanted } from '../../../src/core/telling/wanted.ts';
import type { Recheck } from '../../../src/core/vocabulary/events.ts';
import { given, type World } from '../../support/given.ts';
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
/** The same with a thread in a chat. */
const inThread = () =>
  given({ thread: { platform: 'slack', channel: 'C1', thread: 'T1', starter: 'U1' } }).reachEnd();

const posts = (world: World) => wanted(world.design).messages.map(({ post }) => post.kind);

describe('another look at a decision', () => {
  it('J14: is recorded once as long as it finds the same', () => {
    const world = ended();
    world.when({ type: 'record_recheck', recheck: FOUND, by: '' });
    expect(world.when({ type: 'record_recheck', recheck: FOUND, by: 'ada' })).toEqual([]);
    world.when({ type: 'record_recheck', recheck: CALM, by: 'ada' });
    expect(rechecksOf(world.design).map(({ by }) => by)).toEqual(['', 'ada']);
  });

  it('J14: by schedule is said once in the thread, with Follow up, and only where something has changed', () => {
    const world = inThread();
    world.when({ type: 'record_recheck', recheck: CALM, by: '' });
    expect(posts(world)).not.toContain('recheck');
    world.when({ type: 'record_recheck', recheck: FOUND, by: '' });
    world.when({ type: 'record_recheck', recheck: { ...FOUND, contradicted: ['declined'] }, by: '' });
    expect(posts(world).filter((kind) => kind === 'recheck')).toHaveLength(1);
    const { sections, clickable } = documentOf({ kind: 'recheck' }, world.design);
    const words = sections(1_000)
      .flat()
      .map((block) => JSON.stringify(block))
      .join(' ');
    expect(words).toContain('src/queue.ts:12');
    expect(clickable).toMatchObject({ controls: [{ kind: 'follow_up' }] });
  });

  it('J14: by a person is not said in the thread', () => {
    const world = inThread();
    world.when({ type: 'record_recheck', recheck: FOUND, by: 'ada' });
    expect(posts(world)).not.toContain('recheck');
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
