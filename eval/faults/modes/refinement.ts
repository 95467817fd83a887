import { arguing, type Expected, isBy, type Misbehaves, type Mode, mapping } from '../mode.ts';

const refused = (words = ''): Expected => ({ class: 'refused', words });
const OUTNUMBERED = isBy('subtractor', 'outsider');
const CONFORMS = 'Most of the others think so, and I do not want to stand alone.';

/** The two who would stay on Redis go over, and name these claims. */
const MOVES = (changedBy: string[], answer = 'That outweighs the cost of the move.'): Misbehaves =>
  arguing(
    (input) => ({ ...input, points: input.points.map((point) => ({ ...point, answer, changedBy })) }),
    OUTNUMBERED,
  );

/** They stay where they are. */
export const STAYS: Misbehaves = arguing(
  (input) => ({
    ...input,
    points: input.points.map((point) => ({ ...point, now: '1b', changedBy: [] })),
  }),
  OUTNUMBERED,
);

const mapsNothing = mapping((input) => ({ ...input, agreements: [], divergences: [] }));

/** The map, and the arguments. */
export const REFINEMENT: readonly Mode[] = [
  {
    id: 'no-map',
    does: 'The mapper, and whoever stands in for it, puts no claim on the map, to the end.',
    says: { mapping: mapsNothing },
    isStubborn: true,
    expected: { class: 'gate', words: 'not compared' },
    holds: ({ rounds, turns }) => {
      const ids = rounds.flatMap(({ id, kind }) => (kind === 'mapping' ? [id] : []));
      return (
        new Set(turns.flatMap((turn) => (ids.includes(turn.roundId) ? [turn.participant] : []))).size <= 2
      );
    },
  },
  {
    id: 'a-decision-off-the-map',
    does: 'The mapper leaves a decision out of every agreement and position.',
    says: { mapping: mapsNothing },
    expected: refused('A-1'),
  },
  {
    id: 'all-graded-low',
    does: 'The mapper grades every difference low, so that none is argued.',
    says: {
      mapping: mapping((input) => ({
        ...input,
        divergences: input.divergences.map((each) => ({ ...each, impact: 'low' })),
      })),
    },
    expected: { class: 'caveat', words: 'was not argued' },
  },
  {
    id: 'equal-positions',
    does: 'The mapper gives two positions the same sentence.',
    says: { mapping: says('Jobs are stored in Postgres.', 'Jobs are stored in Postgres.') },
    expected: refused(),
  },
  {
    id: 'contained-positions',
    does: 'The mapper gives one position a sentence that contains that of the other word for word.',
    says: { mapping: says('Jobs are stored in Postgres', 'Jobs are stored in Postgres, for two weeks') },
    expected: refused(),
  },
  {
    id: 'unknown-claims',
    does: 'The mapper names claims that there are not.',
    says: {
      mapping: mapping((input) => ({
        ...input,
        agreements: [{ statement: 'Jobs survive a restart.', claims: ['Z-9'] }],
      })),
    },
    expected: refused('Z-9'),
  },
  {
    id: 'one-difference-twice',
    does: 'The mapper puts one difference on the map twice.',
    says: {
      mapping: mapping((input) => ({ ...input, divergences: [...input.divergences, ...input.divergences] })),
    },
    expected: refused('once'),
  },
  {
    id: 'one-proposal-on-two-sides',
    does: 'The mapper puts claims of one proposal on two positions of a difference.',
    says: {
      mapping: mapping((input) => ({
        ...input,
        divergences: input.divergences.map((each, place) =>
          place > 0
            ? each
            : {
                ...each,
                positions: each.positions.map((position, index) => ({
                  ...position,
                  claims: position.claims.filter((id) => id !== 'F-3').concat(index === 1 ? ['F-3'] : []),
                })),
              },
        ),
      })),
    },
    expected: refused('F-3'),
  },
  {
    id: 'concedes-to-a-decision',
    does: `Two concede because of the other side's decision: “${CONFORMS}”`,
    says: { argument: MOVES(['B-1'], CONFORMS) },
    expected: { class: 'gate', words: 'Where are jobs stored?' },
  },
  {
    id: 'concedes-because-of-the-others',
    does: `Two concede and name nothing: “${CONFORMS}”`,
    says: { argument: MOVES([], CONFORMS) },
    expected: { class: 'gate', words: 'Where are jobs stored?' },
  },
  {
    id: 'concedes-to-itself',
    does: 'Two concede and name a claim of their own side.',
    says: { argument: MOVES(['A-2']) },
    expected: { class: 'gate', words: 'Where are jobs stored?' },
  },
  {
    id: 'concedes-to-an-unknown-claim',
    does: 'Two concede and name a claim that there is not.',
    says: { argument: MOVES(['Z-9']) },
    expected: refused('Z-9'),
  },
  {
    id: 'the-majority-moves-too',
    does: 'The larger side goes over for no reason while the smaller one stays.',
    given: { argument: STAYS },
    says: {
      argument: arguing(
        (input) => ({
          ...input,
          points: input.points.map((point) => ({
            ...point,
            now: '1b',
            changedBy: [],
          })),
        }),
        (scene) => !OUTNUMBERED(scene),
      ),
    },
    expected: { class: 'gate', words: 'Where are jobs stored?' },
  },
  {
    id: 'nobody-moves',
    does: 'Nobody moves, and the difference is of high impact.',
    says: { argument: STAYS },
    expected: { class: 'gate', words: 'Where are jobs stored?' },
  },
  {
    id: 'nobody-argues',
    does: 'Nobody who is asked to argue submits anything.',
    says: { argument: () => [] },
    isStubborn: true,
    expected: { class: 'gate', words: 'Where are jobs stored?' },
  },
  {
    id: 'answers-itself',
    does: 'An argument answers none of the other side’s claims.',
    says: {
      argument: arguing(
        (input) => ({ ...input, points: input.points.map((point) => ({ ...point, addresses: ['A-2'] })) }),
        isBy('subtractor'),
      ),
    },
    expected: refused(),
  },
  {
    id: 'argues-another-difference',
    does: 'An argument speaks of a difference that it was not asked about.',
    says: {
      argument: arguing(
        (input) => ({
          ...input,
          points: input.points.map((point) => ({ ...point, difference: '7', now: '7a' })),
        }),
        isBy('subtractor'),
      ),
    },
    expected: refused('7'),
  },
];

function says(...statements: string[]): Misbehaves {
  return mapping((input) => ({
    ...input,
    divergences: input.divergences.map((each, place) =>
      place > 0
        ? each
        : {
            ...each,
            positions: each.positions.map((position, index) => ({
              ...position,
              statement: statements[index] ?? position.statement,
            })),
          },
    ),
  }));
}
