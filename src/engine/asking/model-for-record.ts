import type { Design } from '../../core/vocabulary/design.ts';
import type { Parts } from '../parts/parts.ts';

/**
 * Chooses a model for questions about this design: one of its own, the synthesizer's first, else
 * one of a family that took part. No record goes to a vendor that the design did not use. `null` if
 * there is none. Designs without recorded families may use the model of new designs.
 */
export function chooseModelForRecord(
  { participants }: Pick<Design, 'participants'>,
  { defaultModel, models = [], familyOf }: Pick<Parts, 'defaultModel' | 'models' | 'familyOf'>,
): string | null {
  const first = participants.filter(({ role }) => role === 'synthesizer');
  const participant = [...first, ...participants].find(
    // The entry may have been rewritten, with another vendor under the same name.
    ({ model, family }) =>
      familyOf(model) !== null && (family ?? familyOf(model)) === familyOf(model),
  );
  if (participant !== undefined) return participant.model;
  const families = participants.flatMap(({ family }) => family ?? []);
  if (families.length === 0 || families.includes(familyOf(defaultModel) ?? '')) return defaultModel;
  return models.find(({ family }) => families.includes(family))?.model ?? null;
}
