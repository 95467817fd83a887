import type { Design, Reply } from '../design.ts';
import { BOUNDS } from '../events.ts';
import { cutText } from '../text.ts';

type Author = Pick<Reply, 'author' | 'authorId'>;

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

/**
 * The name that a person has in a design: their own, with a number behind it where somebody else has that name there already.
 * They keep it as long as their own name stays the same.
 */
export function nameIn(
  design: Pick<Design, 'replies' | 'lateWords' | 'people' | 'startedBy' | 'thread'>,
  { author, authorId }: Author,
): string {
  const name = cutText(author, BOUNDS.personCharacters - ' (9999)'.length);
  if (authorId === undefined) return cutText(author, BOUNDS.personCharacters);
  const known = knownIn(design);
  const own = known.findLast(
    (each) => each.authorId === authorId && [each.author, each.author.replace(NUMBERED, '')].includes(name),
  );
  const others = new Set(
    known
      .filter((each) => each.authorId !== undefined && each.authorId !== authorId)
      .map((each) => each.author),
  );
  let found = own?.author ?? name;
  for (let number = 2; own === undefined && others.has(found); number++) found = `${name} (${number})`;
  return found;
}

/** Under which names a design knows people. */
export function knownIn({
  replies,
  lateWords,
  people,
  startedBy,
  thread,
}: Parameters<typeof nameIn>[0]): readonly Author[] {
  const starter =
    thread === null || thread.starter === '' ? [] : [{ author: startedBy, authorId: thread.starter }];
  return [...starter, ...people, ...replies, ...lateWords];
}
