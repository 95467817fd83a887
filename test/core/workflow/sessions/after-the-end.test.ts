import { describe, expect, it, test } from 'vitest';
import { given, type World } from '#test/support/designs/given.ts';
import {
  lateLossOf,
  lateReadyOf,
  listSessions,
  RESUME,
  reportsLoss,
  reportsReady,
} from '#test/support/designs/session-events.ts';

/** Every way in which a session can be starting when its design ends. */
const STARTING: [string, (world: World) => void][] = [
  ['first', (world) => expect(world.design.step).toBe('spawning')],
  ['replacement', (world) => world.loses('archaeologist')],
  ['resumed', (world) => world.everyoneReady().when(RESUME)],
];

describe('C13: cancel beats retry', () => {
  test.each(STARTING)(
    'C13: a %s session that is starting is stopped with the cancellation',
    (_, bring) => {
      const world = given();
      bring(world);
      const starting = world.session('archaeologist');
      expect(starting.state).toBe('starting');
      world.cancels();
      expect(world.effects).toContainEqual({ type: 'stop_session', sessionId: starting.id });
      expect(world.session('archaeologist')).toEqual({ ...starting, state: 'released' });
    },
  );

  test.each(STARTING)(
    'C13: a %s session that comes up after the end is recorded and stopped',
    (_, bring) => {
      const world = given();
      bring(world);
      world.cancels();
      const released = world.session('archaeologist');
      const { id } = released;
      expect(world.outcome(reportsReady(id))).toEqual([
        lateReadyOf('archaeologist', id, 'released'),
      ]);
      expect(world.effects).toEqual([{ type: 'stop_session', sessionId: id }]);
      expect(world.session('archaeologist')).toEqual(released);
    },
  );

  it('C13: a session lost after the end is recorded and not replaced', () => {
    const world = given().reach('proposing');
    world.cancels();
    const { id } = world.session('archaeologist');
    expect(world.outcome(reportsLoss(id))).toEqual([lateLossOf('archaeologist', id)]);
    expect(listSessions(world, 'archaeologist')).toEqual(['first released']);
  });

  it('C13: nothing is started, asked or resumed after the end, whatever is reported', () => {
    const world = given().reach('proposing');
    world.loses('archaeologist');
    world.cancels();
    for (const name of ['subtractor', 'archaeologist', 'synthesizer']) {
      const { id } = world.session(name);
      expect(world.outcome(reportsReady(id))).toEqual([lateReadyOf(name, id, 'released')]);
      expect(world.outcome(reportsLoss(id))).toEqual([lateLossOf(name, id)]);
    }
    expect(world.outcome(RESUME)).toEqual([]);
    expect(world.outcome({ type: 'pass_deadline', timerId: 'round:r2' })).toEqual([]);
  });

  it('C13: a replacement that comes up while the files of a settled design are written is stopped as well', () => {
    const world = given().reach('signing');
    world.contributes('archaeologist');
    world.loses('archaeologist');
    const { id } = world.session('archaeologist');
    world.everyoneContributes();
    expect(world.design.step).toBe('writing');
    expect(world.effects).toContainEqual({ type: 'stop_session', sessionId: id });
    expect(world.outcome(reportsReady(id))).toEqual([lateReadyOf('archaeologist', id, 'released')]);
    expect(world.effects).toEqual([{ type: 'stop_session', sessionId: id }]);
  });

  it('C13: an abandoned session that becomes ready after its replacement is stopped, and the replacement stays', () => {
    const world = given();
    const { id } = world.session('archaeologist');
    world.loses('archaeologist');
    world.ready('archaeologist');
    world.ready('archaeologist', id);
    expect(world.effects).toEqual([{ type: 'stop_session', sessionId: id }]);
    expect(listSessions(world, 'archaeologist')).toEqual(['first lost', 'retry healthy']);
  });
});
