import type { Profile } from './events.ts';

type Speaker = Pick<Profile, 'model' | 'family'>;

/** Returns `true` if the two think alike (J7): of one family, or by one model. Two models of unknown families are not known to. */
export function isOneFamily(one: Speaker, other: Speaker): boolean {
  return one.model === other.model || (one.family !== undefined && one.family === other.family);
}

/** Returns `true` if what the synthesizer of these writes is audited by its own family. */
export function isAuditedByOwnFamily(participants: readonly (Speaker & Pick<Profile, 'role'>)[]): boolean {
  const synthesizer = participants.find(({ role }) => role === 'synthesizer');
  const auditor = participants.find(({ role }) => role === 'auditor');
  return synthesizer !== undefined && auditor !== undefined && isOneFamily(synthesizer, auditor);
}
