import { describe, expect, it, test } from 'vitest';
import { openRound } from '#core/vocabulary/status.ts';
import { BARE } from '#test/support/designs/claims.ts';
import { given, of, types } from '#test/support/designs/given.ts';
import { pass, proposal, questions } from '#test/support/designs/given-submission.ts';

describe('C16: late work is not lost in silence', () => {
  it('C16: a submission after its round closed is recorded as late, with its author, and contributes nothing', () => {
    const world = given().reach('proposing');
    const late = world.turn('archaeologist');
    world.contributes('subtractor');
    world.contributes('migrationist');
    world.deadline('round:r2');
    const submission = proposal({ headline: 'Too late, but good' });

    const events = world.submits('archaeologist', submission, late.id);
    expect(events).toMatchObject([
      {
        type: 'late_report_recorded',
        participant: 'archaeologist',
        turnId: late.id,
        report: 'submit_proposal',
      },
    ]);
    expect(JSON.parse(world.design.lateSubmissions[0]?.detail ?? '')).toEqual(submission.input);
    expect(world.design.proposals).toHaveLength(2);
    expect(world.design.rounds.find(({ id }) => id === 'r2')?.contributed).not.toContain(
      'archaeologist',
    );
  });

  it('C16: a turn that had failed may not be made good afterwards, while its round is still open', () => {
    const world = given().reach('asking');
    const { id } = world.turn('archaeologist');
    world.fails('archaeologist');
    expect(types(world.submits('archaeologist', pass(), id))).toEqual(['late_report_recorded']);
    expect(openRound(world.design)?.contributed).toEqual([]);
  });

  it('C16: a lost session’s submission is late, and its replacement’s answer counts', () => {
    const world = given().reach('asking');
    const { id } = world.turn('archaeologist');
    world.loses('archaeologist');
    world.ready('archaeologist');
    expect(types(world.submits('archaeologist', questions('Late?'), id))).toEqual([
      'late_report_recorded',
    ]);
    expect(world.design.unnumbered).toEqual([]);
    world.submits('archaeologist', questions('In time?'));
    expect(world.design.unnumbered.map((question) => question.text)).toEqual(['In time?']);
  });

  test.each(['settled', 'cancelled'] as const)(
    'C16: a submission to a design that is %s is recorded as late',
    (how) => {
      const world = given().reach('signing');
      const { id } = world.turn('archaeologist');
      if (how === 'cancelled') world.cancels();
      else world.deadline('synthesis');
      expect(types(world.submits('archaeologist', pass(), id))).toEqual(['late_report_recorded']);
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
    const refusal = world.refuses({
      type: 'submit',
      turnId,
      submission: pass(),
      sha256: '',
      citations: [],
      latencyMs: 0,
    });
    expect(refusal.code).toBe('unknown_turn');
    expect(of(world.history, 'late_report_recorded')).toEqual([]);
  });
});
