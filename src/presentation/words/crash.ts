import { describeCrashes } from '../../core/vocabulary/crashes.ts';
import type { FacilitatorRole } from '../../core/vocabulary/event-parts.ts';
import type { EventOf } from '../../core/vocabulary/events.ts';
import { formatTimes } from '../../core/vocabulary/figures.ts';
import { type CrashCause, isOwnCrash } from '../../core/vocabulary/session.ts';
import { listWords } from '../../core/vocabulary/text.ts';
import { bold, type Line, line, untrusted } from '../format/document.ts';

const TITLE_CHARACTERS = 60;
const CAUSE_CHARACTERS = 500;

/** A lost session: first the short cause, last the pointer for the operator. */
export function drawLost(title: string, cause: CrashCause): Line {
  const what = isOwnCrash(cause) ? 'crashed' : 'was stopped';
  return line`${name(title)} ${what}: ${untrusted(sayCrashCause(cause), CAUSE_CHARACTERS * 3)}`;
}

/** In the written example, which shows how a lost session is replaced. */
export const ON_PURPOSE = 'killed on purpose, for this example';

/** The cause, the last lines of the process, and the pointer to the rest, in this order. */
export function sayCrashCause({
  detail,
  lastLines,
  diagnostics,
}: Omit<CrashCause, 'kind'>): string {
  const last = lastLines === undefined ? '' : `; its last lines: ${lastLines}`;
  return `${detail}${last}${diagnostics === '' ? '' : ` [diagnostics: ${diagnostics}]`}`;
}

export function drawReplacing(title: string, origin: EventOf<'session_started'>['origin']): Line {
  switch (origin) {
    case 'retry':
      return line`${name(title)} starts again; there is no second retry.`;
    case 'resume':
      return line`${name(title)} starts again after a stop of Charrette.`;
    case 'first':
    case 'wake':
      return [];
  }
}

/** `replaced once` or `never replaced` */
export function sayReplaced(times: number): string {
  return times === 0 ? 'never replaced' : `replaced ${formatTimes(times)}`;
}

interface Dead {
  readonly title: string;
  /** Its crashes, earliest first. */
  readonly causes: Parameters<typeof describeCrashes>[0];
}

/** Deaths, with equal ones joined: `Ana and Ben crashed once (killed by SIGKILL)` */
export function sayDeaths(dead: readonly Dead[]): string[] {
  return [...Map.groupBy(dead, ({ causes }) => describeCrashes(causes))]
    .filter(([words]) => words !== '')
    .map(([words, all]) => `${listWords(all.map(({ title }) => title))} ${words}`);
}

export function sayStoodIn(titles: readonly string[], role: FacilitatorRole): string {
  return `${listWords(titles)} stood in as ${role}`;
}

function name(title: string) {
  return bold(untrusted(title, TITLE_CHARACTERS));
}
