import { describe, expect, it } from 'vitest';
import { callOf } from '#core/thread/called.ts';
import type { AskedAct } from '#core/vocabulary/event-parts.ts';
import { refuseDeciding } from '#engine/access/permission.ts';
import { plainOf } from '#presentation/format/plain-document.ts';
import { documentOf } from '#presentation/thread/post.ts';
import { viewOf } from '#presentation/view/view.ts';
import { given, of, type World } from '../../support/designs/given.ts';
import { GATED, THREE_QUESTIONS } from '../../support/designs/given-start.ts';
import { OPEN_TO_ALL } from '../../support/designs/open-policy.ts';

const THREAD = { platform: 'slack', channel: 'C1', thread: '1.1', starter: 'U1' };
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
const asks = (world: World, act: AskedAct, { name: by, id: byId } = CEM) =>
  world.when({ type: 'ask_starter', act, by, byId });
const told = (world: World, post: Parameters<typeof documentOf>[0]) =>
  documentOf(post, viewOf(world.design)).sections.map(plainOf).join('\n');

describe('a person who may not do something has the starter asked', () => {
  it('A7: once for each act and person, in words and with a call', () => {
    const world = inQuestions();
    expect(of(asks(world, 'go_on'), 'people_reminded')).toMatchObject([{ about: 'go_on' }]);
    expect(world.effects).toEqual([{ type: 'post', post: { kind: 'reminder', index: 0 } }]);
    const post = { kind: 'reminder', index: 0 } as const;
    expect(told(world, post)).toContain('Cem asks Ana to go on without more answers.');
    expect(callOf(post, world.design)).toEqual({ people: ['U1'], deciders: false });
    expect(asks(world, 'go_on')).toEqual([]);
    asks(world, 'cancel');
    asks(world, 'go_on', BEA);
    expect(world.design.reminders.map(({ about, by }) => [about, by])).toEqual([
      ['go_on', 'Cem'],
      ['cancel', 'Cem'],
      ['go_on', 'Bea'],
    ]);
  });

  it('A7: nobody is told until then, and the refusal says which of the two it is', () => {
    const world = inQuestions();
    const why = () => refuseDeciding(OPEN_TO_ALL, CEM, world.design, 'go_on');
    expect(why()).toMatch(/can go on without more answers here\. Ask Ana\.$/);
    asks(world, 'go_on');
    expect(why()).toMatch(/can go on without more answers here\. Ana was told that you asked\.$/);
    expect(refuseDeciding(OPEN_TO_ALL, CEM, world.design, 'cancel')).toMatch(/Ask Ana\./);
  });

  it('A7: to accept or decline the decision, once it has ended', () => {
    const world = inQuestions();
    expect(world.refuses({ type: 'ask_starter', act: 'judge', by: 'Cem', byId: 'U3' }).code).toBe(
      'not_open',
    );
    asks(world, 'decide');
    world.reachEnd();
    expect(of(asks(world, 'judge'), 'people_reminded')).toMatchObject([
      { about: 'judge', by: 'Cem' },
    ]);
    expect(world.effects).toContainEqual({ type: 'post', post: { kind: 'reminder', index: 1 } });
    const before = { kind: 'reminder', index: 0 } as const;
    const after = { kind: 'reminder', index: 1 } as const;
    expect(told(world, after)).toContain('Cem asks Ana to accept or decline it.');
    expect(callOf(after, world.design)).toEqual({ people: ['U1'], deciders: false });
    expect(callOf(before, world.design).people).toEqual([]);
    expect(refuseDeciding(OPEN_TO_ALL, CEM, world.design, 'judge')).toMatch(
      /Ana was told that you asked\.$/,
    );
    expect(asks(world, 'judge')).toEqual([]);
    const cancelled = inQuestions();
    cancelled.cancels();
    expect(
      cancelled.refuses({ type: 'ask_starter', act: 'judge', by: 'Cem', byId: 'U3' }).code,
    ).toBe('not_open');
  });

  it.each<[string, () => World, { readonly by: string; readonly byId?: string }, object]>([
    ['who may do it', inQuestions, { by: 'Ana', byId: 'U1' }, { code: 'invalid' }],
    [
      'anybody without a thread',
      () => given({ startedBy: 'Ana' }).reach('answering'),
      { by: 'Cem' },
      { message: expect.stringMatching(/has no thread/) },
    ],
    [
      'the twenty-first who asks',
      () => {
        const world = inQuestions();
        for (let at = 0; at < 20; at++) asks(world, 'cancel', { ...CEM, id: `P${at}` });
        return world;
      },
      { by: 'Cem', byId: 'P20' },
      { message: 'Ana has already been asked 20 times.' },
    ],
    [
      'anybody after the end',
      () => {
        const world = inQuestions();
        world.cancels();
        return world;
      },
      { by: 'Cem', byId: 'U3' },
      { code: 'ended' },
    ],
  ])('A7: the starter is not asked for %s', (_, begin, who, refusal) => {
    expect(begin().refuses({ type: 'ask_starter', act: 'cancel', ...who })).toMatchObject(refusal);
  });
});
