import { describe, expect, it } from 'vitest';
import { decide } from '#core/workflow/decide.ts';
import { evolve, replay } from '#core/workflow/evolve.ts';
import { given } from '../../support/designs/given.ts';
import { startDesign } from '../../support/designs/given-start.ts';

describe('the fold', () => {
  it('replaying the events gives the same design, after crashes, deadlines, stops and gates', () => {
    const world = given();
    world.loses('archaeologist');
    world.reach('answering');
    world.replies('Q1: 500');
    world.readsReplies();
    world.when({ type: 'resume', promised: [] });
    world.everyoneReady();
    world.contributes('subtractor');
    world.loses('migrationist');
    world.reach('arguing');
    world.loses('synthesizer');
    world.ready('synthesizer');
    world.fails('subtractor', 'refused');
    world.reachEnd();
    expect(world.history.length).toBeGreaterThan(100);
    expect(replay(world.history)).toEqual(world.design);
    expect(replay(JSON.parse(JSON.stringify(world.history)))).toEqual(world.design);
    expect(world.design.version).toBe(world.history.length);
  });

  it('no events are no design', () => {
    expect(replay([])).toBeNull();
  });

  it('a second start, and anything before the first, are broken invariants', () => {
    const { history, design } = given();
    const [start, next] = history;
    if (start === undefined || next === undefined) throw new Error('a start has events');
    expect(() => evolve(design, start)).toThrow('broken invariant: a design starts once');
    expect(() => evolve(null, next)).toThrow(
      'broken invariant: session_started before design_started',
    );
  });

  it('folding leaves the design before it as it was', () => {
    const world = given().everyoneReady();
    const before = structuredClone(world.design);
    const { design } = world;
    world.contributes('subtractor');
    expect(design).toEqual(before);
  });

  it('the same design, command and stamp give the same answer', () => {
    const stamp = {
      at: 5,
      uuids: Array.from(
        { length: 40 },
        (_, index) => `0192f3aa-0000-7000-8000-${String(index).padStart(12, '0')}`,
      ),
    };
    expect(decide(null, startDesign(), stamp)).toEqual(decide(null, startDesign(), stamp));
    const { design } = given().everyoneReady();
    const cancel = { type: 'cancel', by: 'Ana', reason: 'r' } as const;
    expect(decide(design, cancel, stamp)).toEqual(decide(design, cancel, stamp));
  });

  it('C1: a command that brings too few uuids breaks loudly rather than reuse one', () => {
    const stamp = { at: 5, uuids: ['0192f3aa-0000-7000-8000-000000000001'] };
    expect(() => decide(null, startDesign(), stamp)).toThrow('uuids');
  });

  it('the largest design that may start fits the uuids that a command brings', () => {
    const personas = Array.from({ length: 18 }, (_, index) => `persona-${index}`);
    const world = given({ personas });
    world.when({ type: 'resume', promised: [] });
    expect(world.reachEnd().design.end?.status).toBe('completed');
  });
});
