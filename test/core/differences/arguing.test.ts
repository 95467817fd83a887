import { describe, expect, it, test } from 'vitest';
import { movementsOf } from '#core/differences/stances.ts';
import { findCaveats } from '#core/outcome/caveats/all.ts';
import type { Refusal } from '#core/vocabulary/commands.ts';
import { openRound } from '#core/vocabulary/status.ts';
import { type Impact, NO_CITATION, type Submission } from '#core/vocabulary/submission.ts';
import { BARE, citePlace } from '../../support/designs/claims.ts';
import { given, of, type World } from '../../support/designs/given.ts';
import { FIVE, pointsFor } from '../../support/designs/given-start.ts';
import {
  argument,
  mapping,
  mappingOf,
  point,
  proposal,
  proposalOfReasons,
} from '../../support/designs/given-submission.ts';
import { conceded, settlementOf, unresolved } from '../../support/designs/settlements.ts';

/**
 * A is the migrationist, B the subtractor, C the archaeologist; each proposal has one claim, a
 * reason.
 */
function arguing(...divergences: [Impact, ...string[]][]): World {
  const mapped = divergences.length === 0 ? [['high', 'A', 'BC'] as const] : divergences;
  return given({
    says: { proposals: () => proposalOfReasons(), mapping: () => mapping(...mapped) },
  }).reach('arguing');
}

/** Everybody stays where they are. */
const stays = (design: World['design'], speaker: Parameters<typeof pointsFor>[1]) =>
  argument(...pointsFor(design, speaker));

const goes = (way: string, because: string, answered = because) =>
  argument(point(way, [answered], { changedBy: [because] }));

const UNEXPLAINED = unresolved('a persona moved without a reason');

/** The migrationist argues so; gives what is recorded of its arguments. */
function argues(world: World, said: Submission) {
  return of(world.submits('migrationist', said), 'position_argued');
}

/** The claims that count as what moved the migrationist. */
function movedBy(world: World, said: Submission) {
  return argues(world, said).map(({ changedBy }) => changedBy);
}

type Point = ReturnType<typeof point>;

function argued(world: World) {
  return world.design.rounds.filter(({ kind }) => kind === 'argument').map(({ points }) => points);
}

/**
 * A holds 1a and B 1b, whose one claim is of this kind and cites a line that was looked up with
 * this result.
 */
function alone(
  status: 'checked' | 'failed' | 'not_checkable',
  kind: 'reason' | 'fact' = 'fact',
): World {
  const claims = [{ kind, text: 'It lost 203 receipts.', ...citePlace('ops/load.md:12') }];
  const world = given({ says: { mapping: () => mapping(['high', 'A', 'BC']) } }).reach('proposing');
  for (const { participant, id } of world.openTurns()) {
    const check = { item: 1, status, path: 'ops/load.md', from: 12, to: 12 };
    world.submits(participant, proposal({ claims }), id, [check]);
  }
  return world.reach('arguing');
}

describe('J2: what an argument records', () => {
  it('J2: an argument answers, and then says its position, what moved it, and its confidence', () => {
    const world = arguing();
    const { id: turnId, roundId, participant } = world.turn('migrationist');
    const changes = { changedBy: ['1b.1'], answer: 'It is one table.', confidence: 0.65 };
    expect(argues(world, argument(point('1a>1b', ['B-1'], changes)))).toEqual([
      {
        type: 'position_argued',
        at: world.now,
        turnId,
        roundId,
        participant,
        divergenceId: 'D1',
        addresses: ['B-1'],
        argument: 'It is one table.',
        citation: NO_CITATION,
        check: null,
        changedBy: ['B-1'],
        position: 'P2',
        confidence: 0.65,
      },
    ]);
  });

  test.each([
    ['of the position that is left', '1a>1b', 'A-1', []],
    ['of the position that is taken', '1a>1b', 'B-1', ['B-1']],
    ['of a third position', '1a>1b', 'C-1', []],
    ['of any other, where none is taken', '1a>none', 'C-1', ['C-1']],
    ['of the other side, where it stays', '1a', 'B-1', []],
  ])('J2: of three positions, a claim %s', (_, way, because, changedBy) => {
    const world = arguing(['high', 'A', 'B', 'C']);
    expect(movedBy(world, goes(way, because, 'B-1'))).toEqual([changedBy]);
  });

  test.each([
    ['decision', []],
    ['assumption', []],
    ['reason', ['B-1']],
    ['fact', ['B-1']],
    ['risk', ['B-1']],
    ['cost', ['B-1']],
  ] as const)('J2: a claim of the kind %s as what moved somebody', (kind, changedBy) => {
    const says = {
      proposals: () => proposal({ claims: [{ ...BARE, kind, text: 'One table.' }] }),
      mapping: () => mapping(['high', 'A', 'BC']),
    };
    const world = given({ says }).reach('arguing');
    expect(movedBy(world, goes('1a>1b', 'B-1'))).toEqual([changedBy]);
  });

  it('J2: a claim on no position counts as one of those who hold the position that is taken', () => {
    const says = {
      proposals: (_: unknown, speaker: string) =>
        proposal({
          claims: [{ ...BARE, kind: 'decision', text: 'One table.' }],
          against: `risk of ${speaker}`,
        }),
      mapping: () => mapping(['high', 'AC', 'B']),
    };
    // By their words: those of the archaeologist, of the migrationist, of the subtractor.
    for (const [name, changedBy] of [
      ['0.1', []],
      ['0.2', []],
      ['0.3', ['B-2']],
    ] as const) {
      const world = given({ says }).reach('arguing');
      expect(movedBy(world, goes('1a>1b', name, 'B-1'))).toEqual([changedBy]);
    }
  });

  test.each(['B-7', '1b.4', 'ops/load.md:13', 'the majority'])(
    'A4: %s as what moved somebody is refused, because no claim has that name',
    (name) => {
      const moved = goes('1a>1b', name, 'B-1');
      expect(arguing().refusesSubmission('migrationist', moved)).toEqual({
        code: 'unknown_reference',
        message: `There is no claim ${name}.`,
      });
    },
  );
});

describe('J2: a move counts by its reason, or settles nothing', () => {
  test.each([
    ['checked', 'P2', ['B-1'], conceded('P2', 'migrationist')],
    ['failed', 'P1', [], UNEXPLAINED],
    ['not_checkable', 'P1', [], UNEXPLAINED],
  ] as const)(
    'J2: who moves alone for a fact whose source is %s then holds %s',
    (status, after, changedBy, settlement) => {
      const world = alone(status);
      world.submits('migrationist', goes('1a>1b', 'B-1'));
      world.everyoneContributes();
      expect(settlementOf(world)).toEqual(settlement);
      const move = { from: 'P1', to: 'P2', changedBy, told: changedBy };
      const kept = { before: 'P2', after: 'P2', move: null };
      expect(world.design.divergences.map((each) => movementsOf(world.design, each))).toEqual([
        [
          { participant: 'migrationist', before: 'P1', after, move },
          { participant: 'subtractor', ...kept },
          { participant: 'archaeologist', ...kept },
        ],
      ]);
    },
  );

  test.each([
    ['the same claim', 'C-1', conceded('P2', 'migrationist', 'subtractor')],
    ['another claim', 'C-2', UNEXPLAINED],
  ])('J2: two move for %s, and no source is there', (_, second, settlement) => {
    const claims = ['It is slow.', 'It is dear.'].map((text) => ({
      ...BARE,
      kind: 'risk' as const,
      text,
    }));
    const says = {
      proposals: () => proposal({ claims }),
      mapping: () => mappingOf([], ['high', 'AB', 'C']),
    };
    const world = given({ says }).reach('arguing');
    world.submits('migrationist', goes('1a>1b', 'C-1'));
    world.submits('subtractor', goes('1a>1b', second, 'C-1'));
    world.submits('archaeologist', argument(point('1b', ['A-1'])));
    expect(settlementOf(world)).toEqual(settlement);
  });

  test.each(['Ok.', 'Agreed.', '👍'])('J2: %s as a concession moves nothing', (answer) => {
    const world = alone('checked');
    world.submits(
      'migrationist',
      argument(point('1a>1b', ['B-1'], { changedBy: ['B-1'], answer })),
    );
    world.everyoneContributes();
    expect(settlementOf(world)).toEqual(UNEXPLAINED);
  });
});

describe('J6: an argument answers the strongest claim of another position first', () => {
  const unanswered = (strongest: string) => ({
    code: 'incomplete',
    message: `An argument answers the strongest claim of another position first: ${strongest}.`,
  });

  test.each([
    ['only its own claim', ['A-1']],
    ['only the position that it holds', ['1a.1']],
    ['its own claim before another’s', ['A-1', 'B-1']],
    ['another than the strongest', ['C-1']],
  ])('J6: an argument that addresses %s is refused with the claim to answer', (_, addresses) => {
    const said = argument(point('1a', addresses));
    expect(arguing().refusesSubmission('migrationist', said)).toEqual(unanswered('1b.1'));
  });

  it('J6: of three positions it is the strongest claim of either other one', () => {
    const world = arguing(['high', 'A', 'B', 'C']);
    const own = argument(point('1a', ['A-1']));
    expect(world.refusesSubmission('migrationist', own)).toEqual(unanswered('1b.1 or 1c.1'));
    world.submits('migrationist', argument(point('1a', ['1c.1'])));
  });

  test.each([
    ['a claim that nobody made', ['B-9'], 'B-9'],
    ['one real claim and one unknown', ['B-1', 'Z-9'], 'Z-9'],
    ['a proposal instead of a claim', ['B'], 'B'],
  ])('A4: an argument that addresses %s is refused', (_, addresses, unknown) => {
    expect(arguing().refusesSubmission('migrationist', argument(point('1a', addresses)))).toEqual({
      code: 'unknown_reference',
      message: `There is no claim ${unknown}.`,
    });
  });

  it('J6: others may be quoted after it, each claim once by either of its names', () => {
    const argued = argues(arguing(), argument(point('1a', ['1b.1', 'A-1', 'B-1'])));
    expect(argued.map(({ addresses }) => addresses)).toEqual([['B-1', 'A-1']]);
  });

  it('A4: a position that the difference does not have is refused with those that it has', () => {
    const wrong = argument(point('1a', ['B-1'], { now: '2a' }));
    expect(arguing().refusesSubmission('migrationist', wrong)).toEqual({
      code: 'unknown_reference',
      message: 'There is no position 2a; the positions are 1a, 1b, or none.',
    });
  });
});

describe('a submission is about all differences of its author, and taken or refused as a whole', () => {
  const both = () => arguing(['high', 'A', 'B'], ['high', 'A', 'C']);

  test.each<[string, Point[], Refusal['code'], string]>([
    [
      'leaves one out',
      [point('1a', ['B-1'])],
      'incomplete',
      '`points` says nothing about 2; argue all of yours at once.',
    ],
    [
      'argues one twice',
      [point('1a', ['B-1']), point('1a', ['B-1']), point('2a', ['C-1'])],
      'invalid',
      '`points` names 1 more than once.',
    ],
    [
      'argues another',
      [point('1a', ['B-1']), point('2a', ['C-1']), point('3a', ['B-1'])],
      'unknown_reference',
      '`points` names 3; it may name 1, 2.',
    ],
    [
      'is wrong in several ways',
      [point('1x', ['B-1']), point('3a', ['B-1'])],
      'unknown_reference',
      [
        '- `points` names 3; it may name 1, 2.',
        '- `points` says nothing about 2; argue all of yours at once.',
        '- There is no position 1x; the positions are 1a, 1b, or none.',
      ].join('\n'),
    ],
  ])('C11: a submission that %s is refused', (_, points, code, message) => {
    const said = argument(...points);
    expect(both().refusesSubmission('migrationist', said)).toEqual({ code, message });
  });

  it('C11: nothing of a submission is recorded when one of its points is refused', () => {
    const world = both();
    const before = world.history.length;
    world.refusesSubmission('migrationist', argument(point('1a', ['B-1']), point('2a', ['A-1'])));
    expect(world.history).toHaveLength(before);
  });
});

describe('J5: no majority, no forced consensus', () => {
  it('J5: four against one stays unresolved after one round, asks for a person, and nobody argues again', () => {
    const says = { mapping: () => mapping(['high', 'A', 'BCEF']), argument: stays };
    const world = given({ personas: FIVE, says, settings: { questions: 'none' } }).reach(
      'deciding',
    );
    expect(settlementOf(world)).toEqual(unresolved('they argued it and did not agree'));
    expect(argued(world)).toHaveLength(1);
    expect(world.design.gates.map(({ caveats }) => caveats)).toEqual([
      [{ kind: 'difference_open', id: 'D1', description: 'Point 1?', isArgued: true }],
    ]);
  });

  it('positions that are exchanged are not agreed on', () => {
    const world = arguing(['high', 'AC', 'B']);
    world.submits('migrationist', goes('1a>1b', 'B-1'));
    world.submits('archaeologist', goes('1a>1b', 'B-1'));
    world.submits('subtractor', goes('1b>1a', 'A-1'));
    // The only one who named what moved it moved alone, and so still counts as holding 1b.
    expect(settlementOf(world)).toEqual(conceded('P2', 'migrationist', 'archaeologist'));
  });

  it('J5: a participant that holds none of the positions any more does not make the other win', () => {
    const world = alone('checked');
    world.submits('migrationist', goes('1a>none', 'B-1'));
    world.everyoneContributes();
    expect(settlementOf(world)).toEqual(unresolved('some who argued it no longer hold a position'));
  });
});

describe('J6: a point that all living holders hold is agreed', () => {
  const mapped = (impact: Impact) =>
    given({ says: { mapping: () => mapping([impact, 'A', 'BC']), argument: stays } }).reach(
      'mapping',
    );

  test.each(['high', 'medium'] as const)(
    'J6: of %s impact, where the other holder died before arguing',
    (impact) => {
      const world = mapped(impact);
      world.dies('migrationist');
      world.contributes('synthesizer');
      expect(world.design.step).toBe('composing');
      expect(settlementOf(world)).toEqual({ ...conceded('P2'), outcome: 'agreed' });
      world.reach('signing');
      world.everyoneContributes();
      expect(findCaveats(world.design).map(({ kind }) => kind)).not.toContain('difference_open');
    },
  );

  it('J6: not while two who are left differ', () => {
    const says = { mapping: () => mapping(['high', 'A', 'B', 'C']), argument: stays };
    const world = given({ says }).reach('mapping');
    world.dies('migrationist');
    world.contributes('synthesizer');
    expect(openRound(world.design)?.asked).toEqual(['subtractor', 'archaeologist']);
    world.everyoneContributes();
    expect(settlementOf(world)?.outcome).toBe('unresolved');
  });

  it('J6: with nobody left who holds a position it is unresolved at once', () => {
    const world = given({ says: { mapping: () => mapping(['high', 'A', 'B']) } }).reach('mapping');
    world.dies('migrationist');
    world.dies('subtractor');
    world.contributes('synthesizer');
    expect(settlementOf(world)).toEqual(unresolved('no holder of a position is left'));
  });
});

describe('the participants of an argument', () => {
  it('participants concerned are asked at once, about all their differences of high impact; others are noted', () => {
    const world = arguing(['medium', 'A', 'B'], ['high', 'B', 'C'], ['high', 'A', 'C']);
    expect(argued(world)).toEqual([
      [
        { participant: 'subtractor', divergences: ['D2'] },
        { participant: 'archaeologist', divergences: ['D2', 'D3'] },
        { participant: 'migrationist', divergences: ['D3'] },
      ],
    ]);
  });

  it('J6: differences stay open, and say why, when too little money is left to argue them', () => {
    const world = given({
      settings: { budgetUsd: 10 },
      start: { expected: [{ kind: 'argument', usd: 1, ms: 1_000 }] },
      says: { mapping: () => mapping(['high', 'A', 'B'], ['high', 'A', 'C']) },
    }).reach('mapping');
    world.spends('synthesizer', 9.5);
    world.contributes('synthesizer');
    expect(argued(world)).toEqual([]);
    const left = unresolved('too little money was left to argue it');
    expect(['D1', 'D2'].map((id) => settlementOf(world, id))).toEqual([left, left]);
  });
});
