import { FACILITATOR_ROLES } from '../../core/vocabulary/events.ts';
import type { Problem } from './problem.ts';
import type { ProfileDraft } from './profile.ts';

export interface RosterEntry {
  readonly file: string;
  /** `undefined` where not even the front-matter could be read. */
  readonly draft: ProfileDraft | undefined;
}

/** Finds problems that only show across all files. */
export function checkRoster(folder: string, entries: readonly RosterEntry[]): Problem[] {
  return [
    ...taken(entries, 'name'),
    ...taken(entries, 'title'),
    ...taken(entries, 'reads'),
    ...roles(folder, entries),
  ];
}

/**
 * Finds what two files share. A name is an id; titles tell people who signs and who dissents, so no two may read alike; and of
 * personas that read the same places, any few that are picked may be one.
 */
function taken(entries: readonly RosterEntry[], field: 'name' | 'title' | 'reads'): Problem[] {
  const first = new Map<string, string>();
  const problems: Problem[] = [];
  for (const { file, draft } of entries) {
    for (const value of [draft?.[field] ?? []].flat()) {
      const other = first.get(bare(value));
      first.set(bare(value), other ?? file);
      if (other === undefined) continue;
      const reason = `the ${field === 'reads' ? 'entry of reads' : field} "${value}" is taken by ${other}`;
      problems.push({ file, line: draft?.lineOf(field) ?? 1, reason });
    }
  }
  return problems;
}

/** Strips case, accents, and characters that readers do not see. */
function bare(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f\p{Cf}]/gu, '')
    .replaceAll(/\s+/g, ' ')
    .toLowerCase();
}

function roles(folder: string, entries: readonly RosterEntry[]): Problem[] {
  // A file whose role could not be read may be the missing one, and already has a problem.
  const someUnknown = entries.some(({ draft }) => draft?.role === undefined);
  const problems: Problem[] = [];
  const missing = (reason: string): void => {
    if (!someUnknown) problems.push({ file: folder, line: 1, reason });
  };
  if (!entries.some(({ draft }) => draft?.role === 'persona'))
    missing('there is no persona: no file has "role: persona"');
  for (const role of FACILITATOR_ROLES) {
    const [first, ...others] = entries.filter(({ draft }) => draft?.role === role);
    if (first === undefined) missing(`there is no ${role}: one file must have "role: ${role}"`);
    for (const { file, draft } of others) {
      const reason = `there must be one ${role}, and ${first?.file} is it`;
      problems.push({ file, line: draft?.lineOf('role') ?? 1, reason });
    }
  }
  return problems;
}
