import * as z from 'zod';

/**
 * How differences stood in events up to shape 4: positions were known by who held them alone, a round argued one of them,
 * a change of position had its cause in free words, and no person could settle one.
 */
const MapWithoutClaims = z.looseObject({
  agreements: z.array(z.string()),
  divergences: z.array(
    z.looseObject({
      positions: z.array(
        z.strictObject({ id: z.string(), statement: z.string(), holders: z.array(z.string()) }),
      ),
    }),
  ),
});

/** The event in the present shape; one that has it already comes back as it is. */
export function withPoints<Stored extends { readonly type: unknown }>(
  stored: Stored,
): { readonly type: unknown } {
  switch (stored.type) {
    case 'divergences_mapped':
      return mapWithClaims(stored);
    case 'round_opened':
      return 'points' in stored ? stored : roundWithPoints(stored);
    case 'position_argued':
      return 'changedBy' in stored ? stored : argumentWithReasons(stored);
    case 'divergence_settled':
      return 'person' in stored ? stored : { ...stored, person: '' };
    default:
      return stored;
  }
}

function mapWithClaims<Stored extends object>(stored: Stored) {
  const map = MapWithoutClaims.safeParse(stored);
  if (!map.success) return stored;
  const { agreements, divergences } = map.data;
  return {
    ...stored,
    agreements: agreements.map((statement) => ({ statement, claims: [] })),
    divergences: divergences.map(({ positions, ...rest }) => ({
      ...rest,
      positions: positions.map((position) => ({ ...position, claims: [] })),
    })),
  };
}

const RoundOfOne = z.looseObject({ divergenceId: z.string().nullable(), asked: z.array(z.string()) });

function roundWithPoints<Stored extends object>(stored: Stored) {
  const round = RoundOfOne.safeParse(stored);
  if (!round.success) return stored;
  const { divergenceId, asked } = round.data;
  const divergences = divergenceId === null ? [] : [divergenceId];
  const points = asked.map((participant) => ({ participant, divergences }));
  return { ...stored, points: divergenceId === null ? [] : points };
}

const ArgumentWithCause = z.looseObject({ type: z.string(), changedBecause: z.string() });

function argumentWithReasons<Stored extends object>(stored: Stored) {
  const argument = ArgumentWithCause.safeParse(stored);
  if (!argument.success) return stored;
  const { changedBecause, ...rest } = argument.data;
  const cause = changedBecause.trim();
  return { ...rest, strongest: '', changedBy: cause === '' ? [] : [cause] };
}
