import type { Outcome } from '../../outcome/outcome.ts';
import type { partOf } from '../../outcome/participation.ts';
import { allDeadWords, deathsWords } from './crash.ts';

export function takenPartWords({
  personas,
  proposed,
  toTheEnd,
  lost,
  wasToBeSigned,
}: Outcome['takenPart']): string {
  const dead = deathsWords(lost);
  const names = dead.length === 0 ? '' : ` (${dead.join('; ')})`;
  if (toTheEnd > 0) return `${toTheEnd} of ${personas} took part to the end${names}`;
  // All died alike, so one line says it.
  if (lost.length === personas && dead.length === 1) return allDeadWords(lost);
  const asked = wasToBeSigned ? 'nobody has signed or dissented' : 'nobody was asked to sign';
  return `${proposed} of ${personas} wrote a proposal${names}; ${asked}`;
}

export const PART_WORDS: Record<ReturnType<typeof partOf>, string> = {
  to_the_end: 'there to the end',
  until_stopped: 'there until it stopped',
  no_proposal: 'wrote no proposal',
  not_signed: 'wrote a proposal, and neither signed nor dissented',
  not_asked_to_sign: 'wrote a proposal, and was not asked to sign',
};
