/**
 * Result of one check. `skipped`: nothing to check. `not verified`: the check could not be made, so the bundle is not
 * verified either.
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
    | 'turns'
    | 'head'
    | 'store';
  readonly result: 'passed' | 'failed' | 'not verified' | 'skipped';
  readonly words: string;
}

/** Passes without problems; otherwise fails with the first ten. */
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

/** Quotes a name from a possibly hostile bundle for a terminal. */
export function shown(name: string): string {
  return JSON.stringify(name.slice(0, 100));
}
