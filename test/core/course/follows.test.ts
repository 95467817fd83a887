import { describe, expect, test } from 'vitest';
import { firstImpossible } from '../../../src/core/course/follows/course-of.ts';
import type { DesignEvent } from '../../../src/core/vocabulary/events.ts';
import { CORE } from '../../sim/core-module.ts';
import { movesOf } from '../../sim/moves.ts';
import { advance, startDesign, take } from '../../sim/step.ts';
import { startOf } from '../../sim/world.ts';
import { CLOSE, SLICE } from '../../sim/worlds.ts';
import { types } from '../../support/given.ts';
import { completed } from '../../support/sample-design.ts';

/** Every command of every other test of the core is held against these rules too (`World.do`). */

const WALKS = 12;
const MAX_COMMANDS = 200;

describe('events as they were recorded', () => {
  test.each([...new Map([...CLOSE, ...SLICE].map((world) => [world.name, world])).values()])(
    'P8: each one of a small world follows from those before it: $name',
    (world) => {
      for (let walk = 0; walk < WALKS; walk += 1) {
        let { node, events } = startDesign(CORE, startOf(world));
        let history: readonly DesignEvent[] = events;
        for (let count = 0; count < MAX_COMMANDS; count += 1) {
          const steps = movesOf(world, node, CORE.timersOf(node.design)).flatMap(
            ({ command, expect: how }) => {
              const step = how === 'goes_on' ? take(CORE, node.design, command) : null;
              return step === null || step.events.length === 0 ? [] : [step];
            },
          );
          // A different way through the same world each time.
          const step = steps[(walk * 31 + count * (walk + 3)) % Math.max(1, steps.length)];
          if (step === undefined) break;
          history = [...history, ...step.events];
          node = advance(node, step);
        }
        expect(firstImpossible(history)).toBeNull();
      }
    },
  );

  test('P8: those of a finished design do', () => {
    const { history } = completed({ assumed: true, difference: 'unresolved', dissent: 'No.' });
    expect(firstImpossible(history)).toBeNull();
  });
});

describe('a chain made anew', () => {
  const { history } = completed({ assumed: true, difference: 'unresolved', dissent: 'No.' });
  /** What happens beside the course of a design, and leaves no gap in it. */
  const BESIDE = ['model_answered', 'tool_invoked', 'confidence_given', 'person_named'];
  const course = history.flatMap(({ type }, index) => (BESIDE.includes(type) ? [] : [index]));
  const notFound = (change: (index: number) => readonly DesignEvent[]) =>
    course.flatMap((index) => (firstImpossible(change(index)) === null ? [history[index]?.type] : []));

  test('P8: any event that is dropped is found', () => {
    const found = notFound((index) => history.toSpliced(index, 1));
    expect(found).toEqual([]);
  });

  test('P8: any event that is there twice is found', () => {
    expect(notFound((index) => history.toSpliced(index, 0, ...history.slice(index, index + 1)))).toEqual([]);
  });

  test('P8: any event that stands before the one that led to it is found', () => {
    const swapped = (index: number) => {
      const [one, other] = [history[index], history[index + 1]];
      return one === undefined || other === undefined ? [] : history.with(index, other).with(index + 1, one);
    };
    const unseen = course.filter((index) => {
      const pair = types(history.slice(index, index + 2));
      const isBeside = pair.length < 2 || BESIDE.includes(pair[1] ?? '') || pair[0] === pair[1];
      return !isBeside && firstImpossible(swapped(index)) === null;
    });
    expect(unseen.map((index) => types(history.slice(index, index + 2)).join(' > '))).toEqual([]);
  });

  test('P8: a time that falls is found at its event', () => {
    const index = history.findIndex(({ type }) => type === 'proposals_revealed');
    const event = history[index];
    if (event === undefined) throw new Error('the story has a reveal');
    expect(firstImpossible(history.with(index, { ...event, at: 0 }))).toMatchObject({ index });
  });
});
