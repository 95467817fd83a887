import { printable } from './printable.ts';

/**
 * Names in a repository are bytes, and are read as UTF-8: what is none of it in a name is U+FFFD. A path or name for people and
 * models, always one line, which can be given back as a path.
 */
export function showPath(path: string): string {
  return printable(path).replaceAll('\t', '\u2409');
}

/** Why history and blame cannot be shown for a name that is not UTF-8: git takes it as an argument, which is text. */
export function whyNotNamed(shown: string): string {
  return `The name ${shown} is not UTF-8: read_file can show the file, history and blame cannot be asked for it.`;
}

type ParsedPath =
  | { readonly ok: true; readonly components: readonly string[] }
  | { readonly ok: false; readonly reason: string };

/** Takes a path apart into the names of its folders; none for the top. Says why a path is refused. */
export function parsePath(given: string): ParsedPath {
  if (given.includes('\0')) return refused('A path cannot contain a NUL character.');
  if (/^(?:[/\\]|[A-Za-z]:[/\\])/.test(given)) {
    return refused('Paths start at the top of the repository: give src/main.ts, not an absolute path.');
  }
  const components = given.split('/').filter((name) => name !== '' && name !== '.');
  return components.includes('..')
    ? refused('A path cannot contain "..": give it from the top of the repository.')
    : { ok: true, components };
}

function refused(reason: string): ParsedPath {
  return { ok: false, reason };
}
