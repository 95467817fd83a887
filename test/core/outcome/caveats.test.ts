import { describe, expect, it, test } from 'vitest';
import { outcomeOf } from '../../../src/core/outcome/outcome.ts';
import { bannerOf } from '../../../src/core/presentation/decision/banner.ts';
import { caveatWords } from '../../../src/core/presentation/decision/caveat.ts';
import { viewOf } from '../../../src/core/presentation/web/design-view.ts';
import { pointsFor, type Script } from '../../support/given-start.ts';
import { argument, audit, dissent, mapping, revision, signature } from '../../support/given-submission.ts';
import { ended, failing, held } from './ways/story.ts';

describe('J11: a run that was challenged and held is ready, without a word more', () => {
  it('J11: with nobody asked, and nothing to argue about, which are facts', () => {
    const world = ended({
      questions: () => ({ tool: 'pass', input: { rationale: 'Clear.' } }),
      mapping: () => mapping(),
    });
    const { headline, facts } = bannerOf(outcomeOf(world.design));
    expect(headline).toBe('Decision ready.');
    expect(facts).toContain('no questions for people');
    expect(facts).toContain('nothing to argue about');
  });

  it('J11: that there was nothing to argue about is only said where proposals were compared', () => {
    const { facts } = bannerOf(outcomeOf(failing(held(), 'mapping').design));
    expect(facts).not.toContain('nothing to argue about');
  });
});

const leavingOpen =
  (...findings: readonly string[]): NonNullable<Script['revision']> =>
  (design) =>
    revision(design, {
      findings: findings.map((finding) => ({ finding, where: 'No.', done: 'left_open' })),
      changes: [],
    });

describe('several caveats', () => {
  const many: Script = {
    mapping: () => mapping(['medium', 'A', 'BC'], ['medium', 'B', 'AC']),
    argument: (design, speaker) => argument(...pointsFor(design, speaker)),
    audit: () => audit('major', 'major'),
    revision: leavingOpen('F1', 'F2'),
    signing: (_, speaker) =>
      speaker === 'subtractor' ? dissent('No.') : signature({ weakest: speaker }, speaker),
  };

  it('J11: are named while they fit, at least one of them', () => {
    const long = 'word '.repeat(60);
    const world = ended({
      ...many,
      signing: (_, speaker) => (speaker === 'subtractor' ? dissent(long) : signature({}, speaker)),
      audit: () => audit('major'),
      revision: leavingOpen('F1'),
    });
    expect(bannerOf(outcomeOf(world.design)).headline.length).toBeLessThan(400);
  });

  it('J11: all of them are in the design that outsiders read, with their kinds', () => {
    const { outcome } = viewOf(ended(many).design);
    expect(outcome?.level).toBe('warning');
    expect(outcome?.caveats.map(({ kind }) => kind)).toEqual([
      'major_finding',
      'major_finding',
      'open_difference',
      'open_difference',
      'dissent',
    ]);
  });
});

test('A6: money that ran short is named with what was left out, and is called used up only if it is', () => {
  const dropped = (['argument', 'audit'] as const).map((kind) => ({
    kind,
    reason: 'money_used_up' as const,
  }));
  const short = { kind: 'budget', dropped } as const;
  expect(caveatWords({ ...short, isUsedUp: false })).toBe('left out for lack of money: arguing, the audit');
  expect(caveatWords({ ...short, isUsedUp: true })).toBe('the money was used up');
});
