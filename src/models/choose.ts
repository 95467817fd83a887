/**
 * Which model speaks for whom in a new design. A participant's own comes first, then CHARRETTE_MODEL.
 * Else the synthesizer takes the first family of the file, the auditor another one where there is one,
 * and personas are spread evenly over all.
 */

import type { Role } from '../design/events.ts';
import type { ParticipantId } from '../design/ids.ts';
import { Fault } from '../support/fault.ts';
import type { ModelEntry } from './models-file.ts';

/** A persona file, or a profile of a design that runs, whose model stays. */
export interface Speaker {
  readonly id: ParticipantId;
  readonly role: Role;
  readonly model?: string | null | undefined;
}

/** `usable`: entries whose key is set, in the order of the file. @throws {Fault} `bad_setting` */
export function chooseModels(
  speakers: readonly Speaker[],
  usable: readonly ModelEntry[],
  modelForAll: string | undefined,
): Map<ParticipantId, ModelEntry> {
  const families = [...new Set(usable.map(({ family }) => family))];
  const speaking = new Map(families.map((family) => [family, 0]));
  const chosen = new Map<ParticipantId, ModelEntry>();
  let familyOfSynthesizer = families[0];

  const choose = (speaker: Speaker, family: string | undefined): ModelEntry => {
    const named = speaker.model ?? modelForAll;
    const entry =
      named === undefined
        ? speakerOf(usable, family, speaker.role)
        : usable.find(({ name }) => name === named);
    if (entry === undefined) throw new Fault('bad_setting', wordMissing(speaker.id, named));
    chosen.set(speaker.id, entry);
    return entry;
  };
  for (const speaker of speakers)
    if (speaker.role === 'synthesizer') familyOfSynthesizer = choose(speaker, families[0]).family;
  for (const speaker of speakers) {
    if (speaker.role === 'auditor')
      choose(speaker, families.find((family) => family !== familyOfSynthesizer) ?? families[0]);
    if (speaker.role !== 'persona') continue;
    // The first of those with the fewest: sorting keeps the order of the file.
    const [fewest] = [...speaking].sort(([, one], [, other]) => one - other);
    const { family } = choose(speaker, fewest?.[0]);
    speaking.set(family, (speaking.get(family) ?? 0) + 1);
  }
  return chosen;
}

function speakerOf(
  usable: readonly ModelEntry[],
  family: string | undefined,
  role: Role,
): ModelEntry | undefined {
  const kind = role === 'persona' ? 'personas' : 'facilitators';
  const own = usable.filter((entry) => entry.family === family);
  return (
    own.find((entry) => entry.for === kind) ?? own.find((entry) => entry.for === null) ?? own[0]
  );
}

function wordMissing(id: ParticipantId, model: string | undefined): string {
  return model === undefined
    ? 'no model can be called: no key is set'
    : `${id} speaks with ${model}, which is not in models.yaml, or its key is not set`;
}
