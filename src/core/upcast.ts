import * as z from 'zod';

/**
 * Brings an event that was stored in an earlier shape into the present one, before it is parsed (P6). An event never
 * changes where it is stored, and its hash is over what was stored. Anything that is not an event in an earlier shape
 * comes back as it is: what a later shape only adds, and may leave out, needs nothing here.
 */
export function upcast(stored: unknown): unknown {
  if (typeof stored !== 'object' || stored === null || !('type' in stored)) return stored;
  const earlier = EARLIER.get(stored.type) ?? [];
  return earlier.reduce<unknown>((event, shape) => shape.safeParse(event).data ?? event, stored);
}

/** A field that had this value in every event, and is gone. */
function without(key: string, value: z.ZodType): z.ZodType {
  return z.looseObject({ [key]: value }).transform(({ [key]: _, ...event }) => event);
}

/** By the type of an event its earlier shapes, oldest first. Those of before a bundle had its present format are gone. */
const EARLIER = new Map<unknown, readonly z.ZodType[]>([
  ['design_started', [without('letters', z.literal('distinct'))]],
  ['round_opened', [without('divergenceId', z.null())]],
  ['composite_submitted', [without('layout', z.literal(2))]],
  ['revision_submitted', [without('layout', z.literal(2))]],
]);
