import { describe, expect, it } from 'vitest';
import { callOf } from '#core/thread/called.ts';
import type { CommandOf, Refusal } from '#core/vocabulary/commands.ts';
import type { AskedAct } from '#core/vocabulary/event-parts.ts';
import { refuseDeciding } from '#engine/access/permission.ts';
import { plainOf } from '#presentation/format/plain-document.ts';
import { documentOf } from '#presentation/thread/post.ts';
import { viewOf } from '#presentation/view/view.ts';
import { given, type World } from '../../support/designs/given.ts';
import { GATED, THREE_QUESTIONS } from '../../support/designs/given-start.ts';
import { OPEN_TO_ALL } from '../../support/designs/open-policy.ts';

const THREAD = { platform: 'slack', channel: 'C1', thread: '1.1', starter: 'U1' };
const ANA = { id: 'U1', groups: [], name: 'Ana' };
const CEM = { id: 'U3', groups: [], name: 'Cem' };
const BEA = { id: 'U2', groups: [], name: 'Bea' };

function started(): World {
  return given({
    says: { ...THREE_QUESTIONS, ...GATED },
    startedBy: 'Ana',
    thread: THREAD,
    settings: { remind: 'half_time' },
  });
}
const inQuestions = (): World => started().reach('answering');
const cancelled = (): World => {
  const world = inQuestions();
  world.cancels();
  return world;
};
const ask = (act: AskedAct, { name: by, id: byId } = CEM): CommandOf<'ask_starter'> => ({
  type: 'ask_starter',
  act,
  by,
  byId,
});
const asked = (about: AskedAct, { name: by, id: byId } = CEM) => ({
  type: 'people_reminded',
  about,
  by,
  byId,
});
const told = (world: World, post: Parameters<typeof documentOf>[0]) =>
  documentOf(post, viewOf(world.design)).sections.map(plainOf).join('\n');

describe('a person who may not do something has the starter asked', () => {
  it('A7: once for each act and person, in words and with a call', () => {
    const world = inQuestions();
    expect(world.outcome(ask('go_on'))).toEqual([asked('go_on')]);
    expect(world.effects).toEqual([{ type: 'post', post: { kind: 'reminder', index: 0 } }]);
    const post = { kind: 'reminder', index: 0 } as const;
    expect(told(world, post)).toContain('Cem asks Ana to go on without more answers.');
    expect(callOf(post, world.design)).toEqual({ people: ['U1'], deciders: false });
    expect(world.outcome(ask('go_on'))).toEqual([]);
    expect(world.outcome(ask('cancel'))).toEqual([asked('cancel')]);
    expect(world.outcome(ask('go_on', BEA))).toEqual([asked('go_on', BEA)]);
  });

  it('A7: nobody is told until then, and the refusal says which of the two it is', () => {
    const world = inQuestions();
    const why = () => refuseDeciding(OPEN_TO_ALL, CEM, world.design, 'go_on');
    expect(why()).toMatch(/can go on without more answers here\. Ask Ana\.$/);
    world.when(ask('go_on'));
    expect(why()).toMatch(/can go on without more answers here\. Ana was told that you asked\.$/);
    expect(refuseDeciding(OPEN_TO_ALL, CEM, world.design, 'cancel')).toMatch(/Ask Ana\./);
  });

  it('A7: to accept or decline the decision, once it has ended', () => {
    const world = inQuestions();
    world.when(ask('decide'));
    world.reachEnd();
    expect(world.outcome(ask('judge'))).toEqual([asked('judge')]);
    expect(world.effects).toContainEqual({ type: 'post', post: { kind: 'reminder', index: 1 } });
    const before = { kind: 'reminder', index: 0 } as const;
    const after = { kind: 'reminder', index: 1 } as const;
    expect(told(world, after)).toContain('Cem asks Ana to accept or decline it.');
    expect(callOf(after, world.design)).toEqual({ people: ['U1'], deciders: false });
    expect(callOf(before, world.design).people).toEqual([]);
    expect(refuseDeciding(OPEN_TO_ALL, CEM, world.design, 'judge')).toMatch(
      /Ana was told that you asked\.$/,
    );
    expect(world.outcome(ask('judge'))).toEqual([]);
  });

  it.each<[string, () => World, CommandOf<'ask_starter'>, Refusal]>([
    [
      'who may do it',
      inQuestions,
      ask('cancel', ANA),
      { code: 'invalid', message: 'You may do this yourself.' },
    ],
    [
      'anybody without a thread',
      () => given({ startedBy: 'Ana' }).reach('answering'),
      { type: 'ask_starter', act: 'cancel', by: 'Cem' },
      {
        code: 'invalid',
        message: 'This design has no thread to ask in. Decide with its token or at its terminal.',
      },
    ],
    [
      'anybody about a decision before the end',
      inQuestions,
      ask('judge'),
      { code: 'not_open', message: 'This design has not ended yet.' },
    ],
    [
      'anybody about a decision that was not made',
      cancelled,
      ask('judge'),
      {
        code: 'not_open',
        message: 'This design has ended without a decision, so there is nothing to accept.',
      },
    ],
    [
      'the twenty-first who asks',
      () => {
        const world = inQuestions();
        for (let at = 0; at < 20; at++) world.when(ask('cancel', { ...CEM, id: `P${at}` }));
        return world;
      },
      ask('cancel', { ...CEM, id: 'P20' }),
      { code: 'not_open', message: 'Ana has already been asked 20 times.' },
    ],
    [
      'anybody after the end',
      cancelled,
      ask('cancel'),
      {
        code: 'ended',
        message:
          'Ana cancelled this design on 20 November 2026 at 09:00 UTC. To go on, run it again.',
      },
    ],
  ])('A7: the starter is not asked for %s', (_, begin, command, refusal) => {
    expect(begin().outcome(command)).toEqual(refusal);
  });
});
