import { No } from '../../foundation/no.ts';
import { makeVisible } from './printable.ts';

/**
 * A path or name for people and models, always on one line. Git's names are bytes: what is not
 * UTF-8 becomes U+FFFD.
 */
export function showPath(path: string): string {
  return makeVisible(path).replaceAll('\t', '\u2409');
}

/**
 * `true` if the shown form differs from the path, so that other paths may look the same: it does
 * not print, is not UTF-8, or contains a replacement sign.
 */
export function isShownOtherwise(path: string): boolean {
  return showPath(path) !== path || /[\u2400-\u241f\u2421\ufffd]/.test(path);
}

/** The names in a path; none for the top. */
export function parsePath(given: string): readonly string[] | No<string> {
  if (isShownOtherwise(given))
    return new No(
      'A name with characters that do not print, or are not UTF-8, is listed, but cannot be opened.',
    );
  if (/^(?:[/\\]|[A-Za-z]:[/\\])/.test(given)) {
    return new No(
      'Paths start at the top of the repository: give src/main.ts, not an absolute path.',
    );
  }
  const components = given.split('/').filter((name) => name !== '' && name !== '.');
  return components.includes('..')
    ? new No('A path cannot contain "..": give it from the top of the repository.')
    : components;
}
