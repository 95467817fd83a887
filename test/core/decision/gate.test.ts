import { describe, expect, it } from 'vitest';
import { openGate, statusOf } from '#core/vocabulary/status.ts';
import { given, of, types, type World } from '../../support/designs/given.ts';
import { GATED, MINUTE } from '../../support/designs/given-start.ts';
import { audit } from '../../support/designs/given-submission.ts';

function deciding(): World {
  return given({ says: GATED, settings: { questions: 'none' } }).reach('deciding');
}

describe('a gate', () => {
  it('A7: a gate is recorded with its reasons, choices and deadline before anybody can be asked', () => {
    const world = given({ says: GATED, settings: { questions: 'none' } }).reach('signing');
    world.contributes('subtractor');
    world.contributes('archaeologist');
    const events = world.contributes('migrationist');
    expect(of(events, 'gate_opened')).toMatchObject([
      {
        gateId: 'gate-1',
        caveats: [{ kind: 'dissent' }, { kind: 'not_signed', why: 'unsure' }],
        choices: ['accept', 'send_back', 'stop'],
        deadlineAt: world.now + 60 * MINUTE,
      },
    ]);
    expect(types(events).indexOf('gate_opened')).toBeLessThan(
      types(events).indexOf('status_changed'),
    );
    expect(statusOf(world.design)).toBe('awaiting_input');
  });

  it('J8: accepted, completes the design, with the name and the words of the person who decided', () => {
    const world = deciding();
    world.decidesGate('accept', 'gate-1', 'We know the risk.');
    expect(world.design.settled).toMatchObject({
      status: 'completed',
      stoppedBecause: 'decided_by_person',
      caveats: [{ kind: 'dissent' }, { kind: 'not_signed', why: 'unsure' }],
      detail: 'We know the risk.',
    });
    expect(world.design.gates[0]?.decision).toEqual({
      choice: 'accept',
      note: 'We know the risk.',
      by: 'Ana',
    });
  });

  it('J9: sent back, has the text revised and signed again, once, and earlier signatures count no more', () => {
    const world = given({ says: { ...GATED, audit: () => audit('blocking') } }).reach('deciding');
    world.decidesGate('send_back', 'gate-1', 'Mind the freeze.');
    expect(world.design.step).toBe('revising');
    expect(world.everyoneReady().askedIn()).toEqual({
      synthesizer: world.design.rounds.at(-1)?.id,
    });

    world.contributes('synthesizer');
    world.contributes('auditor');
    expect(world.design).toMatchObject({ step: 'signing', signatures: [] });
    expect(world.design.revisions).toHaveLength(2);

    world.reach('deciding');
    expect(openGate(world.design)).toMatchObject({ id: 'gate-2', choices: ['accept', 'stop'] });
    expect(
      world.refuses({
        type: 'decide_gate',
        gateId: 'gate-2',
        choice: 'send_back',
        note: '',
        by: 'Ana',
      }),
    ).toEqual({
      code: 'invalid',
      field: 'choice',
      message: 'send_back is not a choice here; the choices are accept, stop.',
    });
    world.decidesGate('accept', 'gate-2');
    expect(world.design.settled?.status).toBe('completed');
  });

  it('A7: undecided by its deadline, ends the design with needs review, and names nobody', () => {
    const world = deciding();
    world.deadline('gate:gate-1');
    expect(world.design.gates[0]?.decision).toEqual({ choice: 'unanswered', note: '', by: '' });
    expect(world.design.settled).toMatchObject({
      status: 'needs_review',
      stoppedBecause: 'gate_unanswered',
    });
  });

  it('a gate takes a note of the longest length and a longer one, and completes like any other', () => {
    for (const characters of [4_000, 40_000]) {
      const world = deciding();
      world.decidesGate('accept', 'gate-1', '🧭x'.repeat(characters));
      expect(world.reachEnd().design.end?.status).toBe('completed');
    }
  });
});

describe('a gate refuses', () => {
  it('A4: a decision about a gate that never was', () => {
    const decide = {
      type: 'decide_gate',
      gateId: 'gate-2',
      choice: 'accept',
      note: '',
      by: 'Ben',
    } as const;
    expect(deciding().refuses(decide)).toEqual({
      code: 'unknown_reference',
      message: 'There is no gate gate-2: this design has gate-1.',
    });
  });
});
