import { describe, expect, it } from 'vitest';
import { differences } from '#test/support/designs/differences.ts';
import { causeOf, given, of, type World } from '#test/support/designs/given.ts';
import { GATED, NAMES } from '#test/support/designs/given-start.ts';
import { deathOf, sessionLossOf } from '#test/support/designs/session-events.ts';

/**
 * Every order in which these can follow one another, equal ones being told apart only by their
 * place.
 */
function orders(items: readonly string[]): string[][] {
  if (items.length === 0) return [[]];
  return [...new Set(items)].flatMap((first) => {
    const rest = items.toSpliced(items.indexOf(first), 1);
    return orders(rest).map((order) => [first, ...order]);
  });
}

/** The end now of a design in which each persona is dead. */
function cancellationOf(world: World) {
  return {
    type: 'design_ended',
    at: world.now,
    status: 'cancelled',
    stoppedBecause: 'no_persona_left',
    by: '',
    detail: NAMES.map((name) => `${deathOf(world, name).detail}.`).join(' '),
  };
}

describe('C8: simultaneous crashes', () => {
  const twiceEach = orders([...NAMES, ...NAMES]);

  const steps = [
    'spawning',
    'asking',
    'answering',
    'proposing',
    'mapping',
    'arguing',
    'signing',
  ] as const;

  it('C8: in any step, all orders in which three personas can lose two sessions each lead to one cancellation', () => {
    expect(twiceEach).toHaveLength(90);
    const wrong = differences(steps, (step) => {
      const start = given({ says: GATED }).reach(step);
      for (const order of twiceEach) {
        const world = start.fork();
        const last = order.map((name) => {
          expect(world.design.end, order.join()).toBeNull();
          return world.loses(name);
        });
        expect(last.at(-1)?.at(-1), order.join()).toEqual(cancellationOf(world));
      }
    });
    expect(wrong).toEqual([]);
  });

  it('C8: every loss may be reported twice, in any order, and it is still one cancellation', () => {
    const start = given().reach('proposing');
    const first = NAMES.map((name) => start.session(name).id);
    for (const order of orders([...NAMES, ...NAMES])) {
      const world = start.fork();
      const reports = order
        .map((name) => first[NAMES.indexOf(name)])
        .filter((id) => id !== undefined);
      for (const sessionId of reports) world.reportLoss(sessionId);
      expect(world.design.end).toBeNull();
      const second = NAMES.map((name) => world.session(name).id);
      for (const sessionId of second) world.reportLoss(sessionId, causeOf('spawn_failed'));
      for (const sessionId of second) world.reportLoss(sessionId, causeOf('exited'));
      expect(of(world.history, 'design_ended')).toEqual([cancellationOf(world)]);
    }
  });
});

describe('C9: all dead, at once', () => {
  it('C9: the step that makes the last persona dead cancels the design, with no timer in between, though facilitators live', () => {
    const wrong = differences(['proposing', 'composing'] as const, (step) => {
      const world = given().reach(step);
      world.dies('subtractor');
      world.dies('archaeologist');
      world.loses('migrationist');
      const { id } = world.session('migrationist');
      const { now: at } = world.later(7);
      const events = world.loses('migrationist');
      expect(events.filter(({ type }) => type !== 'turn_finished')).toEqual([
        { at, ...sessionLossOf('migrationist', id) },
        cancellationOf(world),
      ]);
    });
    expect(wrong).toEqual([]);
  });

  it('C9: the message names each persona with both of its causes, however many died and however long the story', () => {
    const short = given().everyoneReady();
    for (const name of NAMES) {
      short.loses(name, causeOf('killed', `${name} was killed by SIGKILL`));
      short.loses(name, causeOf('not_ready', `${name} never became ready`));
    }
    expect(short.design.end?.detail).toBe(
      NAMES.map(
        (name) =>
          `The ${name} crashed twice (${name} was killed by SIGKILL, then ${name} never became ready).`,
      ).join(' '),
    );
    const personas = Array.from({ length: 18 }, (_, index) => `persona-${index + 1}`);
    const world = given({ personas }).everyoneReady();
    for (const name of personas) {
      world.loses(name, causeOf('exited', `it left ${'with many words '.repeat(30)}`));
      world.loses(name, causeOf('killed', `it was killed ${'for many reasons '.repeat(25)}`));
    }
    const detail = world.design.end?.detail ?? '';
    for (const name of personas) expect(detail).toContain(`The ${name} crashed twice (it left`);
  });
});
