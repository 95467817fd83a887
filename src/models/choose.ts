/**
 * Which model speaks for whom in a new design. A participant's own comes first, then CHARRETTE_MODEL.
 * Else the synthesizer takes the first family of the file, the auditor another one where there is one,
 * and personas are spread evenly over all.
 */

import type { Role } from '#design/events.ts';
import type { ParticipantId } from '#design/ids.ts';
import { Fault } from '#support/fault.ts';
import type { ModelEntry } from './models-file.ts';

/** A persona file, or a profile of a design that runs, whose model stays. */
export interface Speaker {
  readonly id: ParticipantId;
  readonly role: Role;
  readonly model?: string | null | undefined;
}
/** The auditor avoids the family of the synthesizer. */
const ORDER: readonly Role[] = ['synthesizer', 'auditor', 'persona'];

/** `usable`: in the order of the file. @throws {Fault} `bad_setting` */
export function chooseModels<Entry extends ModelEntry>(
  speakers: readonly Speaker[],
  usable: readonly Entry[],
  modelForAll: string | undefined,
): Map<ParticipantId, Entry> {
  const families = [...new Set(usable.map(({ family }) => family))];
  const chosen = new Map<ParticipantId, Entry>();
  const taken: { readonly role: Role; readonly family: string }[] = [];

  for (const { id, role, model } of speakers.toSorted(
    (one, other) => ORDER.indexOf(one.role) - ORDER.indexOf(other.role),
  )) {
    const avoided = role === 'auditor' ? 'synthesizer' : role;
    /** How many have a family already that had better have another one. */
    const loadOf = (family: string) =>
      taken.filter((each) => each.family === family && each.role === avoided).length;
    const family = families.toSorted((one, other) => loadOf(one) - loadOf(other))[0];
    const kind = role === 'persona' ? 'personas' : 'facilitators';
    const ofFamily = usable.filter((entry) => entry.family === family);
    const named = model ?? modelForAll;
    const entry =
      named === undefined
        ? (ofFamily.find((each) => each.for === kind) ?? ofFamily[0])
        : usable.find(({ name }) => name === named);
    if (entry === undefined)
      throw new Fault(
        'bad_setting',
        `${id} speaks with ${named}, which is not in models.yaml, or its key is not set`,
      );
    chosen.set(id, entry);
    taken.push({ role, family: entry.family });
  }
  return chosen;
}
