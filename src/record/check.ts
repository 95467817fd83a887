import { cutText } from '../foundation/cut-text.ts';
import { CHARRETTE_VERSION } from '../foundation/version.ts';

/**
 * Result of one check. `skipped`: nothing to check. `not verified`: the check could not be made, so
 * the bundle is not verified either.
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

/**
 * Differences from what this version makes of the events. Only the version that wrote them is bound
 * to make the same.
 */
interface Remade {
  readonly writer: string;
  readonly problems: readonly string[];
}

/**
 * Passes without problems; otherwise fails with the first ten. Problems in what another version
 * made are not verified.
 */
export function judgeCheck(
  name: Check['name'],
  lasting: readonly string[],
  words: string,
  remade: Remade = { writer: CHARRETTE_VERSION, problems: [] },
): Check {
  const isOwn = remade.writer === CHARRETTE_VERSION;
  const problems = isOwn ? [...lasting, ...remade.problems] : lasting;
  if (problems.length === 0)
    return remade.problems.length === 0
      ? { name, result: 'passed', words }
      : leaveUnverified(name, `written by ${remade.writer}`);
  const shownProblems = problems.slice(0, 10).join('; ');
  const more = problems.length > 10 ? `; and ${problems.length - 10} more` : '';
  return { name, result: 'failed', words: `${shownProblems}${more}` };
}

export function leaveUnverified(name: Check['name'], words: string): Check {
  return { name, result: 'not verified', words };
}

export function skip(name: Check['name'], words: string): Check {
  return { name, result: 'skipped', words };
}

/** Quotes a name from a possibly hostile bundle for a terminal. */
export function quoteName(name: string): string {
  return JSON.stringify(cutText(name, 100));
}
