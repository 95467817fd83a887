import type { OneFamily } from './estimate.ts';
import type { Profile } from './event-parts.ts';

type Speaker = Pick<Profile, 'model' | 'family'>;

/**
 * Each list has everybody who does one kind of work. Different models of unknown families count as
 * different.
 */
export function oneFamilyOf(
  personas: readonly Speaker[],
  facilitators: readonly Speaker[],
): OneFamily {
  return { personas: areOneFamily(personas), auditor: areOneFamily(facilitators) };
}

function areOneFamily([first, ...others]: readonly Speaker[]): boolean {
  const isAsFirst = ({ model, family }: Speaker) =>
    model === first?.model || (family !== undefined && family === first?.family);
  return others.length > 0 && others.every(isAsFirst);
}
