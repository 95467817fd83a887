import { describe, expect, it, test } from 'vitest';
import { movementsOf } from '../../../src/core/outcome/movements.ts';
import { openRound } from '../../../src/core/status.ts';
import type { Impact } from '../../../src/core/submission.ts';
import { given, of, type World } from '../../support/given.ts';
import { argument, mapping, proposal } from '../../support/given-submission.ts';

/** A is the migrationist, B the subtractor, C the archaeologist; each proposal has one claim. */
function arguing(...divergences: [Impact, ...string[]][]): World {
  const mapped = divergences.length === 0 ? [['high', 'A', 'BC'] as const] : divergences;
  return given({ says: { mapping: () => mapping(...mapped) } }).reach('arguing');
}

function settlement(world: World, id = 'D1') {
  return world.design.divergences.find((divergence) => divergence.id === id)?.settlement;
}

describe('J2: before and after', () => {
  it('J2: position and confidence are recorded as they were before the round, and as they are after it', () => {
    const world = given({ says: { proposals: () => proposal({ confidence: 0.55 }) } }).reach('arguing');
    const [argued] = world.submits('migrationist', argument('P1', ['B-1'], { confidence: 0.65 }));
    expect(argued).toMatchObject({
      type: 'position_argued',
      participant: 'migrationist',
      divergenceId: 'D1',
      before: { position: 'P1', confidence: 0.55 },
      after: { position: 'P1', confidence: 0.65 },
      addresses: ['B-1'],
      changedBecause: '',
    });
  });

  it('J2: in the second round, before is what the first one ended with', () => {
    const world = arguing();
    world.submits('migrationist', argument('P1', ['B-1'], { confidence: 0.6 }));
    world.submits('subtractor', argument('P1', ['A-1'], { confidence: 0.3, changedBecause: 'A-1' }));
    world.submits('archaeologist', argument('P2', ['A-1']));
    const [argued] = world.submits('subtractor', argument('P1', ['C-1'], { confidence: 0.9 }));
    expect(argued).toMatchObject({ before: { position: 'P1', confidence: 0.3 }, after: { confidence: 0.9 } });
  });

  it('J2: what was said within a round does not move what stood before it', () => {
    const world = arguing();
    world.submits('migrationist', argument('P2', ['B-1'], { changedBecause: 'B-1' }));
    const [argued] = world.submits('subtractor', argument('P2', ['A-1']));
    expect(argued).toMatchObject({ before: { position: 'P2', confidence: 0.8 } });
  });

  test.each([
    ['B-1 names the incident', ['B-1 names the incident'], false],
    ['', [], true],
    ['   ', [], true],
  ])('J2: a change because of %j is marked as it deserves', (changedBecause, reasons, withoutReason) => {
    const world = arguing();
    world.submits('migrationist', argument('P2', ['B-1'], { changedBecause }));
    const [divergence] = world.design.divergences;
    if (divergence === undefined) throw new Error('nothing diverges');
    expect(movementsOf(world.design, divergence)[0]).toMatchObject({
      participant: 'migrationist',
      before: 'P1',
      after: 'P2',
      changedBecause: reasons,
      changedWithoutReason: withoutReason,
    });
  });

  it('J2: a participant that keeps its position has changed for no reason, whatever it writes', () => {
    const world = arguing();
    const [argued] = world.submits('migrationist', argument('P1', ['B-1'], { changedBecause: 'B-1' }));
    expect(argued).toMatchObject({ changedBecause: '' });
    const [divergence] = world.design.divergences;
    expect(divergence && movementsOf(world.design, divergence)[0]).toMatchObject({
      changedWithoutReason: false,
    });
  });
});

describe('J6: an argument answers claims of the other side', () => {
  test.each([
    ['only its own claim', ['A-1']],
    ['nothing', []],
  ])('J6: one that addresses %s is refused with the claims that it may answer', (_, addresses) => {
    expect(arguing().refusesSubmission('migrationist', argument('P1', addresses))).toEqual({
      code: 'incomplete',
      message: 'An argument answers at least one claim of the other side: B-1, C-1.',
    });
  });

  test.each([
    ['a claim that nobody made', ['B-2'], 'B-2'],
    ['one real claim and one unknown', ['B-1', 'Z-9'], 'Z-9'],
    ['a proposal instead of a claim', ['B'], 'B'],
  ])('A4: one that addresses %s is refused with the claims that there are', (_, addresses, unknown) => {
    expect(arguing().refusesSubmission('migrationist', argument('P1', addresses))).toEqual({
      code: 'unknown_reference',
      message: `There is no claim ${unknown}; the claims are A-1, B-1, C-1.`,
    });
  });

  it('J6: its own claims may be quoted beside another’s', () => {
    const [argued] = arguing().submits('migrationist', argument('P1', ['A-1', 'B-1']));
    expect(argued).toMatchObject({ addresses: ['A-1', 'B-1'] });
  });

  it('A4: a position that the divergence does not have is refused with those that it has', () => {
    expect(arguing().refusesSubmission('migrationist', argument('P3', ['B-1']))).toEqual({
      code: 'unknown_reference',
      message: 'There is no position P3; the positions are P1, P2.',
    });
  });
});

describe('J5: no majority, no forced consensus', () => {
  const personas = ['subtractor', 'archaeologist', 'failure-analyst', 'contract-keeper', 'migrationist'];

  function fourAgainstOne(impact: Impact): World {
    const world = given({
      personas,
      says: {
        mapping: () => mapping([impact, 'A', 'BCDE']),
        argument: (_, speaker) =>
          speaker === 'migrationist' ? argument('P1', ['B-1']) : argument('P2', ['A-1'], { confidence: 1 }),
      },
    });
    return world.reach('composing');
  }

  it('J5: four against one stays unresolved after two rounds, with both positions', () => {
    const world = fourAgainstOne('high');
    expect(settlement(world)).toEqual({
      outcome: 'unresolved',
      position: '',
      by: [],
      reason: 'still open after 2 rounds',
    });
    expect(world.design.rounds.filter(({ kind }) => kind === 'argument')).toHaveLength(2);
  });

  it('J5: unresolved and of high impact, it asks for a person at the gate', () => {
    const world = fourAgainstOne('high').reach('deciding');
    expect(world.design.gates).toMatchObject([{ reasons: ['unresolved_high_impact'] }]);
  });

  it('J5: unresolved and of medium impact, it completes, and stays unresolved', () => {
    const world = fourAgainstOne('medium').reachEnd();
    expect(world.design.end?.status).toBe('completed');
    expect(world.design.gates).toEqual([]);
    expect(settlement(world)?.outcome).toBe('unresolved');
  });

  it('one who gives way to the others concedes, by name', () => {
    const world = arguing();
    world.submits('migrationist', argument('P2', ['B-1'], { changedBecause: 'B-1' }));
    world.submits('subtractor', argument('P2', ['A-1']));
    world.submits('archaeologist', argument('P2', ['A-1']));
    expect(settlement(world)).toMatchObject({ outcome: 'conceded', position: 'P2', by: ['migrationist'] });
  });

  it('of three who meet on one position after detours, those concede who did not begin there', () => {
    const world = given({
      says: {
        mapping: () => mapping(['high', 'A', 'B', 'C']),
        argument: (_, speaker) => argument('P3', [speaker === 'migrationist' ? 'B-1' : 'A-1']),
      },
    }).reach('arguing');
    world.submits('archaeologist', argument('P1', ['A-1']));
    world.submits('migrationist', argument('P2', ['B-1']));
    world.submits('subtractor', argument('P3', ['A-1']));
    expect(settlement(world)).toBeNull();
    world.submits('archaeologist', argument('P2', ['A-1']));
    world.submits('migrationist', argument('P2', ['C-1']));
    world.submits('subtractor', argument('P2', ['A-1']));
    expect(settlement(world)).toMatchObject({ outcome: 'conceded', by: ['migrationist', 'archaeologist'] });
  });

  it('positions that are exchanged are not agreed on', () => {
    const world = arguing(['high', 'A', 'B']);
    world.submits('migrationist', argument('P2', ['B-1']));
    world.submits('subtractor', argument('P1', ['A-1']));
    expect(settlement(world)).toBeNull();
    expect(openRound(world.design)).toMatchObject({ kind: 'argument', divergenceId: 'D1' });
  });
});

describe('who argues what', () => {
  it('only those concerned are asked, in the order of the positions', () => {
    expect(openRound(arguing(['high', 'C', 'A']).design)?.asked).toEqual(['archaeologist', 'migrationist']);
  });

  it('what has high impact comes first, and each has at most two rounds', () => {
    const keep = given({
      says: {
        mapping: () => mapping(['medium', 'A', 'B'], ['low', 'A', 'B'], ['high', 'A', 'C']),
        argument: (_, speaker) =>
          speaker === 'migrationist' ? argument('P1', ['B-1', 'C-1']) : argument('P2', ['A-1']),
      },
    }).reach('composing');
    const argued = keep.design.rounds.filter(({ kind }) => kind === 'argument');
    expect(argued.map(({ divergenceId }) => divergenceId)).toEqual(['D3', 'D3', 'D1', 'D1']);
    expect(settlement(keep, 'D2')).toBeNull();
  });

  it('the dead are not asked, and their position stays as they left it', () => {
    const world = given({ says: { mapping: () => mapping(['high', 'A', 'BC']) } }).reach('mapping');
    world.dies('migrationist');
    world.contributes('synthesizer');
    expect(openRound(world.design)?.asked).toEqual(['subtractor', 'archaeologist']);
    world.reach('composing');
    expect(settlement(world)?.outcome).toBe('unresolved');
  });

  it('with nobody left who holds a position, it is unresolved at once', () => {
    const world = given({ says: { mapping: () => mapping(['high', 'A', 'B']) } }).reach('mapping');
    world.dies('migrationist');
    world.dies('subtractor');
    world.contributes('synthesizer');
    expect(world.design.step).toBe('composing');
    expect(settlement(world)).toMatchObject({
      outcome: 'unresolved',
      reason: 'nobody who holds one of the positions is left to argue it',
    });
  });

  test.each([
    ['deliberation', 'no time was left to argue it'],
    ['money', 'no money was left to argue it'],
  ] as const)('when the %s is used up, what is open stays open, and says why', (what, reason) => {
    const world = given({
      settings: { budgetUsd: 10 },
      says: { mapping: () => mapping(['high', 'A', 'B'], ['high', 'A', 'C']) },
    }).reach('arguing');
    if (what === 'money') world.spends('migrationist', 6.5);
    world.submits('migrationist', argument('P1', ['B-1']));
    if (what === 'deliberation') world.deadline('deliberation');
    else world.submits('subtractor', argument('P2', ['A-1']));
    expect(world.design.step).toBe('composing');
    expect(of(world.history, 'divergence_settled')).toMatchObject([
      { divergenceId: 'D1', outcome: 'unresolved', reason },
      { divergenceId: 'D2', outcome: 'unresolved', reason },
    ]);
  });
});
