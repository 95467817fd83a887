import { describe, expect, it, test } from 'vitest';
import { effectsOf } from '../../src/core/effects.ts';
import { given, of } from '../support/given.ts';

function kinds(effects: readonly { readonly type: string }[]) {
  const counts: Record<string, number> = {};
  for (const { type } of effects) counts[type] = (counts[type] ?? 0) + 1;
  return counts;
}

describe('what a committed event makes the runtime do', () => {
  it('C1: a session that is recorded is started', () => {
    const world = given();
    world.loses('subtractor');
    const { id } = world.session('subtractor');
    expect(world.effects).toEqual([{ type: 'start_session', participant: 'subtractor', sessionId: id }]);
  });

  it('a turn that is recorded is asked, of the session and in the round that are on record', () => {
    const world = given().everyoneReady();
    const [turn] = of(world.history, 'turn_started');
    if (turn === undefined) throw new Error('nobody is being asked');
    const { participant, sessionId, turnId, roundId } = turn;
    expect(effectsOf(world.design, turn)).toEqual([{ type: 'ask', participant, sessionId, turnId, roundId }]);
  });

  it('C13: a report that came too late has its process stopped', () => {
    const world = given();
    const { id } = world.session('subtractor');
    world.loses('subtractor');
    world.ready('subtractor', id);
    expect(world.effects).toEqual([{ type: 'stop_session', sessionId: id }]);
  });

  it('an outcome that is settled stops every session and has the files written, in this order', () => {
    const world = given().reach('briefing');
    world.contributes('synthesizer');
    expect(kinds(world.effects)).toEqual({ stop_session: 5, write_files: 1 });
    expect(world.effects.at(-1)).toEqual({ type: 'write_files' });
  });

  it('P3: a design that ends as it was settled has nothing more to do', () => {
    const world = given().reach('writing');
    world.when({ type: 'report_files_written', files: [] });
    expect(world.design.end?.status).toBe('completed');
    expect(world.effects).toEqual([]);
  });

  test.each([
    ['cancelled', () => given().reach('proposing'), 'cancel'],
    ['failed', () => given().reach('proposing'), 'fail'],
    ['cancelled after it was settled', () => given().reach('writing'), 'cancel'],
  ] as const)('C13: a design that is %s stops every session and writes what there is', (_, start, how) => {
    const world = start();
    if (how === 'cancel') world.cancels();
    else world.when({ type: 'fail_design', detail: 'no store' });
    expect(kinds(world.effects)).toEqual({ stop_session: 5, write_files: 1 });
  });

  it('what only says that something happened asks for nothing', () => {
    const world = given().reachEnd();
    const acting = ['session_started', 'turn_started', 'outcome_settled', 'late_report_recorded'];
    const others = world.history.filter((event) => !acting.includes(event.type));
    expect(new Set(others.map(({ type }) => type)).size).toBeGreaterThan(15);
    for (const event of others) expect(effectsOf(world.design, event), event.type).toEqual([]);
  });
});
