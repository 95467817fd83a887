/**
 * One thing that was checked, in words for people. `skipped`: there is nothing of the kind to check. `not verified`: there
 * is, and it could not be; then the bundle is not verified.
 */
export interface Check {
  readonly name:
    | 'folder'
    | 'manifest'
    | 'files'
    | 'events'
    | 'seals'
    | 'decision'
    | 'outcome'
    | 'texts'
    | 'head';
  readonly result: 'passed' | 'failed' | 'not verified' | 'skipped';
  readonly words: string;
}

/** Passed when there are no problems; otherwise they are named, the first ten of them. */
export function verdict(name: Check['name'], problems: readonly string[], words: string): Check {
  if (problems.length === 0) return { name, result: 'passed', words };
  const shownProblems = problems.slice(0, 10).join('; ');
  const more = problems.length > 10 ? `; and ${problems.length - 10} more` : '';
  return { name, result: 'failed', words: `${shownProblems}${more}` };
}

export function notVerified(name: Check['name'], words: string): Check {
  return { name, result: 'not verified', words };
}

export function skipped(name: Check['name'], words: string): Check {
  return { name, result: 'skipped', words };
}

/** A name out of a bundle that may be hostile, fit for a terminal. */
export function shown(name: string): string {
  return JSON.stringify(name.slice(0, 100));
}
