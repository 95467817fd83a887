import { describe, expect, it } from 'vitest';
import type { CommandOf } from '#core/vocabulary/commands.ts';
import { sayDecisionStatus } from '#presentation/judged/afterwards.ts';
import { viewOf } from '#presentation/view/view.ts';
import { playToEnd } from '../../support/designs/sample-design.ts';

const DAY_MS = 86_400_000;
const judges = (
  by: string,
  verdict: 'accepted' | 'declined',
  note = '',
): CommandOf<'judge_decision'> => ({
  type: 'judge_decision',
  by,
  verdict,
  note,
});

describe('how a decision stands, in words', () => {
  it('J14: the status names who has accepted it and when', () => {
    const world = playToEnd().reachEnd();
    world.when(judges('Ana', 'accepted'));
    expect(sayDecisionStatus(world.design).join(' ')).toBe('Ana accepted it on 20 November 2026.');
    world.when(judges('Cem', 'accepted'));
    expect(sayDecisionStatus(world.design).join(' ')).toBe(
      'Ana accepted it on 20 November 2026. Cem accepted it on 20 November 2026.',
    );
    world.later(DAY_MS);
    world.when(judges('Dan', 'accepted'));
    expect(sayDecisionStatus(world.design).at(-1)).toBe('Dan accepted it on 21 November 2026.');
  });

  it('J11: a headline follows the standing, and a rehearsal is accepted by nobody', () => {
    const world = playToEnd().reachEnd();
    const headline = () => viewOf(world.design).banner.headline;
    world.when(judges('Ana', 'accepted'));
    expect(headline()).toMatch(/^Decision accepted\./);
    world.when(judges('Cem', 'declined', 'Not before March.'));
    expect(headline()).toMatch(/^Decision declined\./);
    const rehearsed = viewOf({ ...world.design, rehearsal: true });
    expect(rehearsed.banner.headline).not.toMatch(/accepted|Declined/);
  });
});
