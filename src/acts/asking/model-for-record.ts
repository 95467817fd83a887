import type { Design } from '../../core/vocabulary/design.ts';
import type { Parts } from '../../engine/design/parts.ts';

/**
 * Returns a model of this design, that of its synthesizer first, or else one of a family that took part: no record goes to a vendor
 * that the design had not gone to. `null` where there is none such. Of designs that have no families on record, nothing is known
 * that speaks against the model of new designs.
 */
export function modelForRecord(
  { participants }: Pick<Design, 'participants'>,
  { defaultModel, models = [], familyOf }: Pick<Parts, 'defaultModel' | 'models' | 'familyOf'>,
): string | null {
  const first = participants.filter(({ role }) => role === 'synthesizer');
  const asked = [...first, ...participants].find(
    // An entry of the same name that was written anew may be of somebody else.
    ({ model, family }) => familyOf(model) !== null && (family ?? familyOf(model)) === familyOf(model),
  );
  if (asked !== undefined) return asked.model;
  const families = participants.flatMap(({ family }) => family ?? []);
  if (families.length === 0 || families.includes(familyOf(defaultModel) ?? '')) return defaultModel;
  return models.find(({ family }) => families.includes(family))?.model ?? null;
}
