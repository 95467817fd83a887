import * as z from 'zod';

/**
 * Brings an event that was stored in an earlier shape into the present one, before it is parsed (P6). An event never
 * changes where it is stored, and its hash is over what was stored. Anything that is not an event in an earlier shape
 * comes back as it is: what a later shape only adds, and may leave out, needs nothing here. `test/core/upcast.test.ts`
 * replays one recorded stream per shape.
 */
export function upcast(stored: unknown): unknown {
  if (typeof stored !== 'object' || stored === null || !('type' in stored)) return stored;
  const earlier = EARLIER.get(stored.type) ?? [];
  return earlier.reduce<unknown>((event, shape) => shape.safeParse(event).data ?? event, stored);
}

const absent = z.undefined().optional();

/** A round argued one divergence. */
const RoundOfOne = z
  .looseObject({ points: absent, divergenceId: z.string().nullable(), asked: z.array(z.string()) })
  .transform((round) => {
    const { divergenceId: id, asked } = round;
    const points = id === null ? [] : asked.map((participant) => ({ participant, divergences: [id] }));
    return { ...round, points };
  });

/** A change of position had its cause in free words. */
const ArgumentWithCause = z
  .looseObject({ changedBy: absent, changedBecause: z.string() })
  .transform(({ changedBecause, ...argument }) => {
    const cause = changedBecause.trim();
    return { ...argument, strongest: '', changedBy: cause === '' ? [] : [cause] };
  });

/** No person could settle one. */
const SettledByNobody = z
  .looseObject({ person: absent })
  .transform((settled) => ({ ...settled, person: '' }));

/**
 * By the type of an event its earlier shapes, oldest first. Those of before a bundle had its present format are gone: no store,
 * export or bundle that can be read has them.
 */
const EARLIER = new Map<unknown, readonly z.ZodType[]>([
  ['round_opened', [RoundOfOne]],
  ['position_argued', [ArgumentWithCause]],
  ['divergence_settled', [SettledByNobody]],
]);
