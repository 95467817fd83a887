import { makePrintable } from './printable.ts';

/** A path or name for people and models, always on one line. Git's names are bytes: what is not UTF-8 becomes U+FFFD. */
export function showPath(path: string): string {
  return makePrintable(path).replaceAll('\t', '\u2409');
}

/**
 * `true` if the shown form differs from the path, so that other paths may look the same: it does not print, is not UTF-8, or
 * contains a replacement sign.
 */
export function isShownOtherwise(path: string): boolean {
  return showPath(path) !== path || /[\u2400-\u241f\u2421\ufffd]/.test(path);
}

type ParsedPath =
  | { readonly ok: true; readonly components: readonly string[] }
  | { readonly ok: false; readonly reason: string };

/** The names in a path; none for the top. `reason`: why the path is refused. */
export function parsePath(given: string): ParsedPath {
  if (isShownOtherwise(given))
    return refuse(
      'A name with characters that do not print, or are not UTF-8, is listed, but cannot be opened.',
    );
  if (/^(?:[/\\]|[A-Za-z]:[/\\])/.test(given)) {
    return refuse('Paths start at the top of the repository: give src/main.ts, not an absolute path.');
  }
  const components = given.split('/').filter((name) => name !== '' && name !== '.');
  return components.includes('..')
    ? refuse('A path cannot contain "..": give it from the top of the repository.')
    : { ok: true, components };
}

function refuse(reason: string): ParsedPath {
  return { ok: false, reason };
}
