import { BOUNDS } from '../vocabulary/bounds.ts';
import { isOnlyClaimed, nameOnRecord } from '../vocabulary/claimed-name.ts';
import type { Design, Reply } from '../vocabulary/design.ts';
import { A_PERSON, asPerson } from '../vocabulary/impersonation.ts';
import { starterOf } from '../vocabulary/starter.ts';
import { cutText } from '../vocabulary/text.ts';
import type { Via } from '../vocabulary/via.ts';

/** A person by name, and by their id where a platform has told it. A name that was only claimed says so, and by which way. */
export type Author = Pick<Reply, 'author' | 'authorId'>;
type Known = Pick<Design, 'replies' | 'lateWords' | 'people' | 'startedBy' | 'thread'>;

/**
 * Names are shared and change: they tell who somebody is only where no platform has said so. Claimed by the same token, or at a
 * terminal, they are a person's; never that of a platform who has the same name.
 */
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
 * The name that a person has in a design: their own, with the words that it was claimed, or that it is a person's where it reads
 * like a participant's, or with a number behind it where somebody else has that name there already. They keep it as long as their
 * own name stays the same.
 */
export function nameIn(
  design: Known & Pick<Design, 'participants'>,
  { author, authorId, via }: Author & { readonly via?: Via | undefined },
): string {
  if (authorId === undefined || isOnlyClaimed(via)) return nameOnRecord(author, via);
  const most = BOUNDS.personCharacters - `${A_PERSON} (9999)`.length;
  const name = asPerson(cutText(author, most), design.participants);
  const known = knownIn(design);
  const own = known.findLast(
    (each) => each.authorId === authorId && [each.author, each.author.replace(NUMBERED, '')].includes(name),
  );
  const people = known.filter((each) => each.authorId !== undefined && each.authorId !== authorId);
  const others = new Set(people.map((each) => seen(each.author)));
  let found = own?.author ?? name;
  for (let number = 2; own === undefined && others.has(seen(found)); number++) found = `${name} (${number})`;
  return found;
}

/** Names under which a design knows people. */
export function knownIn({ replies, lateWords, people, ...started }: Known): readonly Author[] {
  const starter = starterIn(started);
  return [...(starter.authorId === undefined ? [] : [starter]), ...people, ...replies, ...lateWords];
}

/** The person who has started a design, with their id where the platform has told it. */
export function starterIn(design: Pick<Design, 'startedBy' | 'thread'>): Author {
  const { name: author, id } = starterOf(design);
  return id === '' ? { author } : { author, authorId: id };
}
