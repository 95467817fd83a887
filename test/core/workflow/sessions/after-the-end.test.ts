import { describe, expect, it, test } from 'vitest';
import { given, of, types, type World } from '#test/support/designs/given.ts';

/** Every way in which a session can be starting when its design ends. */
const STARTING: [string, (world: World) => void][] = [
  ['first', (world) => expect(world.design.step).toBe('spawning')],
  ['replacement', (world) => world.loses('archaeologist')],
  ['resumed', (world) => world.everyoneReady().when({ type: 'resume', promised: [] })],
];

describe('C13: cancel beats retry', () => {
  test.each(STARTING)(
    'C13: a %s session that is starting is stopped with the cancellation',
    (_, bring) => {
      const world = given();
      bring(world);
      const { id, state } = world.session('archaeologist');
      expect(state).toBe('starting');
      world.cancels();
      expect(world.effects).toContainEqual({ type: 'stop_session', sessionId: id });
      expect(world.session('archaeologist')).toMatchObject({ id, state: 'released' });
    },
  );

  test.each(STARTING)(
    'C13: a %s session that comes up after the end is recorded and stopped',
    (_, bring) => {
      const world = given();
      bring(world);
      const { id } = world.session('archaeologist');
      world.cancels();
      const events = world.ready('archaeologist');
      expect(events).toMatchObject([
        { type: 'late_report_recorded', sessionId: id, report: 'ready' },
      ]);
      expect(world.effects).toEqual([{ type: 'stop_session', sessionId: id }]);
      expect(world.session('archaeologist')).toMatchObject({ id, state: 'released', pid: null });
    },
  );

  it('C13: a session lost after the end is recorded and not replaced', () => {
    const world = given().reach('proposing');
    world.cancels();
    expect(types(world.loses('archaeologist'))).toEqual(['late_report_recorded']);
    expect(world.sessions('archaeologist')).toHaveLength(1);
  });

  it('C13: nothing is started, asked or resumed after the end, whatever is reported', () => {
    const world = given().reach('proposing');
    world.loses('archaeologist');
    world.cancels();
    const ended = world.history.length;
    for (const name of ['subtractor', 'archaeologist', 'synthesizer']) {
      world.ready(name);
      world.loses(name);
    }
    world.when({ type: 'resume', promised: [] });
    world.deadline('round:r2');
    const after = world.history.slice(ended);
    expect(of(after, 'session_started')).toEqual([]);
    expect(of(after, 'turn_started')).toEqual([]);
    expect(new Set(types(after))).toEqual(new Set(['late_report_recorded']));
  });

  it('C13: a replacement that comes up while the files of a settled design are written is stopped as well', () => {
    const world = given().reach('signing');
    world.contributes('archaeologist');
    world.loses('archaeologist');
    const { id } = world.session('archaeologist');
    world.everyoneContributes();
    expect(world.design.step).toBe('writing');
    expect(world.effects).toContainEqual({ type: 'stop_session', sessionId: id });
    expect(types(world.ready('archaeologist'))).toEqual(['late_report_recorded']);
    expect(world.effects).toEqual([{ type: 'stop_session', sessionId: id }]);
  });

  it('C13: an abandoned session that becomes ready after its replacement is stopped, and the replacement stays', () => {
    const world = given();
    const { id } = world.session('archaeologist');
    world.loses('archaeologist');
    world.ready('archaeologist');
    world.ready('archaeologist', id);
    expect(world.effects).toEqual([{ type: 'stop_session', sessionId: id }]);
    expect(world.session('archaeologist')).toMatchObject({ state: 'healthy', origin: 'retry' });
  });
});
