import { cutText } from '#foundation/cut-text.ts';
import { keepDefined } from '#foundation/keep-defined.ts';
import { BOUNDS } from '../../vocabulary/bounds.ts';
import {
  foldName,
  isOnlyClaimed,
  nameOnRecord,
  spokenNameOf,
  UNKNOWN_NAME,
} from '../../vocabulary/claimed-name.ts';
import type { Design, Reply } from '../../vocabulary/design.ts';
import { A_PERSON, markAsPerson } from '../../vocabulary/impersonation.ts';
import { BEHIND_TOKEN, starterOf } from '../../vocabulary/starter.ts';
import type { Signed, Via } from '../../vocabulary/via.ts';

/** A person by name, and by platform id if known. A claimed name includes how it was claimed. */
type Author = Pick<Reply, 'author' | 'authorId'>;
type Known = Pick<Design, 'replies' | 'lateWords' | 'people' | 'startedBy' | 'thread'>;

/** Who signed, as the author of words. */
export function asAuthor({ by: author, byId: authorId, via }: Signed): Author & Pick<Reply, 'via'> {
  return { author, ...keepDefined({ authorId, via }) };
}

/** The author of words, as who signs what comes of them: by name alone. */
export function asSigned({ author, via }: Pick<Reply, 'author' | 'via'>): Signed {
  return { by: author, via };
}

/**
 * Compares platform ids if there are any, because names are shared and change. Without ids the name
 * decides. A claimed name is never the same as a platform's person.
 */
export function isSameAuthor(one: Author, other: Author): boolean {
  if (one.authorId !== undefined || other.authorId !== undefined)
    return one.authorId === other.authorId;
  return one.author === other.author;
}

export function authorNamesOf(authors: readonly Author[]): string[] {
  return [...new Map(authors.map((each) => [authorKeyOf(each), each.author])).values()];
}

/** The same for everything that one person says. */
export function authorKeyOf({ author, authorId }: Author): string {
  return authorId === undefined ? `by ${author}` : `id ${authorId}`;
}

/** True for a recorded author whose name nobody said. */
export function isUnnamed(author: string): boolean {
  return author.replace(NUMBERED, '') === UNKNOWN_NAME;
}

const NUMBERED = / \(\d{1,4}\)$/;

/**
 * A person's name in a design: their own, marked if it is claimed or reads like a participant's,
 * and numbered if someone else in the design has it. It stays the same as long as their own name
 * does.
 */
export function nameIn(
  design: Known & Pick<Design, 'participants'>,
  { author, authorId, via }: Author & { readonly via?: Via | undefined },
): string {
  if (authorId === undefined || isOnlyClaimed(via)) return nameOnRecord(author, via);
  const most = BOUNDS.personCharacters - `${A_PERSON} (9999)`.length;
  const name = markAsPerson(cutText(author, most), design.participants);
  const participants = peopleIn(design);
  const own = participants.findLast(
    (each) =>
      each.authorId === authorId && [each.author, each.author.replace(NUMBERED, '')].includes(name),
  );
  const people = participants.filter(
    (each) => each.authorId !== undefined && each.authorId !== authorId,
  );
  const others = new Set(people.map((each) => foldName(each.author)));
  let authorName = own?.author ?? name;
  for (let number = 2; own === undefined && others.has(foldName(authorName)); number++)
    authorName = `${name} (${number})`;
  return authorName;
}

/**
 * The fields of a reply that say whose it is. Many people are behind one token, each by the name
 * that they claim.
 */
export function authorFieldsOf({
  author,
  authorId,
  via,
}: Pick<Reply, 'author' | 'authorId' | 'via'>) {
  return { author, ...keepDefined({ authorId: isOnlyClaimed(via) ? undefined : authorId, via }) };
}

/** `true` for a reply of this person; behind a token, of the name that they claim there. */
export function isBy(
  { author, authorId }: Author,
  person: { readonly id: string; readonly name: string },
): boolean {
  if (authorId !== undefined) return authorId === person.id;
  return (
    person.id.startsWith(BEHIND_TOKEN) && foldName(spokenNameOf(author)) === foldName(person.name)
  );
}

/** People whom a design knows by name. */
function peopleIn({ replies, lateWords, people, ...started }: Known): readonly Author[] {
  const starter = starterIn(started);
  return [
    ...(starter.authorId === undefined ? [] : [starter]),
    ...people,
    ...replies,
    ...lateWords,
  ];
}

/** The starter, with their platform id if known. */
function starterIn(design: Pick<Design, 'startedBy' | 'thread'>): Author {
  const { name: author, id } = starterOf(design);
  return id === '' ? { author } : { author, authorId: id };
}
