import type { SubmissionInput } from '#core/vocabulary/submission.ts';
import {
  arguing,
  gate,
  isBy,
  type Misbehaves,
  type Modes,
  mapping,
  READY,
  refuses,
  type Scene,
  turnsOf,
} from '../mode.ts';

const OUTNUMBERED = isBy('subtractor', 'outsider');
const CONFORMS = 'Most of the others think so, and I do not want to stand alone.';

/** The two who would stay on Redis go over, and name these claims. */
const MOVES = (changedBy: string[], answer = 'That outweighs the cost of the move.'): Misbehaves =>
  arguing(
    (input) => ({
      ...input,
      points: input.points.map((point) => ({ ...point, answer, changedBy })),
    }),
    OUTNUMBERED,
  );

const stays = (by: (scene: Scene) => boolean): Misbehaves =>
  arguing(
    (input) => ({
      ...input,
      points: input.points.map((point) => ({ ...point, now: '1b', changedBy: [] })),
    }),
    by,
  );
export const STAYS = stays(OUTNUMBERED);

const mapsNothing = mapping((input) => ({ ...input, agreements: [], divergences: [] }));

export const REFINEMENT: Modes = {
  'no-map': {
    says: { mapping: mapsNothing },
    isStubborn: true,
    expected: gate('not_audited'),
    holds: (design) =>
      new Set(turnsOf(design, 'mapping').map(({ participant }) => participant)).size <= 2,
  },
  'a-decision-off-the-map': refuses('A-1', { mapping: mapsNothing }),
  // A point of low impact is for people to settle, on the page.
  'all-graded-low': {
    says: {
      mapping: mapping((input) => ({
        ...input,
        divergences: input.divergences.map((each) => ({ ...each, impact: 'low' })),
      })),
    },
    expected: { ...READY, page: 'Where are jobs stored?' },
  },
  'equal-positions': refuses('', {
    mapping: says('Jobs are stored in Postgres.', 'Jobs are stored in Postgres.'),
  }),
  'contained-positions': refuses('', {
    mapping: says('Jobs are stored in Postgres', 'Jobs are stored in Postgres, for two weeks'),
  }),
  'unknown-claims': refuses('Z-9', {
    mapping: mapping((input) => ({
      ...input,
      agreements: [{ statement: 'Jobs survive a restart.', claims: ['Z-9'] }],
    })),
  }),
  'one-difference-twice': refuses('once', {
    mapping: mapping((input) => ({
      ...input,
      divergences: [...input.divergences, ...input.divergences],
    })),
  }),
  'one-proposal-on-two-sides': refuses('F-3', {
    mapping: places((position, index) => ({
      ...position,
      claims: position.claims.filter((id) => id !== 'F-3').concat(index === 1 ? ['F-3'] : []),
    })),
  }),
  'concedes-to-a-decision': {
    says: { argument: MOVES(['B-1'], CONFORMS) },
    expected: gate('difference_open'),
  },
  'concedes-because-of-the-others': {
    says: { argument: MOVES([], CONFORMS) },
    expected: gate('difference_open'),
  },
  'concedes-to-itself': {
    says: { argument: MOVES(['A-2']) },
    expected: gate('difference_open'),
  },
  'concedes-to-an-unknown-claim': refuses('Z-9', { argument: MOVES(['Z-9']) }),
  'the-majority-moves-too': {
    given: { argument: STAYS },
    says: { argument: stays((scene) => !OUTNUMBERED(scene)) },
    expected: gate('difference_open'),
  },
  'nobody-moves': { says: { argument: STAYS }, expected: gate('difference_open') },
  'nobody-argues': {
    says: { argument: () => [] },
    isStubborn: true,
    expected: gate('difference_open'),
  },
  'answers-itself': refuses('', {
    argument: arguing(
      (input) => ({
        ...input,
        points: input.points.map((point) => ({ ...point, addresses: ['A-2'] })),
      }),
      isBy('subtractor'),
    ),
  }),
  'argues-another-difference': refuses('7', {
    argument: arguing(
      (input) => ({
        ...input,
        points: input.points.map((point) => ({ ...point, difference: '7', now: '7a' })),
      }),
      isBy('subtractor'),
    ),
  }),
};

type Position = SubmissionInput<'map_divergences'>['divergences'][number]['positions'][number];

function places(change: (position: Position, index: number) => Position): Misbehaves {
  return mapping((input) => ({
    ...input,
    divergences: input.divergences.map((each, at) =>
      at > 0 ? each : { ...each, positions: each.positions.map(change) },
    ),
  }));
}

function says(...statements: string[]): Misbehaves {
  return places((position, index) => ({
    ...position,
    statement: statements[index] ?? position.statement,
  }));
}
