import { describe, expect, it, test } from 'vitest';
import { hasAsked } from '../../../src/core/course/owning.ts';
import { deputiesAt, reminderOf, timersOf } from '../../../src/core/course/timers.ts';
import { documentOf } from '../../../src/core/telling/message/post.ts';
import { plainOf } from '../../../src/core/telling/render/plain.ts';
import { calledBy } from '../../../src/core/telling/thread/called.ts';
import type { AskedAct, Step } from '../../../src/core/vocabulary/events.ts';
import { ownerOf } from '../../../src/core/vocabulary/owner.ts';
import { openGate } from '../../../src/core/vocabulary/status.ts';
import { whyNotCancel, whyNotDecide } from '../../../src/runtime/permission.ts';
import { given, of, type World } from '../../support/given.ts';
import { MINUTE, THREE_QUESTIONS, UNSURE } from '../../support/given-start.ts';
import { OPEN_TO_ALL } from '../../support/open-policy.ts';

const THREAD = { platform: 'slack', channel: 'C1', thread: '1.1', starter: 'U1' };
const CEM = { id: 'U3', groups: [], name: 'Cem' };
const BEA = { id: 'U2', groups: [], name: 'Bea' };
const ANA = { id: 'U1', groups: [], name: 'Ana' };
const HOURS = 60 * MINUTE;

function started(settings = {}): World {
  const people = { remind: 'half_time', deputies: 'answerers' } as const;
  return given({
    says: { ...THREE_QUESTIONS, ...UNSURE },
    startedBy: 'Ana',
    thread: THREAD,
    settings: { ...people, ...settings },
  });
}
const asks = (world: World, act: AskedAct, { name: by, id: byId } = CEM) =>
  world.when({ type: 'ask_owner', act, by, byId });
const handsOver = (world: World, { name: to, id: toId } = CEM, { name: by, id: byId } = ANA) =>
  world.when({ type: 'hand_over', to, toId, by, byId });
const told = (world: World, post: Parameters<typeof documentOf>[0]) =>
  documentOf(post, world.design).sections(3_000).map(plainOf).join('\n');

describe('a person who may not do something has the owner asked', () => {
  it('A7: once for each act and person, in words and with a call', () => {
    const world = started().reach('answering');
    expect(of(asks(world, 'end_answers'), 'owner_asked')).toMatchObject([{ act: 'end_answers', of: 'Ana' }]);
    expect(world.effects).toEqual([{ type: 'post', post: { kind: 'asked', index: 0 } }]);
    const post = { kind: 'asked', index: 0 } as const;
    expect(told(world, post)).toContain('Cem asks Ana to end the wait for answers.');
    expect(calledBy(post, world.design)).toEqual({ people: ['U1'], deciders: false });
    expect(asks(world, 'end_answers')).toEqual([]);
    asks(world, 'cancel');
    asks(world, 'end_answers', BEA);
    expect(world.design.asks.map(({ act, by }) => [act, by])).toEqual([
      ['end_answers', 'Cem'],
      ['cancel', 'Cem'],
      ['end_answers', 'Bea'],
    ]);
  });

  it('A7: nobody is told until then, and the refusal says which of the two it is', () => {
    const world = started().reach('answering');
    const why = () => whyNotDecide(OPEN_TO_ALL, CEM, world.design, 'end_answers');
    expect(why()).toMatch(/can end the wait for answers here\. Nobody was told that you asked; ask Ana\.$/);
    asks(world, 'end_answers');
    expect(why()).toMatch(/can end the wait for answers here\. Ana was told that you asked\.$/);
    expect(whyNotCancel(OPEN_TO_ALL, CEM, world.design)).toMatch(/Nobody was told that you asked/);
  });

  it('A7: not who may do it, not without a thread, not after the end, and not without a bound', () => {
    const world = started().reach('answering');
    const by = { by: 'Ana', byId: 'U1' };
    expect(world.refuses({ type: 'ask_owner', act: 'cancel', ...by }).code).toBe('invalid');
    const bare = given({ startedBy: 'Ana' }).reach('answering');
    expect(bare.refuses({ type: 'ask_owner', act: 'cancel', by: 'Cem' }).message).toMatch(/has no thread/);
    for (let at = 0; at < 20; at++) asks(world, 'cancel', { ...CEM, id: `P${at}` });
    const one = { type: 'ask_owner', act: 'cancel', by: 'Cem', byId: 'P20' } as const;
    expect(world.refuses(one).message).toBe('Ana was asked 20 times, and is called no more.');
    world.cancels();
    expect(world.refuses({ ...one, byId: 'P1' }).code).toBe('ended');
  });
});

describe('a design is handed over', () => {
  it('A7: from then on the other person is its owner for permissions and calls, and is called once', () => {
    const world = started().reach('answering');
    expect(of(handsOver(world), 'design_handed_over')).toMatchObject([{ to: 'Cem', toId: 'U3', by: 'Ana' }]);
    const post = { kind: 'handed_over', index: 0 } as const;
    expect(world.effects).toEqual([{ type: 'post', post }]);
    expect(told(world, post)).toContain('Ana handed this design over to Cem, who decides on it from now on.');
    for (const each of [post, { kind: 'questions' } as const])
      expect(calledBy(each, world.design)).toEqual({ people: ['U3'], deciders: false });
    expect(whyNotCancel(OPEN_TO_ALL, CEM, world.design)).toBeNull();
    expect(whyNotCancel(OPEN_TO_ALL, ANA, world.design)).toMatch(
      /^Only Cem, to whom this was handed over, can cancel it here\./,
    );
    expect(world.design.startedBy).toBe('Ana');
    expect(handsOver(world)).toEqual([]);
    handsOver(world, ANA, CEM);
    expect(ownerOf(world.design)).toEqual({ name: 'Ana', id: 'U1' });
  });

  it('A7: somebody known here is found by name alone, and nobody else is', () => {
    const world = started().reach('answering');
    world.says('r1', 'Q1: 900', 'Bea', 'U2');
    const command = { type: 'hand_over', by: 'Ana', byId: 'U1' } as const;
    expect(world.refuses({ ...command, to: 'Zoe' }).message).toMatch(/Known here: Ana, Bea\./);
    world.when({ ...command, to: 'Bea' });
    expect(ownerOf(world.design)).toEqual({ name: 'Bea', id: 'U2' });
  });

  it('A7: a person who was asked before is asked anew, for the new owner knows nothing of it', () => {
    const world = started().reach('answering');
    asks(world, 'cancel', BEA);
    handsOver(world);
    expect(hasAsked(world.design, 'cancel', { by: 'Bea', byId: 'U2' })).toBe(false);
    expect(calledBy({ kind: 'asked', index: 0 }, world.design).people).toEqual([]);
    expect(of(asks(world, 'cancel', BEA), 'owner_asked')).toMatchObject([{ of: 'Cem' }]);
  });

  it('A7: not once it has ended, and not without a thread', () => {
    const command = { type: 'hand_over', to: 'Cem', toId: 'U3', by: 'Ana' } as const;
    expect(given().reach('answering').refuses(command).message).toMatch(/has no thread/);
    const world = started().reach('answering');
    world.cancels();
    expect(world.refuses(command).code).toBe('ended');
  });
});

describe('deputies decide where the owner does not', () => {
  const atGate = (settings = {}) => {
    const world = started(settings).reach('answering');
    world.says('r1', 'Q1: 900', 'Cem', 'U3');
    world.says('r2', 'Q2: the web app', 'Bea', 'U2');
    world.says('r3', 'Hello.', 'Dan', 'U4');
    world.says('r4', 'Q3: yes', 'Ana', 'U1');
    return world.reach('deciding');
  };
  const names = (world: World) =>
    deputiesAt(world.design, openGate(world.design), world.now).map(({ author }) => author);

  it('A7: who answered, from half of the time of the gate on', () => {
    const world = atGate();
    const { openedAt, deadlineAt } = openGate(world.design) ?? { openedAt: 0, deadlineAt: 0 };
    const half = (deadlineAt - openedAt) / 2;
    world.later(half - 1);
    expect(names(world)).toEqual([]);
    expect(whyNotDecide(OPEN_TO_ALL, CEM, world.design, 'decide', world.now)).not.toBeNull();
    world.later(1);
    expect(names(world)).toEqual(['Cem', 'Bea']);
    expect(whyNotDecide(OPEN_TO_ALL, CEM, world.design, 'decide', world.now)).toBeNull();
    // Ending the wait for answers, or the whole design, is no decision at the gate.
    expect(whyNotDecide(OPEN_TO_ALL, CEM, world.design, 'end_answers')).not.toBeNull();
    expect(whyNotCancel(OPEN_TO_ALL, CEM, world.design)).not.toBeNull();
    expect(whyNotDecide(OPEN_TO_ALL, { ...CEM, id: 'U4' }, world.design, 'decide', world.now)).not.toBeNull();
  });

  it('A7: the reminder calls them, and it and the gate say so', () => {
    const world = atGate();
    const gate = { kind: 'gate', gateId: 'gate-1' } as const;
    expect(told(world, gate)).not.toContain('may decide as well');
    const reminder = reminderOf(world.design);
    world.later((reminder?.dueAt ?? 0) - world.now).deadline('reminder:gate-1');
    const post = { kind: 'reminder', about: 'gate-1' } as const;
    expect(calledBy(post, world.design)).toEqual({ people: ['U1', 'U3', 'U2'], deciders: true });
    for (const each of [gate, post])
      expect(told(world, each)).toContain(
        'Ana has not decided; Cem and Bea, who answered, may decide as well.',
      );
  });

  it('A7: a setting switches it off', () => {
    const world = atGate({ deputies: undefined });
    expect(names(world.later(24 * HOURS))).toEqual([]);
  });
});

describe('quiet hours hold deadlines', () => {
  // It is 09:00 UTC when a design starts.
  const quietHours = { from: 10 * 60, until: 18 * 60, timeZone: 'UTC' };

  it('A7: what would end in them ends when they do', () => {
    const world = started({ quietHours, answerMs: 2 * HOURS }).reach('answering');
    const end = Date.UTC(2026, 10, 20, 18);
    expect(world.design.answering?.deadlineAt).toBe(end);
    // Its half, at 13:30, would be moved to the very end.
    expect(reminderOf(world.design)).toBeNull();
  });

  it('A7: the same for a gate, and nothing outside of them moves', () => {
    const world = started({ quietHours, answerMs: 30 * MINUTE, gateMs: 4 * HOURS }).reach('answering');
    expect(world.design.answering?.deadlineAt).toBe(world.now + 30 * MINUTE);
    world.when({ type: 'finish_answering', by: 'Ana', skip: true });
    world.reach('deciding');
    expect(openGate(world.design)?.deadlineAt).toBe(Date.UTC(2026, 10, 20, 18));
  });

  it.each([
    [
      'over midnight',
      { from: 22 * 60, until: 7 * 60, timeZone: 'UTC' },
      Date.UTC(2026, 10, 20, 23, 30),
      Date.UTC(2026, 10, 21, 7),
    ],
    [
      'in another zone',
      { from: 22 * 60, until: 7 * 60, timeZone: 'Europe/Berlin' },
      Date.UTC(2026, 10, 20, 23, 30),
      Date.UTC(2026, 10, 21, 6),
    ],
    [
      'over a change of clocks',
      { from: 22 * 60, until: 7 * 60, timeZone: 'Europe/Berlin' },
      Date.UTC(2026, 9, 24, 22),
      Date.UTC(2026, 9, 25, 6),
    ],
  ])('A7: %s', async (_, quiet, at, expected) => {
    const { afterQuiet } = await import('../../../src/core/vocabulary/quiet-hours.ts');
    expect(afterQuiet(quiet, at)).toBe(expected);
  });
});

/** The moments at which a starter can go away, and what then still brings the design on without them (J8, A7). */
describe('a starter who goes away', () => {
  const MOMENTS: readonly Step[] = ['asking', 'answering', 'proposing', 'signing', 'deciding'];

  test.each(MOMENTS)('A7: at %s the design waits for nobody for ever', (step) => {
    const world = started().reach(step);
    // Whatever is waited for has a moment at which it is over, also where nobody does anything.
    for (let at = 0; at < 50 && world.design.end === null && timersOf(world.design).length > 0; at++) {
      const [next] = timersOf(world.design).toSorted((one, other) => one.dueAt - other.dueAt);
      if (next === undefined) break;
      world.now = Math.max(world.now, next.dueAt);
      world.deadline(next.id);
      if (world.design.settled !== null) break;
    }
    expect(world.design.end ?? world.design.settled).not.toBeNull();
  });

  test.each(MOMENTS)('A7: at %s somebody else can be asked to take it over', (step) => {
    const world = started().reach(step);
    const operated = { ...OPEN_TO_ALL, operators: ['U9'] };
    expect(whyNotCancel(operated, CEM, world.design)).not.toBeNull();
    handsOver(world, CEM, { id: 'U9', groups: [], name: 'Oda' });
    expect(whyNotCancel(operated, CEM, world.design)).toBeNull();
    expect(whyNotDecide(operated, CEM, world.design)).toBeNull();
  });
});
