import { describe, expect, it } from 'vitest';
import { listDivergences } from '#core/vocabulary/round.ts';
import { openRound } from '#core/vocabulary/status.ts';
import { given, type World } from '../../support/designs/given.ts';
import { pointsFor } from '../../support/designs/given-start.ts';
import { argument, mapping } from '../../support/designs/given-submission.ts';

/** Both are of high impact. */
function arguing(): World {
  const says = {
    mapping: () => mapping(['high', 'A', 'B'], ['high', 'B', 'C']),
    argument: (design: World['design'], speaker: Parameters<typeof pointsFor>[1]) =>
      argument(...pointsFor(design, speaker)),
  };
  return given({ settings: { budgetUsd: 100 }, says }).reach('arguing');
}

function active(world: World): string[] {
  const round = openRound(world.design);
  return round === null ? [] : listDivergences(round);
}

describe('C14: the differences under argument are those of the open round, and gone with it', () => {
  it('C14: differences under argument follow the rounds, and none are left once arguing is over', () => {
    const world = arguing();
    expect(active(world)).toEqual(['D1', 'D2']);
    world.everyoneContributes();
    expect(world.design.step).toBe('composing');
    expect(active(world)).toEqual([]);
  });

  it('C14: no field of the design names them beside its rounds', () => {
    const { rounds: _, divergences: __, made: ___, ...rest } = arguing().design;
    expect(JSON.stringify(rest)).not.toContain('D1');
  });

  it('C11: each persona’s set is on record when the round opens, and a replacement is asked the same', () => {
    const world = arguing();
    const points = [
      { participant: 'subtractor', divergences: ['D1', 'D2'] },
      { participant: 'archaeologist', divergences: ['D2'] },
      { participant: 'migrationist', divergences: ['D1'] },
    ];
    expect(openRound(world.design)?.points).toEqual(points);
    world.loses('subtractor');
    world.ready('subtractor');
    expect(openRound(world.design)?.points).toEqual(points);
    expect(
      world.refusesSubmission(
        'subtractor',
        argument(...pointsFor(world.design, world.turn('migrationist').participant)),
      ),
    ).toEqual({
      code: 'incomplete',
      message: [
        '- `points` says nothing about 2; argue all of yours at once.',
        '- An argument answers the strongest claim of another position first: 1a.1.',
      ].join('\n'),
    });
    world.contributes('subtractor');
    expect(openRound(world.design)?.contributed).toEqual(['subtractor']);
  });
});
