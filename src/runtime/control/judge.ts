import type { FamilyModel } from '../models/catalog.ts';

/**
 * Returns the model that compares: the first of a family that took no part, because a judge favours what its own family has written;
 * else the fallback, and then it is said that it is none from outside.
 */
export function judgeAmong(
  known: readonly FamilyModel[],
  tookPart: readonly string[],
  fallback: string,
): { readonly model: string; readonly isOutside: boolean } {
  const familyOf = (model: string) => known.find((each) => each.model === model)?.family;
  const families = new Set(tookPart.map(familyOf));
  // One whose family is not known may be of any.
  const outside = families.has(undefined) ? undefined : known.find(({ family }) => !families.has(family));
  return { model: outside?.model ?? fallback, isOutside: outside !== undefined };
}
