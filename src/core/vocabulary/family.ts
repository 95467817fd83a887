import type { Profile } from './event-parts.ts';

type Speaker = Pick<Profile, 'model' | 'family'>;

/** `true` for the same model or family (J7). Different models of unknown families count as different. */
export function isOneFamily(one: Speaker, other: Speaker): boolean {
  return one.model === other.model || (one.family !== undefined && one.family === other.family);
}

/** `true` if synthesizer and auditor are of one family. */
export function isAuditedByOwnFamily(participants: readonly (Speaker & Pick<Profile, 'role'>)[]): boolean {
  const synthesizer = participants.find(({ role }) => role === 'synthesizer');
  const auditor = participants.find(({ role }) => role === 'auditor');
  return synthesizer !== undefined && auditor !== undefined && isOneFamily(synthesizer, auditor);
}
