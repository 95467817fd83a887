import { describe, expect, it } from 'vitest';
import {
  assigneeOf,
  settledAfterwardsOf,
  standingOf,
  supersededBy,
  verdictsOf,
} from '../../../src/core/afterwards/standing.ts';
import { outcomeOf } from '../../../src/core/outcome/outcome.ts';
import { verdictSentences } from '../../../src/core/telling/facts/afterwards.ts';
import type { CommandOf } from '../../../src/core/vocabulary/commands.ts';
import { designIdOf } from '../../support/events.ts';
import { given } from '../../support/given.ts';
import { completed } from '../../support/sample-design.ts';

const judges = (by: string, verdict: 'accepted' | 'declined', note = ''): CommandOf<'judge_decision'> => ({
  type: 'judge_decision',
  by,
  verdict,
  note,
});
const assigns = (change: Partial<CommandOf<'assign_step'>> = {}): CommandOf<'assign_step'> => ({
  type: 'assign_step',
  by: 'Ana',
  step: 1,
  to: 'Ben',
  date: '2026-12-01',
  ...change,
});

describe('a decision lives', () => {
  it('J14: people accept it by name and may change their minds, and nothing of the outcome changes', () => {
    const world = completed().reachEnd();
    const before = outcomeOf(world.design);
    world.when(judges('Ana', 'accepted'));
    expect(standingOf(world.design)).toBe('accepted');
    expect(standingOf(world.design, 2)).toBe('decided');
    world.when(judges('Cem', 'declined', 'Not before March.'));
    expect(standingOf(world.design, 2)).toBe('declined');
    expect(world.when(judges('Cem', 'declined', 'Not before March.'))).toEqual([]);
    world.when(judges('Cem', 'accepted'));
    expect(standingOf(world.design, 2)).toBe('accepted');
    expect(verdictsOf(world.design).map(({ by }) => by)).toEqual(['Ana', 'Cem']);
    expect(outcomeOf(world.design)).toEqual(before);
  });

  it('D8: a claimed name has one verdict by whatever way it came in, and never that of one who is vouched for', () => {
    const world = completed().reachEnd();
    const ways = [
      ['Ana', { way: 'terminal' }],
      ['Ana', { way: 'console', token: 'admin' }],
      ['Ana', { way: 'slack' }],
      ['somebody', { way: 'api', token: 'a' }],
      ['somebody', { way: 'api', token: 'b' }],
    ] as const;
    for (const [by, via] of ways) world.when({ ...judges(by, 'declined', via.way), via });
    expect(verdictsOf(world.design).map(({ via }) => via)).toEqual(ways.slice(1).map(([, via]) => via));
    expect(verdictSentences(world.design, 'declined')[0]).toMatch(
      /^Declined by Ana, in the console \(token admin\) on/,
    );
    const [[by, via]] = ways;
    world.when({ ...judges(by, 'accepted'), via });
    expect(verdictsOf(world.design).at(-1)).toMatchObject({ by: 'Ana (terminal)', verdict: 'accepted' });
    expect(verdictsOf(world.design)).toHaveLength(ways.length - 1);
  });

  it('J14: a step has the person who was named last, or nobody', () => {
    const world = completed().reachEnd();
    world.when(assigns());
    expect(assigneeOf(world.design, 1)).toMatchObject({ to: 'Ben', date: '2026-12-01', by: 'Ana' });
    expect(world.when(assigns())).toEqual([]);
    world.when(assigns({ to: 'Cem', date: '' }));
    expect(assigneeOf(world.design, 1)).toMatchObject({ to: 'Cem', date: '' });
    world.when(assigns({ to: '' }));
    expect(assigneeOf(world.design, 1)).toBeNull();
    expect(world.refuses(assigns({ step: 9 })).message).toMatch(/^There is no step 9/);
    expect(world.refuses(assigns({ date: '2026-02-30' })).message).toMatch(/is no date/);
    expect(world.refuses(assigns({ date: 'tomorrow' })).field).toBe('date');
  });

  it('D8: no step is for a name without a letter, or for a participant', () => {
    const world = completed().reachEnd();
    for (const to of ['\u200b', ' ', '\u3164', '\u2800', '…'])
      expect(world.refuses(assigns({ to }))).toMatchObject({
        message: expect.stringContaining('no letter to read'),
        field: 'to',
      });
    const [participant] = world.design.participants;
    if (participant === undefined) throw new Error('it has participants');
    expect(world.refuses(assigns({ to: participant.title })).message).toContain('which is no person');
    world.when(assigns({ to: participant.title, toId: 'U7' }));
    expect(assigneeOf(world.design, 1)?.to).toBe(`${participant.title} (a person)`);
    expect(world.when(assigns({ to: participant.title, toId: 'U7' }))).toEqual([]);
    world.when(assigns({ to: '阿明' }));
    expect(assigneeOf(world.design, 1)?.to).toBe('阿明');
  });

  it('J14: a point that was left open is settled after the end, beside the decision', () => {
    const world = completed({ difference: 'unresolved' }).reachEnd();
    const before = world.design.divergences;
    world.settles('D1', '1a', 'We run it.');
    expect(settledAfterwardsOf(world.design, 'D1')).toMatchObject({ by: 'Ana', note: 'We run it.' });
    expect(world.design.divergences).toEqual(before);
    expect(
      world.refuses({ type: 'settle_divergence', divergenceId: 'D1', position: '1x', note: '', by: 'Ana' }),
    ).toMatchObject({
      code: 'unknown_reference',
      field: 'position',
    });
  });

  it('J14: a later design supersedes it, once', () => {
    const world = completed().reachEnd();
    const supersede = { type: 'supersede', successor: designIdOf(2), decision: 'Keep Redis.' } as const;
    world.when(supersede);
    expect(supersededBy(world.design)?.decision).toBe('Keep Redis.');
    expect(world.when(supersede)).toEqual([]);
    expect(standingOf(world.design)).toBe('superseded');
  });

  it('J14: nothing of this before the end, and only a question where nothing was decided', () => {
    const running = given().reach('proposing');
    expect(running.refuses(judges('Ana', 'accepted')).code).toBe('not_open');
    running.cancels();
    expect(running.refuses(judges('Ana', 'accepted')).message).toMatch(/without a decision/);
    const asked: CommandOf<'record_answer'> = {
      type: 'record_answer',
      question: 'Why?',
      answer: [],
      costUsd: 0.01,
      by: 'Ana',
    };
    running.when(asked);
    expect(running.design.afterwards.map(({ type }) => type)).toEqual(['record_asked']);
  });
});
