import { describe, expect, it, test } from 'vitest';
import type { CommandOf } from '#core/vocabulary/commands.ts';
import type { TurnId } from '#core/vocabulary/ids.ts';
import { openRound } from '#core/vocabulary/status.ts';
import type { Submission } from '#core/vocabulary/submission.ts';
import { BARE } from '#test/support/designs/claims.ts';
import { given } from '#test/support/designs/given.ts';
import { pass, proposal, questions } from '#test/support/designs/given-submission.ts';
import { lateSubmissionOf } from '#test/support/designs/session-events.ts';

const submitting = (turnId: TurnId, submission: Submission = pass()): CommandOf<'submit'> => ({
  type: 'submit',
  turnId,
  submission,
  sha256: '',
  citations: [],
  latencyMs: 0,
});

describe('C16: late work is not lost in silence', () => {
  it('C16: a submission after its round closed is recorded as late, with its author, and contributes nothing', () => {
    const world = given().reach('proposing');
    const late = world.turn('archaeologist');
    world.contributes('subtractor');
    world.contributes('migrationist');
    world.deadline('round:r2');
    const submission = proposal({ headline: 'Too late, but good' });

    expect(world.outcome(submitting(late.id, submission))).toEqual([
      lateSubmissionOf(late, submission),
    ]);
    expect(world.design.proposals).toHaveLength(2);
    expect(world.design.rounds.find(({ id }) => id === 'r2')?.contributed).toEqual([
      'subtractor',
      'migrationist',
    ]);
  });

  it('C16: a turn that had failed may not be made good afterwards, while its round is still open', () => {
    const world = given().reach('asking');
    const turn = world.turn('archaeologist');
    world.fails('archaeologist');
    expect(world.outcome(submitting(turn.id))).toEqual([lateSubmissionOf(turn, pass())]);
    expect(openRound(world.design)?.contributed).toEqual([]);
  });

  it('C16: a lost session’s submission is late, and its replacement’s answer counts', () => {
    const world = given().reach('asking');
    const turn = world.turn('archaeologist');
    world.loses('archaeologist');
    world.ready('archaeologist');
    const late = questions('Late?');
    expect(world.outcome(submitting(turn.id, late))).toEqual([lateSubmissionOf(turn, late)]);
    expect(world.design.unnumbered).toEqual([]);
    world.submits('archaeologist', questions('In time?'));
    expect(world.design.unnumbered.map((question) => question.text)).toEqual(['In time?']);
  });

  test.each(['settled', 'cancelled'] as const)(
    'C16: a submission to a design that is %s is recorded as late',
    (how) => {
      const world = given().reach('signing');
      const turn = world.turn('archaeologist');
      if (how === 'cancelled') world.cancels();
      else world.deadline('synthesis');
      expect(world.outcome(submitting(turn.id))).toEqual([lateSubmissionOf(turn, pass())]);
      expect(world.design.signatures).toEqual([]);
    },
  );

  it('C16: the kept part of a late submission is bounded, and is storable text even at the cut', () => {
    const world = given().reach('proposing');
    const { id } = world.turn('archaeologist');
    world.cancels();
    const summary = '🧭'.repeat(2_000);
    const claims = Array.from({ length: 20 }, () => ({
      ...BARE,
      kind: 'risk' as const,
      text: '🔥'.repeat(400),
    }));
    for (const headline of ['even', 'odder']) {
      world.submits('archaeologist', proposal({ headline, summary, claims }), id);
    }
    const texts = world.design.lateSubmissions.map(({ detail }) => detail);
    expect(texts).toHaveLength(2);
    for (const text of texts) {
      expect(20_000 - text.length).toBeOneOf([0, 1]);
      expect(text.isWellFormed()).toBe(true);
    }
  });

  it('C16: an unknown turn’s submission is no late one', () => {
    const world = given().reach('asking');
    const other = given().reach('proposing');
    const turnId = other.turn('subtractor').id;
    expect(world.outcome(submitting(turnId))).toEqual({
      code: 'unknown_turn',
      message: 'There is no such turn in this design.',
    });
  });
});
