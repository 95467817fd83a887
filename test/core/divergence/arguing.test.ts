import { describe, expect, it, test } from 'vitest';
import { movementsOf } from '../../../src/core/divergence/stances.ts';
import { markdownOf } from '../../../src/core/telling/render/markdown.ts';
import { tellEvent } from '../../../src/core/telling/tell-event.ts';
import { openRound } from '../../../src/core/vocabulary/status.ts';
import type { Impact, SubmissionInput } from '../../../src/core/vocabulary/submission.ts';
import { BARE, cited } from '../../support/claims.ts';
import { given, of, type World } from '../../support/given.ts';
import { pointsFor } from '../../support/given-start.ts';
import { argument, mapping, point, proposal, reasoned } from '../../support/given-submission.ts';

/** A is the migrationist, B the subtractor, C the archaeologist; each proposal has one claim, a reason. */
function arguing(...divergences: [Impact, ...string[]][]): World {
  const mapped = divergences.length === 0 ? [['high', 'A', 'BC'] as const] : divergences;
  return given({ says: { proposals: () => reasoned(), mapping: () => mapping(...mapped) } }).reach('arguing');
}

/** Everybody stays where they are. */
const stays = (design: World['design'], speaker: Parameters<typeof pointsFor>[1]) =>
  argument(...pointsFor(design, speaker));

function settlement(world: World, id = 'D1') {
  return world.design.divergences.find((divergence) => divergence.id === id)?.settlement;
}

function argued(world: World) {
  return world.design.rounds.filter(({ kind }) => kind === 'argument').map(({ points }) => points);
}

describe('J2: before and after', () => {
  it('J2: a persona’s position and confidence are recorded as it states them before it argues, and after', () => {
    const world = arguing();
    const [event] = world.submits(
      'migrationist',
      argument(point('1a', ['B-1'], { confidence: 0.55, confidenceNow: 0.65 })),
    );
    expect(event).toMatchObject({
      type: 'position_argued',
      participant: 'migrationist',
      divergenceId: 'D1',
      before: { position: 'P1', confidence: 0.55 },
      after: { position: 'P1', confidence: 0.65 },
      strongest: 'It can be taken back.',
      addresses: ['B-1'],
      changedBy: [],
    });
  });

  it('J2: a persona may find that none of the positions is its own', () => {
    const world = arguing();
    const [event] = world.submits('subtractor', argument(point('none', ['A-1'], { difference: '1' })));
    expect(event).toMatchObject({ before: { position: '' }, after: { position: '' } });
    expect(
      world.design.divergences[0] && movementsOf(world.design, world.design.divergences[0])[1],
    ).toMatchObject({
      participant: 'subtractor',
      before: '',
      after: '',
    });
  });

  it('J2: in the second round it begins where it ended the first', () => {
    const world = arguing();
    world.submits('migrationist', argument(point('1a', ['B-1'])));
    world.submits(
      'subtractor',
      argument(point('1b>1a', ['A-1'], { confidenceNow: 0.3, changedBy: ['A-1'] })),
    );
    world.submits('archaeologist', argument(point('1b', ['A-1'])));
    expect(world.refusesSubmission('subtractor', argument(point('1b', ['A-1'])))).toEqual({
      code: 'invalid',
      message: 'You ended the last round at 1a: say so in `mine`, and in `now` where you stand now.',
    });
    const [event] = world.submits('subtractor', argument(point('1a', ['C-1'], { confidenceNow: 0.9 })));
    expect(event).toMatchObject({ before: { position: 'P1' }, after: { position: 'P1', confidence: 0.9 } });
  });

  it('J2: words of a round do not move the positions before it', () => {
    const world = arguing();
    world.submits('migrationist', argument(point('1a>1b', ['B-1'], { changedBy: ['B-1'] })));
    expect(world.refusesSubmission('subtractor', argument(point('1b', ['B-1']))).code).toBe('incomplete');
    world.submits('subtractor', argument(point('1b', ['A-1'])));
  });
});

describe('J2: a change of position has a reason, or settles nothing', () => {
  test.each([
    ['a claim of the other side', ['B-1'], ['B-1']],
    ['one under its name in this turn', ['1b.1'], ['B-1']],
    ['a place that the other side cites', ['ops/load.md:13'], ['ops/load.md:13']],
    ['its own claim', ['A-1'], []],
    ['as many lines as one citation has', ['ops/load.md:1-40'], ['ops/load.md:1-40']],
    ['one line more', ['ops/load.md:1-41'], []],
    ['a whole file', ['ops/load.md:1-9999999'], []],
    ['a place at a commit that is not read', ['ops/load.md:12@dead'], []],
    ['a place that nobody cites', ['ops/load.md:90'], []],
    ['a place in another file', ['ops/other.md:13'], []],
    ['the majority', ['the majority holds 1b'], []],
    ['nothing', [], []],
    ['blanks', ['   '], []],
  ])('J2: because of %s', (_, changedBy, counted) => {
    const claims = [{ kind: 'reason' as const, text: 'One table.', ...cited('ops/load.md:12-14') }];
    const says = {
      proposals: (__: unknown, speaker: string) =>
        speaker === 'subtractor' ? proposal({ claims }) : proposal(),
      mapping: () => mapping(['high', 'A', 'BC']),
    };
    const world = given({ says }).reach('arguing');
    const [event] = world.submits('migrationist', argument(point('1a>1b', ['B-1'], { changedBy })));
    expect(event).toMatchObject({ changedBy: counted });
    const [divergence] = world.design.divergences;
    expect(divergence && movementsOf(world.design, divergence)[0]).toMatchObject({
      before: 'P1',
      after: 'P2',
      changedWithoutReason: counted.length === 0,
    });
    world.submits('subtractor', argument(point('1b', ['A-1'])));
    world.submits('archaeologist', argument(point('1b', ['A-1'])));
    expect(settlement(world)).toMatchObject(
      counted.length > 0
        ? { outcome: 'conceded', position: 'P2', by: ['migrationist'] }
        : { outcome: 'unresolved', position: '', reason: 'somebody moved without a reason' },
    );
  });

  test.each([
    ['checked', ['ops/march.md:41']],
    ['not_checkable', ['ops/march.md:41']],
    ['failed', []],
  ] as const)(
    'J2: a place that an argument of the other side has cited counts as it stands: %s',
    (status, changedBy) => {
      const world = arguing();
      world.submits('migrationist', argument(point('1a', ['B-1'])));
      const citation = { place: 'ops/march.md:41-42', quote: '1,150 a second' };
      const check = { item: 1, status, path: 'ops/march.md', from: 41, to: 42 };
      const [said] = world.submits(
        'subtractor',
        argument(point('1b', ['A-1'], { citation })),
        world.turn('subtractor').id,
        [check],
      );
      expect(said).toMatchObject({ type: 'position_argued', citation, check });
      world.submits('archaeologist', argument(point('1b', ['A-1'])));
      const [event] = world.submits(
        'migrationist',
        argument(point('1a>1b', ['B-1'], { changedBy: ['ops/march.md:41'] })),
      );
      expect(event).toMatchObject({ changedBy });
    },
  );

  it('J2: a place at the commit that the design reads counts, and at no other', () => {
    const commit = 'c0ffee'.padEnd(40, '0');
    const claims = [{ kind: 'risk' as const, text: 'One table.', ...cited('ops/load.md:12-14') }];
    const world = given({
      repository: { name: 'shop', commit, digest: '' },
      says: { proposals: () => proposal({ claims }), mapping: () => mapping(['high', 'A', 'BC']) },
    }).reach('arguing');
    const changedBy = ['ops/load.md:12@C0FFEE', 'ops/load.md:13@dead'];
    const [event] = world.submits('migrationist', argument(point('1a>1b', ['B-1'], { changedBy })));
    expect(event).toMatchObject({ changedBy: ['ops/load.md:12@C0FFEE'] });
  });

  test.each([
    ['decision', [], []],
    ['assumption', [], ['ops/load.md:13']],
    ['reason', ['B-1'], ['ops/load.md:13']],
    ['risk', ['B-1'], ['ops/load.md:13']],
    ['cost', ['B-1'], ['ops/load.md:13']],
  ] as const)(
    'J2: a claim of the other side of the kind %s, and the place that it cites, as a reason',
    (kind, claim, place) => {
      const claims = [{ kind, text: 'One table.', ...cited('ops/load.md:12-14') }];
      const says = {
        proposals: (_: unknown, speaker: string) =>
          speaker === 'subtractor' ? proposal({ claims }) : proposal(),
        mapping: () => mapping(['high', 'A', 'BC']),
      };
      for (const [name, counted] of [
        ['1b.1', claim],
        ['ops/load.md:13', place],
      ] as const) {
        const world = given({ says }).reach('arguing');
        const [event] = world.submits(
          'migrationist',
          argument(point('1a>1b', ['B-1'], { changedBy: [name] })),
        );
        expect(event).toMatchObject({ changedBy: counted });
      }
    },
  );

  test.each([
    ['of one who holds the position that is taken', '0.2', ['B-2']],
    ['of its own', '0.1', []],
    ['of one who holds the position that is left', '0.3', []],
  ])('J2: of claims on no position, one %s', (_, name, changedBy) => {
    const texts: Record<string, string> = { migrationist: 'a', subtractor: 'b', archaeologist: 'c' };
    const says = {
      proposals: (__: unknown, speaker: string) => {
        const claim = (kind: 'decision' | 'risk', text: string) => ({ ...BARE, kind, text });
        return proposal({ claims: [claim('decision', 'One table.'), claim('risk', texts[speaker] ?? '')] });
      },
      mapping: () => mapping(['high', 'AC', 'B']),
    };
    const world = given({ says }).reach('arguing');
    const [event] = world.submits('migrationist', argument(point('1a>1b', ['B-1'], { changedBy: [name] })));
    expect(event).toMatchObject({ changedBy });
  });

  test.each([
    ['of the position that is left', '1a>1b', 'A-1', []],
    ['of the position that is taken', '1a>1b', 'B-1', ['B-1']],
    ['of a third position', '1a>1b', 'C-1', []],
    ['of any other, where none is taken', '1a>none', 'C-1', ['C-1']],
  ])('J2: of three positions, a change because of a claim %s', (_, way, because, changedBy) => {
    const world = arguing(['high', 'A', 'B', 'C']);
    const [event] = world.submits('migrationist', argument(point(way, ['B-1'], { changedBy: [because] })));
    expect(event).toMatchObject({ changedBy });
  });

  it('J2: another’s argument counts for the position it came to, and no longer for the one it has left', () => {
    const world = arguing(['high', 'A', 'B', 'C']);
    const goes = (way: string, because: string) => argument(point(way, [because], { changedBy: [because] }));
    world.submits('migrationist', argument(point('1a', ['B-1'])));
    world.submits('subtractor', argument(point('1b', ['C-1'])));
    world.submits('archaeologist', goes('1c>1b', 'B-1'));
    const [event] = world.submits('migrationist', goes('1a>1b', 'C-1'));
    expect(event).toMatchObject({ changedBy: ['C-1'] });
  });

  test.each(['B-7', '1b.4'])('A4: a change because of %s, a claim that there is not, is refused', (name) => {
    const moved = argument(point('1a>1b', ['B-1'], { changedBy: [name] }));
    expect(arguing().refusesSubmission('migrationist', moved)).toEqual({
      code: 'unknown_reference',
      message: `There is no claim ${name}.`,
    });
  });

  it('J2: a persona that states another position from the start than its claims have must give the reason too', () => {
    const world = arguing();
    world.submits('migrationist', argument(point('1b', ['A-1'])));
    world.submits('subtractor', argument(point('1b', ['A-1'])));
    world.submits('archaeologist', argument(point('1b', ['A-1'])));
    expect(settlement(world)).toMatchObject({
      outcome: 'unresolved',
      reason: 'somebody says without a reason that it holds another position than it was mapped to',
    });
  });

  it('J2: a persona that explains why its claims were mapped elsewhere settles the difference', () => {
    const world = arguing();
    world.submits('migrationist', argument(point('1b', ['A-1'], { changedBy: ['B-1'] })));
    world.submits('subtractor', argument(point('1b', ['A-1'])));
    world.submits('archaeologist', argument(point('1b', ['A-1'])));
    expect(settlement(world)).toMatchObject({ outcome: 'conceded', position: 'P2', by: ['migrationist'] });
  });

  it('J2: a persona that leaves its own stated position for the mapped one must give the reason', () => {
    const world = arguing();
    world.submits('migrationist', argument(point('1b>1a', ['A-1'])));
    world.submits('subtractor', argument(point('1b>1a', ['A-1'], { changedBy: ['A-1'] })));
    world.submits('archaeologist', argument(point('1b>1a', ['A-1'], { changedBy: ['A-1'] })));
    expect(settlement(world)).toMatchObject({
      outcome: 'unresolved',
      reason: 'somebody moved without a reason',
    });
  });

  it('J2: a participant that keeps its position has changed for no reason, whatever it writes', () => {
    const world = arguing();
    const [event] = world.submits('migrationist', argument(point('1a', ['B-1'], { changedBy: ['B-1'] })));
    expect(event).toMatchObject({ changedBy: [] });
  });
});

describe('J6: an argument answers claims of the other side', () => {
  test.each([
    ['only its own claim', ['A-1']],
    ['only the position that it holds', ['1a.1']],
  ])('J6: an argument that addresses %s is refused with the claims that it may answer', (_, addresses) => {
    expect(arguing().refusesSubmission('migrationist', argument(point('1a', addresses)))).toEqual({
      code: 'incomplete',
      message: 'An argument answers at least one claim of the other side: 1b.1.',
    });
  });

  test.each([
    ['a claim that nobody made', ['B-2'], 'B-2'],
    ['one real claim and one unknown', ['B-1', 'Z-9'], 'Z-9'],
    ['a proposal instead of a claim', ['B'], 'B'],
  ])('A4: an argument that addresses %s is refused with those of the other side', (_, addresses, unknown) => {
    expect(arguing().refusesSubmission('migrationist', argument(point('1a', addresses)))).toEqual({
      code: 'unknown_reference',
      message: `There is no claim ${unknown}; on the other side are 1b.1.`,
    });
  });

  it('J6: its own claims may be quoted beside another’s, each by either of its names', () => {
    const [event] = arguing().submits('migrationist', argument(point('1a', ['A-1', '1b.1', 'B-1'])));
    expect(event).toMatchObject({ addresses: ['A-1', 'B-1'] });
  });

  test.each([
    ['mine', { mine: '1c' }],
    ['now', { now: '2a' }],
  ])(
    'A4: a position in `%s` that the difference does not have is refused with those that it has',
    (_, changes) => {
      const wrong = argument(point('1a', ['B-1'], changes));
      expect(arguing().refusesSubmission('migrationist', wrong)).toEqual({
        code: 'unknown_reference',
        message: `There is no position ${Object.values(changes)[0]}; the positions are 1a, 1b, or none.`,
      });
    },
  );
});

describe('a submission is about all differences of its author, and taken or refused as a whole', () => {
  const both = () => arguing(['high', 'A', 'B'], ['high', 'A', 'C']);

  test.each([
    ['leaves one out', [point('1a', ['B-1'])], 'Nothing is said on difference 2; all are argued at once.'],
    [
      'argues one twice',
      [point('1a', ['B-1']), point('1a', ['B-1']), point('2a', ['C-1'])],
      'Difference 1 is argued more than once.',
    ],
    [
      'argues another',
      [point('1a', ['B-1']), point('2a', ['C-1']), point('3a', ['B-1'])],
      'There is no difference 3 among yours; they are 1, 2.',
    ],
    [
      'is wrong in several ways',
      [point('1x', ['B-1']), point('3a', ['B-1'])],
      [
        '- There is no difference 3 among yours; they are 1, 2.',
        '- Nothing is said on difference 2; all are argued at once.',
        '- There is no position 1x; the positions are 1a, 1b, or none.',
      ].join('\n'),
    ],
  ])('C11: a submission that %s is refused', (_, points, message) => {
    expect(both().refusesSubmission('migrationist', argument(...points)).message).toBe(message);
  });

  it('C11: nothing of a submission is recorded when one of its points is refused', () => {
    const world = both();
    const before = world.history.length;
    world.refusesSubmission('migrationist', argument(point('1a', ['B-1']), point('2a', ['A-1'])));
    expect(world.history).toHaveLength(before);
  });

  it('both differences are argued in one turn, which contributes once', () => {
    const world = both();
    const events = world.submits('migrationist', argument(point('1a', ['B-1']), point('2a', ['C-1'])));
    expect(of(events, 'position_argued').map(({ divergenceId }) => divergenceId)).toEqual(['D1', 'D2']);
    expect(openRound(world.design)?.contributed).toEqual(['migrationist']);
  });
});

describe('a persona may add a difference that the map has missed', () => {
  type Missed = SubmissionInput<'argue'>['missed'][number];
  const missing = (...claims: string[]): Missed => ({
    description: 'Who may write to it?',
    impact: 'high',
    positions: claims.map((claim, index) => ({ statement: `Answer ${index + 1}.`, claims: [claim] })),
  });
  const withMissed = (...missed: Missed[]) => {
    const submission = argument(point('1a', ['B-1']));
    if (submission.tool === 'argue') submission.input.missed.push(...missed);
    return submission;
  };

  it('an added difference is argued in the next round by those who hold its positions', () => {
    const world = arguing(['medium', 'A', 'B']);
    world.submits('migrationist', withMissed(missing('B-1', 'C-1')));
    world.submits('subtractor', argument(point('1b', ['A-1'])));
    expect(world.design.divergences[1]).toMatchObject({
      id: 'D2',
      addedIn: 'r4',
      positions: [{ holders: ['subtractor'] }, { holders: ['archaeologist'] }],
    });
    expect(argued(world)[1]).toEqual([
      { participant: 'subtractor', divergences: ['D2'] },
      { participant: 'archaeologist', divergences: ['D2'] },
    ]);
    world.everyoneContributes();
    expect(world.design.step).toBe('composing');
  });

  it('a difference added in the last round is not argued any more, and says so', () => {
    const world = arguing(['high', 'A', 'B']);
    world.submits('migrationist', argument(point('1a', ['B-1'])));
    world.submits('subtractor', argument(point('1b', ['A-1'])));
    world.submits('migrationist', withMissed(missing('B-1', 'C-1')));
    world.submits('subtractor', argument(point('1b', ['A-1'])));
    expect(settlement(world, 'D2')).toMatchObject({
      outcome: 'unresolved',
      reason: 'it was added when no round was left for it',
    });
  });

  it('a difference already on the map, or just added by another, is not added', () => {
    const world = arguing(['high', 'A', 'B']);
    world.submits('migrationist', withMissed(missing('A-1', 'B-1'), missing('B-1', 'C-1')));
    const same = argument(point('1b', ['A-1']));
    if (same.tool === 'argue') same.input.missed.push(missing('C-1', 'B-1'));
    world.submits('subtractor', same);
    expect(world.design.divergences.map(({ id }) => id)).toEqual(['D1', 'D2']);
  });

  test.each([
    ['names an unknown claim', missing('1a.1', '0.2'), '`missed` names 0.2; the claims are 1a.1, 1b.1, 0.1.'],
    [
      'puts a claim on two positions',
      missing('0.1', '0.1'),
      'Missed difference 1 puts 0.1 on more than one position; a claim stands on one.',
    ],
  ])('A4: an addition that %s is refused', (_, missed, message) => {
    expect(arguing(['high', 'A', 'B']).refusesSubmission('migrationist', withMissed(missed)).message).toBe(
      message,
    );
  });

  it('J6: an addition names claims by the numbers of its turn, and twice in one submission counts once', () => {
    const world = arguing(['high', 'A', 'B']);
    world.submits('migrationist', withMissed(missing('1b.1', '0.1'), missing('0.1', '1b.1')));
    expect(world.design.divergences.slice(1)).toMatchObject([
      { id: 'D2', positions: [{ claims: ['B-1'] }, { claims: ['C-1'] }] },
    ]);
  });

  it('what the map has no place for is left out and told, and the arguments count', () => {
    const claims = ['x', 'y', 'z'].map((text) => ({ ...BARE, kind: 'risk' as const, text }));
    const says = { proposals: () => proposal({ claims }), mapping: () => mapping(['high', 'A', 'BC']) };
    const world = given({ says }).reach('arguing');
    const argues = (speaker: string, at: string, addresses: string[], ...pairs: [string, string][]) => {
      const submission = argument(point(at, addresses));
      if (submission.tool !== 'argue') throw new Error('no argument');
      const missed = pairs.map((pair) => ({ ...missing(...pair), description: `${pair.join(', ')}?` }));
      submission.input.missed.push(...missed);
      return world.submits(speaker, submission);
    };
    argues('migrationist', '1a', ['B-1'], ['A-2', 'C-2'], ['A-3', 'C-2']);
    argues('subtractor', '1b', ['A-1'], ['B-2', 'C-2'], ['A-2', 'C-2']);
    const [said] = argues('archaeologist', '1b', ['A-1'], ['B-3', 'C-3'], ['A-3', 'C-3']);
    expect(said).toMatchObject({ type: 'position_argued', leftOut: ['A-3, C-3?'] });
    expect(world.design.divergences).toHaveLength(5);
    const told = said === undefined ? null : tellEvent(said, world.design);
    expect(markdownOf(told?.detail ?? [])).toContain(
      'Also missed, and not on the map, which had no place for more:\n\n- A-3, C-3?',
    );
  });

  it('J6: claims of one proposal on two sides of an addition are refused without its letter', () => {
    const says = {
      proposals: () =>
        proposal({ claims: ['x', 'y'].map((text) => ({ ...BARE, kind: 'risk' as const, text })) }),
      mapping: () => mapping(['high', 'A', 'B']),
    };
    const world = given({ says }).reach('arguing');
    const { message } = world.refusesSubmission('migrationist', withMissed(missing('1b.1', '0.3')));
    expect(message).toBe(
      'Missed difference 1 puts claims of one proposal (1b.1, 0.3) on different positions; a proposal holds one at most. Leave out those that do not take its side.',
    );
  });
});

describe('J5: no majority, no forced consensus', () => {
  const personas = ['subtractor', 'archaeologist', 'failure-analyst', 'contract-keeper', 'migrationist'];

  function fourAgainstOne(impact: Impact): World {
    const says = { mapping: () => mapping([impact, 'A', 'BCEF']), argument: stays };
    return given({ personas, says }).reach('composing');
  }

  it('J5: four against one stays unresolved after two rounds, with both positions', () => {
    const world = fourAgainstOne('high');
    expect(settlement(world)).toMatchObject({
      outcome: 'unresolved',
      position: '',
      by: [],
      reason: 'still open after 2 rounds',
    });
    expect(argued(world)).toHaveLength(2);
  });

  it('J5: an unresolved difference of high impact asks for a person at the gate', () => {
    const world = fourAgainstOne('high').reach('deciding');
    expect(world.design.gates).toMatchObject([{ reasons: ['unresolved_high_impact'] }]);
  });

  it('J5: an unresolved difference of medium impact completes after one round, and stays unresolved', () => {
    const world = fourAgainstOne('medium').reachEnd();
    expect(world.design.end?.status).toBe('completed');
    expect(argued(world)).toHaveLength(1);
    expect(settlement(world)).toMatchObject({ outcome: 'unresolved', reason: 'still open after one round' });
  });

  it('of three who meet on one position after detours, those concede who did not begin there', () => {
    const world = arguing(['high', 'A', 'B', 'C']);
    const goes = (way: string, because: string) => argument(point(way, [because], { changedBy: [because] }));
    world.submits('archaeologist', goes('1c>1a', 'A-1'));
    world.submits('migrationist', goes('1a>1b', 'B-1'));
    world.submits('subtractor', goes('1b>1c', 'C-1'));
    expect(settlement(world)).toBeNull();
    world.submits('archaeologist', goes('1a>1b', 'B-1'));
    world.submits('migrationist', argument(point('1b', ['C-1'])));
    world.submits('subtractor', goes('1c>1b', 'A-1'));
    expect(settlement(world)).toMatchObject({ outcome: 'conceded', by: ['migrationist', 'archaeologist'] });
  });

  it('positions that are exchanged are not agreed on', () => {
    const world = arguing(['high', 'A', 'B']);
    world.submits('migrationist', argument(point('1a>1b', ['B-1'], { changedBy: ['B-1'] })));
    world.submits('subtractor', argument(point('1b>1a', ['A-1'], { changedBy: ['A-1'] })));
    expect(settlement(world)).toBeNull();
    expect(openRound(world.design)?.kind).toBe('argument');
  });

  it('J5: a participant that holds none of the positions any more does not make the other win', () => {
    const world = arguing(['high', 'A', 'B']);
    world.submits('migrationist', argument(point('1a', ['B-1'], { now: 'none' })));
    world.submits('subtractor', argument(point('1b', ['A-1'])));
    expect(settlement(world)).toMatchObject({
      outcome: 'unresolved',
      reason: 'not all who argued it hold one of the positions any more',
    });
  });
});

describe('the participants of an argument', () => {
  it('those concerned are asked at once, each about all its differences; low ones are noted', () => {
    const world = arguing(['medium', 'A', 'B'], ['low', 'B', 'C'], ['high', 'A', 'C']);
    expect(argued(world)).toEqual([
      [
        { participant: 'subtractor', divergences: ['D1'] },
        { participant: 'archaeologist', divergences: ['D3'] },
        { participant: 'migrationist', divergences: ['D1', 'D3'] },
      ],
    ]);
  });

  it('a second round covers only high differences that are still open, among those who stand apart', () => {
    const says = {
      mapping: () => mapping(['medium', 'A', 'B'], ['high', 'A', 'BC']),
      argument: stays,
    };
    const world = given({ says }).reach('arguing');
    world.contributes('migrationist');
    world.submits('subtractor', argument(point('1b', ['A-1']), point('2b>none', ['A-1'])));
    world.contributes('archaeologist');
    expect(argued(world)[1]).toEqual([
      { participant: 'archaeologist', divergences: ['D2'] },
      { participant: 'migrationist', divergences: ['D2'] },
    ]);
    world.reach('composing');
    expect(argued(world)).toHaveLength(2);
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

  it('C6: when every turn of arguing fails, the differences stay unresolved and the design goes on', () => {
    const world = arguing(['high', 'A', 'B']);
    world.fails('migrationist');
    world.fails('subtractor');
    expect(argued(world)).toHaveLength(1);
    expect(world.design.step).toBe('composing');
    expect(settlement(world)).toMatchObject({ outcome: 'unresolved' });
  });

  test.each([
    ['deliberation', 'no time was left to argue it a second time'],
    ['money', 'too little money was left to argue it a second time'],
  ] as const)('open differences stay open, and say why, when the %s is used up', (what, reason) => {
    const world = given({
      settings: { budgetUsd: 10 },
      says: { mapping: () => mapping(['high', 'A', 'B'], ['high', 'A', 'C']), argument: stays },
    }).reach('arguing');
    if (what === 'money') world.spends('migrationist', 6.5);
    world.contributes('migrationist');
    if (what === 'deliberation') world.deadline('deliberation');
    else world.everyoneContributes();
    expect(world.design.step).toBe('composing');
    expect(of(world.history, 'divergence_settled')).toMatchObject([
      { divergenceId: 'D1', outcome: 'unresolved', reason },
      { divergenceId: 'D2', outcome: 'unresolved', reason },
    ]);
  });
});
