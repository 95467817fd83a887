import { foldName, readsAsClaimed } from './claimed-name.ts';
import { ROLES } from './sets.ts';

interface Named {
  readonly id: string;
  readonly title: string;
}

const OWN_NAMES = ['Charrette', ...ROLES];

export const A_PERSON = ' (a person)';

/**
 * A platform's name for a person, who cannot change it here. A name that reads like a
 * participant's, the bot's or a claimed one gets *(a person)*. A claimed name needs no such mark:
 * it always says how it was claimed.
 */
export function markAsPerson(name: string, participants: readonly Named[]): string {
  const taken = [...OWN_NAMES, ...participants.flatMap(({ id, title }) => [id, title])];
  const isTaken =
    lettersOf(name) !== '' && taken.some((each) => lettersOf(each) === lettersOf(name));
  return isTaken || readsAsClaimed(name) ? `${name}${A_PERSON}` : name;
}

function lettersOf(name: string): string {
  return foldName(name).replaceAll(/[^\p{L}\p{N}]/gu, '');
}
