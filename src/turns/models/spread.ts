import type { Role } from '../../core/vocabulary/event-parts.ts';
import { present } from '../../core/vocabulary/present.ts';
import type { FamilyVoices } from './catalog.ts';

export interface ModelChoice {
  readonly defaultModel: string;
  /** Families that speak for participants without a model; empty if one model speaks for all. */
  readonly spread: readonly FamilyVoices[];
  readonly familyOf: (model: string) => string | null;
}

/** `model`: named by a file or a setting; `null` for none. */
export interface Candidate {
  readonly id: string;
  readonly role: Role;
  readonly model: string | null;
}

/**
 * Returns the model of each participant, in the order given. The rule (docs/models.md):
 *
 * 1. A participant with a named model keeps it.
 * 2. The synthesizer takes the default model.
 * 3. The auditor takes the facilitators' model of the first family that is not the synthesizer's,
 *    if there is one.
 * 4. Personas, in the order given, each take their model of the family that the fewest personas
 *    have so far; at a tie, the first.
 *
 * If one model speaks for all, everybody takes it.
 */
export function chooseModels(candidates: readonly Candidate[], choice: ModelChoice): string[] {
  const { defaultModel, spread, familyOf } = choice;
  if (spread.length === 0) return candidates.map(({ model }) => model ?? defaultModel);
  const synthesizer = candidates.find(({ role }) => role === 'synthesizer')?.model ?? defaultModel;
  const takenFamilies = candidates.flatMap(({ role, model }) =>
    role === 'persona' && model !== null ? [familyOf(model)] : [],
  );
  return candidates.map(({ role, model }) => {
    if (model !== null) return model;
    if (role === 'synthesizer') return synthesizer;
    if (role === 'auditor') return ofAnother(familyOf(synthesizer), choice) ?? defaultModel;
    const fewest = rarest(spread, takenFamilies);
    takenFamilies.push(fewest.family);
    return fewest.personas;
  });
}

function ofAnother(family: string | null, { spread }: ModelChoice): string | null {
  return spread.find((each) => each.family !== family)?.facilitators ?? null;
}

function rarest(
  spread: readonly FamilyVoices[],
  takenFamilies: readonly (string | null)[],
): FamilyVoices {
  const count = ({ family }: FamilyVoices) =>
    takenFamilies.filter((each) => each === family).length;
  const [fewest] = spread.toSorted((one, other) => count(one) - count(other));
  return present(fewest, 'there is no family to take a model of');
}
