import { expect, test } from 'vitest';
import { callOf } from '#core/thread/called.ts';
import { desiredMessagesOf } from '#core/thread/desired-messages.ts';
import type { Design } from '#core/vocabulary/design.ts';
import { disputed } from '../../support/designs/disputed.ts';
import { given, type World } from '../../support/designs/given.ts';
import { GATED } from '../../support/designs/given-start.ts';

const THREAD = { platform: 'slack', channel: 'C1', thread: '1.2', starter: 'U1' };
const GATE = { kind: 'gate', gateId: 'gate-1' } as const;
const OUTCOME = { kind: 'outcome' } as const;

function atGate(): World {
  return given({ thread: THREAD, says: GATED }).reach('deciding');
}

function results(design: Design): string[] {
  return desiredMessagesOf(design).messages.flatMap(({ id }) =>
    /^(gate|outcome)/.test(id) ? [id] : [],
  );
}

test.each([
  ['accepted', (world: World) => world.decidesGate('accept')],
  ['stopped', (world: World) => world.decidesGate('stop')],
  ['left undecided', (world: World) => world.deadline('gate:gate-1')],
] as const)(
  'the message of a gate that is %s becomes the result, and calls whom the result calls',
  (_, decide) => {
    const world = atGate();
    expect(callOf(GATE, world.design)).toMatchObject({ people: ['U1'], deciders: true });
    decide(world);
    world.reachEnd();
    expect(results(world.design)).toEqual(['gate gate-1']);
    expect(callOf(GATE, world.design)).toEqual(callOf(OUTCOME, world.design));
  },
);

test('a design that continues after a gate posts its result, or next gate, as a new message', () => {
  const world = atGate();
  world.decidesGate('send_back', 'gate-1', 'Measure it.');
  world.reach('deciding');
  expect(results(world.design)).toEqual(['gate gate-1', 'gate gate-2']);
  world.decidesGate('accept', 'gate-2');
  world.reachEnd();
  expect(results(world.design)).toEqual(['gate gate-1', 'gate gate-2']);
  expect(callOf(GATE, world.design).people).toEqual([]);
});

test('a gate calls nobody who answered and may not decide; the decision calls them in a message of its own', () => {
  const world = given({ thread: THREAD, says: GATED }).reach('answering');
  world.says('m1', 'Q1: 900', 'Ben', 'U2');
  world.says('m2', 'Q1: 900', 'Ana', 'U1');
  world.readsReplies().reach('deciding');
  expect(callOf(GATE, world.design)).toEqual({ people: ['U1'], deciders: true });
  world.decidesGate('accept');
  world.reachEnd();
  expect(results(world.design)).toEqual(['gate gate-1', 'outcome']);
  expect(callOf(GATE, world.design).people).toEqual([]);
  expect(callOf(OUTCOME, world.design)).toEqual({ people: ['U1', 'U2'], deciders: false });
});

test('J13: a gate over two who differ calls those two as well, since each of them may give way', () => {
  const world = disputed({}, { thread: THREAD }).reach('deciding');
  expect(callOf(GATE, world.design)).toEqual({ people: ['U1', 'U-cem', 'U-ben'], deciders: true });
});

test('without a gate the result is a message of its own', () => {
  expect(results(given({ thread: THREAD }).reachEnd().design)).toEqual(['outcome']);
});
