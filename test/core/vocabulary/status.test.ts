import { describe, expect, it, test } from 'vitest';
import {
  type FinalStatus,
  STEPS,
  type Status,
  type Step,
  type StopReason,
} from '#core/vocabulary/event-parts.ts';
import { phaseOf, statusOf } from '#core/vocabulary/status.ts';
import { differences } from '../../support/designs/differences.ts';
import { given, of, type World } from '../../support/designs/given.ts';
import { GATED, NAMES } from '../../support/designs/given-start.ts';
import { tellAllDead } from '../../support/designs/told-design.ts';

/** Of no signature at all. */
const SIGNED_BY_NOBODY = { kind: 'not_signed', why: 'nobody', by: [], reservation: '', of: 0 };
/** A design ends so, by nobody's act. */
function ended(status: FinalStatus, stoppedBecause: StopReason, detail = '') {
  return { type: 'design_ended', status, stoppedBecause, by: '', detail };
}

describe('A5: the status is inferred from what was recorded', () => {
  test.each<[Step, Status]>([
    ['spawning', 'running'],
    ['asking', 'running'],
    ['answering', 'awaiting_input'],
    ['proposing', 'running'],
    ['mapping', 'running'],
    ['arguing', 'running'],
    ['composing', 'running'],
    ['auditing', 'running'],
    ['revising', 'running'],
    ['signing', 'running'],
    ['deciding', 'awaiting_input'],
    ['writing', 'running'],
  ])('A5: while %s a design is %s, and says so when the step begins', (step, status) => {
    const world = given({ says: GATED }).reach(step);
    expect(statusOf(world.design)).toBe(status);
    expect(of(world.history, 'status_changed').find((event) => event.step === step)).toEqual({
      type: 'status_changed',
      at: world.now,
      step,
      status,
      phase: phaseOf(step),
    });
  });

  /** Every way to an end without a signature. */
  const UNSIGNED: [string, (world: World) => unknown][] = [
    ['nothing was contributed', (world) => world.deadline('round:r2')],
    ['the time of synthesis was used up', (world) => world.reach('signing').deadline('synthesis')],
    ['the money was used up', (world) => world.spends('subtractor', 100)],
    ['the revision’s turn failed for all', (world) => failAll(world.reach('revising'))],
    ['a person cancelled it', (world) => world.cancels()],
    ['everybody died', (world) => tellAllDead(world, NAMES)],
    ['Charrette failed', (world) => world.when({ type: 'fail_design', detail: 'no store' })],
    [
      'files could not be written',
      (world) => world.when({ type: 'report_files_failed', detail: 'disk full' }),
    ],
  ];

  it('A5: unsigned a design never completes, whatever it ended by', () => {
    const wrong = differences(UNSIGNED, ([, happens]) => {
      const world = given({ settings: { budgetUsd: 100, gates: 'none' } }).reach('proposing');
      happens(world);
      world.reachEnd();
      expect(world.design.signatures).toEqual([]);
      expect(world.design.end?.status).not.toBe('completed');
      if (world.design.end?.stoppedBecause === 'finished')
        expect(world.design.settled?.caveats).toContainEqual(SIGNED_BY_NOBODY);
    });
    expect(wrong).toEqual([]);
  });

  it('A5: signatures under a text that was sent back do not make the next one complete', () => {
    const world = given({ says: GATED }).reach('deciding');
    world.decidesGate('send_back');
    world.contributes('synthesizer');
    expect(world.design.signatures).toEqual([]);
    world.deadline('synthesis');
    const gate = world.design.gates.at(-1);
    expect([gate?.decision, gate?.choices]).toEqual([null, ['accept', 'stop']]);
    expect(gate?.caveats).toContainEqual(SIGNED_BY_NOBODY);
  });

  it('A5: a design with a decision against which nothing speaks completes, once its files are there', () => {
    const world = given().reach('writing');
    expect(world.design.end).toBeNull();
    const files = [{ name: 'brief.md', bytes: 1, sha256: 'a'.repeat(64) }];
    expect(world.outcome({ type: 'report_files_written', files })).toEqual([
      { type: 'files_written', files },
      ended('completed', 'finished'),
    ]);
  });

  it('P2: a design with a brief that could not be written has failed, and says why', () => {
    const world = given().reach('writing');
    expect(world.outcome({ type: 'report_files_failed', detail: 'ENOSPC' })).toEqual([
      { type: 'record_closed', head: null, detail: 'ENOSPC' },
      ended('failed', 'write_failed', 'The result could not be written: ENOSPC'),
    ]);
  });

  it('A5: every step belongs to the phase in which people know it', () => {
    expect(STEPS.map((step) => [step, phaseOf(step)])).toEqual([
      ['spawning', 'spawning'],
      ['framing', 'questioning'],
      ['asking', 'questioning'],
      ['answering', 'questioning'],
      ['proposing', 'independent'],
      ['mapping', 'refinement'],
      ['arguing', 'refinement'],
      ['composing', 'synthesis'],
      ['auditing', 'synthesis'],
      ['revising', 'synthesis'],
      ['confirming', 'synthesis'],
      ['signing', 'synthesis'],
      ['deciding', 'synthesis'],
      ['writing', 'synthesis'],
    ]);
  });
});

function failAll(world: World): void {
  for (let fails = 0; fails < 10 && world.openTurns().length > 0; fails++) {
    const [turn] = world.openTurns();
    if (turn !== undefined) world.fails(turn.participant);
  }
}
