import { describe, expect, it, test } from 'vitest';
import { callOf } from '#core/thread/called.ts';
import type { GateId } from '#core/vocabulary/ids.ts';
import { reminderOf } from '#core/workflow/timers.ts';
import { given, type World } from '../../support/designs/given.ts';
import { GATED, MINUTE } from '../../support/designs/given-start.ts';

const THREAD = { platform: 'slack', channel: 'C1', thread: '1.1', starter: 'U1' };
const reminding = (says = {}) =>
  given({ says, thread: THREAD, settings: { remind: 'half_time', answerMs: 10 * MINUTE } });
const says = (world: World, words: string, authorId = 'U2') =>
  world.says(words, words, 'Ben', authorId);

const remind = (about: 'answering' | GateId) =>
  ({ type: 'pass_deadline', timerId: `reminder:${about}` }) as const;

describe('the one reminder, at half time', () => {
  it('the reminder is about the questions, if nobody has said anything by then', () => {
    const world = reminding().reach('answering').posted();
    expect(reminderOf(world.design)).toEqual({ about: 'answering', dueAt: world.now + 5 * MINUTE });
    world.later(5 * MINUTE);
    expect(world.outcome(remind('answering'))).toEqual([
      { type: 'people_reminded', about: 'answering', by: '' },
    ]);
    expect(world.effects).toEqual([{ type: 'post', post: { kind: 'reminder', index: 0 } }]);
    expect(reminderOf(world.design)).toBeNull();
    expect(world.outcome(remind('answering'))).toEqual([]);
  });

  it('the reminder is not sent after a reply, even one that could not be matched', () => {
    const world = reminding().reach('answering').posted();
    says(world, 'About 900 a minute.');
    expect(reminderOf(world.design)).toBeNull();
    expect(world.later(5 * MINUTE).outcome(remind('answering'))).toEqual([]);
  });

  it('the reminder is sent once for each gate', () => {
    const world = reminding(GATED).reach('deciding').posted();
    world.later(30 * MINUTE);
    expect(world.outcome(remind('gate-1'))).toEqual([
      { type: 'people_reminded', about: 'gate-1', by: '' },
    ]);
    expect(world.outcome(remind('gate-1'))).toEqual([]);
    world.decidesGate('send_back');
    world
      .reach('deciding')
      .posted()
      .later(30 * MINUTE);
    expect(world.outcome(remind('gate-2'))).toEqual([
      { type: 'people_reminded', about: 'gate-2', by: '' },
    ]);
  });

  it.each([
    ['without a thread', { settings: { remind: 'half_time' as const } }],
    ['where nobody is to be called', { thread: THREAD }],
  ])('the reminder is not sent %s', (_, beginning) => {
    expect(reminderOf(given(beginning).reach('answering').design)).toBeNull();
  });
});

describe('a message calls by name', () => {
  it('the starter at the questions, and nobody once they are closed', () => {
    const world = reminding().reach('answering');
    const called = () => callOf({ kind: 'list', of: 'questions' }, world.design);
    expect(called()).toEqual({ people: ['U1'], deciders: false });
    world.when({ type: 'go_on', by: 'Ana' });
    expect(called()).toEqual({ people: [], deciders: false });
  });

  it('the starter and everybody who has answered at the decision, each once', () => {
    const world = reminding().reach('answering');
    says(world, 'Q1: 900');
    says(world, 'Q1: 901');
    says(world, 'Q1: 40', 'U3');
    says(world, 'Good luck.', 'U4');
    world.reachEnd();
    expect(callOf({ kind: 'outcome' }, world.design)).toEqual({
      people: ['U1', 'U2', 'U3'],
      deciders: false,
    });
  });

  it('nobody when a person has cancelled the design', () => {
    const world = reminding().reach('answering');
    world.cancels();
    expect(callOf({ kind: 'outcome' }, world.design)).toEqual({ people: [], deciders: false });
  });
});

test.each([
  ['card', { kind: 'card' }],
  ['list of proposals', { kind: 'list', of: 'proposals' }],
] as const)('a %s calls nobody', (_, post) => {
  expect(callOf(post, reminding().reach('answering').design).people).toEqual([]);
});
