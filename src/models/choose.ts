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
const ORDER: readonly Role[] = ['synthesizer', 'auditor', 'persona'];

/** `usable`: in the order of the file. @throws {Fault} `bad_setting` */
export function chooseModels<Entry extends ModelEntry>(
  speakers: readonly Speaker[],
  usable: readonly Entry[],
  modelForAll: string | undefined,
): Map<ParticipantId, Entry> {
  const families = [...new Set(usable.map(({ family }) => family))];
  const chosen = new Map<ParticipantId, Entry>();
  const counts = new Map<string, number>(families.map((family) => [family, 0]));
  let avoided: string | undefined;

  const familyFor = (role: Role): string | undefined => {
    if (role === 'synthesizer') return families[0];
    if (role === 'auditor') return families.find((family) => family !== avoided) ?? avoided;
    // The first of those with the fewest personas: sorting keeps the order of the file.
    return [...counts].sort(([, one], [, other]) => one - other)[0]?.[0];
  };
  for (const { id, role, model: own } of speakers.toSorted(byRole)) {
    const named = own ?? modelForAll;
    const entry =
      named === undefined
        ? bestOf(usable, familyFor(role), role)
        : usable.find(({ name }) => name === named);
    if (entry === undefined) throw new Fault('bad_setting', wordMissing(id, named));
    chosen.set(id, entry);
    if (role === 'synthesizer') avoided = entry.family;
    if (role === 'persona') counts.set(entry.family, (counts.get(entry.family) ?? 0) + 1);
  }
  return chosen;
}

function byRole(one: Speaker, other: Speaker): number {
  return ORDER.indexOf(one.role) - ORDER.indexOf(other.role);
}

/** The family's first model for this kind of work, else its first. */
function bestOf<Entry extends ModelEntry>(
  usable: readonly Entry[],
  family: string | undefined,
  role: Role,
): Entry | undefined {
  const kind = role === 'persona' ? 'personas' : 'facilitators';
  const own = usable.filter((entry) => entry.family === family);
  return own.find((entry) => entry.for === kind) ?? own[0];
}

function wordMissing(id: ParticipantId, model: string | undefined): string {
  return model === undefined
    ? 'no model can be called: no key is set'
    : `${id} speaks with ${model}, which is not in models.yaml, or its key is not set`;
}
