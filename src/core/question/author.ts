import type { Design, Reply } from '../vocabulary/design.ts';
import { BOUNDS } from '../vocabulary/events.ts';
import { cutText } from '../vocabulary/text.ts';

type Author = Pick<Reply, 'author' | 'authorId'>;
type Known = Pick<Design, 'replies' | 'lateWords' | 'people' | 'startedBy' | 'thread'>;

/** Names are shared and change: they tell who somebody is only where no platform has said so. */
export function isSameAuthor(one: Author, other: Author): boolean {
  if (one.authorId !== undefined || other.authorId !== undefined) return one.authorId === other.authorId;
  return one.author === other.author;
}

/** The names of these people, each person once, by the newest name. */
export function namesOf(authors: readonly Author[]): string[] {
  const names = new Map(
    authors.map(({ author, authorId }) => [JSON.stringify([authorId ?? [author]]), author]),
  );
  return [...names.values()];
}

const NUMBERED = / \(\d{1,4}\)$/;

/** Reduces a name to the part that people see: no marks without a width, and no difference of case or form. */
function seen(name: string): string {
  return name
    .normalize('NFKC')
    .replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '')
    .toLowerCase();
}

/**
 * The name that a person has in a design: their own, with a number behind it where somebody else, or a participant, has
 * that name there already. They keep it as long as their own name stays the same.
 */
export function nameIn(design: Known & Pick<Design, 'participants'>, { author, authorId }: Author): string {
  const name = cutText(author, BOUNDS.personCharacters - ' (9999)'.length);
  if (authorId === undefined) return cutText(author, BOUNDS.personCharacters);
  const known = knownIn(design);
  const own = known.findLast(
    (each) => each.authorId === authorId && [each.author, each.author.replace(NUMBERED, '')].includes(name),
  );
  const people = known.filter((each) => each.authorId !== undefined && each.authorId !== authorId);
  const others = new Set(
    [...people.map((each) => each.author), ...design.participants.map(({ title }) => title)].map(seen),
  );
  let found = own?.author ?? name;
  for (let number = 2; own === undefined && others.has(seen(found)); number++) found = `${name} (${number})`;
  return found;
}

/** Names under which a design knows people. */
export function knownIn({ replies, lateWords, people, startedBy, thread }: Known): readonly Author[] {
  const starter =
    thread === null || thread.starter === '' ? [] : [{ author: startedBy, authorId: thread.starter }];
  return [...starter, ...people, ...replies, ...lateWords];
}
