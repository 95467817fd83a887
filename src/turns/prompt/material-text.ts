import type { Profile } from '../../core/vocabulary/event-parts.ts';
import { cutText } from '../../foundation/cut-text.ts';

const SOURCE_CHARACTERS = 120;

/**
 * Wraps untrusted text so that it is not taken for instructions: the text cannot close its tag, and
 * the source cannot break out of its attribute. No other code writes these tags.
 */
export function wrapMaterial(source: string, text: string): string {
  const label = cutText(source.replace(/[<>"&\s]+/g, ' '), SOURCE_CHARACTERS);
  return `<material source="${label}">\n${text.replace(/<(?=\/?material)/gi, '&lt;')}\n</material>`;
}

/** A fact that a submission may refer to: `Open differences: 1, 2`; empty for none. */
export function listItems(name: string, items: readonly string[]): string {
  return items.length === 0 ? '' : `${name}: ${items.join(', ')}`;
}

/** The first `maxCharacters` of a text, followed by the number of characters left out. */
export function shortenMaterial(text: string, maxCharacters: number): string {
  const beginning = cutText(text, maxCharacters);
  const leftOut = text.length - beginning.length;
  return leftOut === 0 ? text : `${beginning}\n[cut here: ${leftOut} more characters]`;
}

/**
 * Removes an author's title and id from its own words, in case it signed them: as whole words
 * outside of paths. Compares plain text, without a pattern made of a title.
 */
export function removeName(text: string, author: Pick<Profile, 'id' | 'title'>): string {
  const { id, title } = author;
  const names = [title, title.toLowerCase(), title.toUpperCase(), id].filter(
    (name) => name.length > 2,
  );
  return names.reduce((textSoFar, name) => {
    const [first = '', ...rest] = textSoFar.split(name);
    return rest.reduce((before, after) => {
      const isPart = GOES_BEFORE.test(before.slice(-2)) || GOES_ON.test(after.slice(0, 2));
      const author = HAS_ARTICLE.test(before.slice(-5)) ? 'author' : 'the author';
      return `${before}${isPart ? name : author}${after}`;
    }, first);
  }, text);
}

const HAS_ARTICLE = /(?:^|\s)the $/i;
/** Characters beside a name that make it part of a longer word or a path. */
const GOES_BEFORE = /(?:[\p{L}\p{N}./]|[\p{L}\p{N}][_-])$/u;
const GOES_ON = /^(?:[\p{L}\p{N}/]|[._-][\p{L}\p{N}])/u;
