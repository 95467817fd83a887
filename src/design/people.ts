import type { Person, Reply } from './events.ts';

/** A name that came with a request, and that nobody has checked, is shown as claimed (D8). */
export function nameOf(person: Pick<Person, 'name' | 'via'> | null): string {
  if (person === null || person.name.trim() === '') return 'Somebody';
  const isClaimed = person.via === 'http' || person.via === 'mcp';
  return isClaimed ? `${person.name} (name not checked)` : person.name;
}

export function nameOfAuthor({ author, via }: Pick<Reply, 'author' | 'via'>): string {
  return nameOf({ name: author, via });
}
