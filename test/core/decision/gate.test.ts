import { describe, expect, it } from 'vitest';
import { openGate, statusOf } from '../../../src/core/vocabulary/status.ts';
import { given, of, types, type World } from '../../support/given.ts';
import { GATED, MINUTE } from '../../support/given-start.ts';
import { audit, revision } from '../../support/given-submission.ts';

function deciding(): World {
  return given({ says: GATED }).reach('deciding');
}

describe('a gate', () => {
  it('A7: it is recorded with its reasons, choices and deadline before anybody can be asked', () => {
    const world = given({ says: GATED }).reach('signing');
    world.contributes('subtractor');
    world.contributes('archaeologist');
    const events = world.contributes('migrationist');
    expect(of(events, 'gate_opened')).toMatchObject([
      {
        gateId: 'gate-1',
        reasons: ['low_confidence', 'dissent_of_half'],
        choices: ['accept', 'send_back', 'stop'],
        deadlineAt: world.now + 60 * MINUTE,
      },
    ]);
    expect(types(events).indexOf('gate_opened')).toBeLessThan(types(events).indexOf('status_changed'));
    expect(statusOf(world.design)).toBe('awaiting_input');
  });

  it('does not open without a reason, and the design completes by itself', () => {
    const world = given().reachEnd();
    expect(of(world.history, 'gate_opened')).toEqual([]);
    expect(world.design.end).toMatchObject({ status: 'completed', stoppedBecause: 'finished' });
  });

  it('J8: accepted, completes the design, with the name and the words of the person who decided', () => {
    const world = deciding();
    world.decidesGate('accept', 'gate-1', 'We know the risk.');
    expect(world.design.settled).toMatchObject({
      status: 'completed',
      stoppedBecause: 'decided_by_person',
      reasons: ['low_confidence', 'dissent_of_half'],
      detail: 'We know the risk.',
    });
    expect(world.design.gates[0]?.decision).toEqual({
      choice: 'accept',
      note: 'We know the risk.',
      by: 'Ana',
    });
  });

  it('stopped, ends the design with needs review', () => {
    const world = deciding();
    world.decidesGate('stop');
    expect(world.design.settled).toMatchObject({
      status: 'needs_review',
      stoppedBecause: 'decided_by_person',
    });
  });

  it('J9: sent back, has the text revised and signed again, once, and earlier signatures count no more', () => {
    const world = given({ says: { ...GATED, audit: () => audit('blocking') } }).reach('deciding');
    world.decidesGate('send_back', 'gate-1', 'Mind the freeze.');
    expect(world.design.step).toBe('revising');
    expect(world.asked()).toEqual({ synthesizer: world.design.rounds.at(-1)?.id });

    world.contributes('synthesizer');
    expect(world.design).toMatchObject({ step: 'signing', signatures: [] });
    expect(world.design.revisions).toHaveLength(2);

    world.reach('deciding');
    expect(openGate(world.design)).toMatchObject({ id: 'gate-2', choices: ['accept', 'stop'] });
    expect(
      world.refuses({ type: 'decide_gate', gateId: 'gate-2', choice: 'send_back', note: '', by: 'Ana' }),
    ).toEqual({
      code: 'invalid',
      field: 'choice',
      message: 'send_back is not a choice here; the choices are accept, stop.',
    });
    world.decidesGate('accept', 'gate-2');
    expect(world.design.settled?.status).toBe('completed');
  });

  it('J9: takes no finding as acted on by its word alone, over an unchanged text', () => {
    const world = given({ says: { audit: () => audit('blocking') } }).reach('revising');
    const same = revision(world.design, {
      findings: [{ finding: 'F1', done: 'acted_on', where: 'In step 1.' }],
      changes: [],
    });
    expect(world.refusesSubmission('synthesizer', same)).toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('says that F1 is acted on, but no change names it'),
    });
  });

  it('sent back and then in order, needs no second gate', () => {
    const world = deciding();
    world.decidesGate('send_back');
    world.submits('synthesizer', revision(world.design, { confidence: 0.9 }));
    world.reach('signing').everyoneContributes();
    expect(world.design.settled).toMatchObject({ status: 'completed', stoppedBecause: 'finished' });
  });

  it('A7: undecided by its deadline, ends the design with needs review, and names nobody', () => {
    const world = deciding();
    world.deadline('gate:gate-1');
    expect(world.design.gates[0]?.decision).toEqual({ choice: 'unanswered', note: '', by: '' });
    expect(world.design.settled).toMatchObject({ status: 'needs_review', stoppedBecause: 'gate_unanswered' });
  });

  it('with nobody there to decide, ends the design as needs_review at once, with its reasons', () => {
    const world = given({ says: GATED, settings: { gates: 'none' } }).reachEnd();
    expect(of(world.history, 'gate_opened')).toEqual([]);
    expect(world.design.settled).toMatchObject({
      status: 'needs_review',
      reasons: ['low_confidence', 'dissent_of_half'],
    });
    expect(world.design.end?.status).toBe('needs_review');
  });

  it('takes a note of the longest length and a longer one, and completes like any other', () => {
    for (const characters of [4_000, 40_000]) {
      const world = deciding();
      world.decidesGate('accept', 'gate-1', '🧭x'.repeat(characters));
      expect(world.reachEnd().design.end?.status).toBe('completed');
    }
  });
});

describe('a gate refuses', () => {
  it('a second decision, whose refusal names the first', () => {
    const world = deciding();
    world.decidesGate('stop');
    const again = { type: 'decide_gate', gateId: 'gate-1', choice: 'accept', note: '', by: 'Ben' } as const;
    expect(world.refuses(again)).toEqual({
      code: 'not_open',
      message: 'Ana has already decided this.',
    });
  });

  it('a decision after its deadline', () => {
    const world = deciding();
    world.deadline('gate:gate-1');
    const late = { type: 'decide_gate', gateId: 'gate-1', choice: 'accept', note: '', by: 'Ben' } as const;
    expect(world.refuses(late).message).toBe('It is too late: nobody decided in time.');
  });

  it('A4: a decision about a gate that never was', () => {
    const decide = { type: 'decide_gate', gateId: 'gate-2', choice: 'accept', note: '', by: 'Ben' } as const;
    expect(deciding().refuses(decide)).toEqual({
      code: 'unknown_reference',
      message: 'There is no gate gate-2: this design has gate-1.',
    });
  });
});
