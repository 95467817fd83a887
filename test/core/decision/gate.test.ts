import { describe, expect, it } from 'vitest';
import type { Caveat } from '#core/vocabulary/caveat.ts';
import type { GateChoice } from '#core/vocabulary/event-parts.ts';
import type { GateId } from '#core/vocabulary/ids.ts';
import { openGate } from '#core/vocabulary/status.ts';
import { participantIdOf } from '../../support/designs/events.ts';
import { given, type World } from '../../support/designs/given.ts';
import { GATED, MINUTE } from '../../support/designs/given-start.ts';
import { audit } from '../../support/designs/given-submission.ts';
import { outcomeSettled } from '../../support/designs/outcome-settled.ts';

function deciding(): World {
  return given({ says: GATED, settings: { questions: 'none' } }).reach('deciding');
}

const decides = (choice: GateChoice, by = 'Ana', note = '', gateId: GateId = 'gate-1') =>
  ({ type: 'decide_gate', gateId, choice, note, by }) as const;
const titled = (name: string) => ({ id: participantIdOf(name), title: `The ${name}` });
const NOT_NEEDED = { reason: 'It is not needed.' };
/** Why a person is asked: two dissent, and the synthesizer is unsure. */
const CAVEATS: Caveat[] = [
  {
    kind: 'dissent',
    dissents: [
      { ...titled('subtractor'), ...NOT_NEEDED },
      { ...titled('archaeologist'), ...NOT_NEEDED },
    ],
    of: 3,
  },
  {
    kind: 'not_signed',
    why: 'unsure',
    by: [titled('synthesizer')],
    reservation: '',
    of: 3,
  },
];
const WRITING = {
  type: 'status_changed',
  status: 'running',
  phase: 'synthesis',
  step: 'writing',
};

describe('a gate', () => {
  it('A7: a gate is recorded with its reasons, choices and deadline before anybody can be asked', () => {
    const world = given({ says: GATED, settings: { questions: 'none' } }).reach('signing');
    world.contributes('subtractor');
    world.contributes('archaeologist');
    const events = world.contributes('migrationist');
    const at = world.now;
    expect(events.slice(-3)).toEqual([
      {
        type: 'gate_opened',
        at,
        gateId: 'gate-1',
        caveats: CAVEATS,
        choices: ['accept', 'send_back', 'stop'],
        deadlineAt: at + 60 * MINUTE,
      },
      {
        type: 'status_changed',
        at,
        status: 'awaiting_input',
        phase: 'synthesis',
        step: 'deciding',
      },
      {
        type: 'status_changed',
        at,
        status: 'awaiting_input',
        phase: 'synthesis',
        step: 'deciding',
        parks: true,
      },
    ]);
  });

  it('J8: accepted, completes the design, with the name and the words of the person who decided', () => {
    expect(deciding().outcome(decides('accept', 'Ana', 'We know the risk.'))).toEqual([
      {
        type: 'gate_decided',
        gateId: 'gate-1',
        choice: 'accept',
        note: 'We know the risk.',
        by: 'Ana',
      },
      outcomeSettled('completed', 'decided_by_person', {
        caveats: CAVEATS,
        detail: 'We know the risk.',
      }),
      WRITING,
    ]);
  });

  it('J8: stopped, ends the design with needs review, and says who cut it short', () => {
    expect(deciding().outcome(decides('stop'))).toEqual([
      { type: 'gate_decided', gateId: 'gate-1', choice: 'stop', note: '', by: 'Ana' },
      outcomeSettled('needs_review', 'decided_by_person', {
        caveats: [
          ...CAVEATS,
          { kind: 'cut_short', why: 'person', by: 'Ana', dropped: [], isUsedUp: false },
        ],
      }),
      WRITING,
    ]);
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
    expect([world.design.step, world.design.signatures]).toEqual(['signing', []]);
    expect(world.design.revisions).toHaveLength(2);

    world.reach('deciding');
    const gate = openGate(world.design);
    expect([gate?.id, gate?.choices]).toEqual(['gate-2', ['accept', 'stop']]);
    expect(world.outcome(decides('send_back', 'Ana', '', 'gate-2'))).toEqual({
      code: 'invalid',
      field: 'choice',
      message: 'send_back is not a choice here; the choices are accept, stop.',
    });
    world.decidesGate('accept', 'gate-2');
    expect(world.design.settled?.status).toBe('completed');
  });

  it('A7: undecided by its deadline, ends the design with needs review, and names nobody', () => {
    expect(deciding().outcome({ type: 'pass_deadline', timerId: 'gate:gate-1' })).toEqual([
      { type: 'gate_decided', gateId: 'gate-1', choice: 'unanswered', note: '', by: '' },
      outcomeSettled('needs_review', 'gate_unanswered', {
        caveats: CAVEATS,
        detail: 'No one decided in time.',
      }),
      WRITING,
    ]);
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
    expect(deciding().outcome(decides('accept', 'Ben', '', 'gate-2'))).toEqual({
      code: 'unknown_reference',
      message: 'There is no gate gate-2: this design has gate-1.',
    });
  });
});
