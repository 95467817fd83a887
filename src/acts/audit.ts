import { UNKNOWN_NAME } from '../core/vocabulary/claimed-name.ts';
import { cutText } from '../core/vocabulary/text.ts';
import { Via } from '../core/vocabulary/via.ts';
import type { AuditEntry, AuditLog } from '../engine/ports/audit-log.ts';
import type { Logins } from '../engine/ports/logins.ts';
import type { Milestones } from '../engine/ports/milestones.ts';
import type { Clock } from '../foundation/clock.ts';
import { DAY_MS } from '../foundation/day.ts';
import type { Log } from '../foundation/log.ts';

export interface AuditParts {
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly log: Log;
  readonly redact: (text: string) => string;
}

export type Act = Omit<AuditEntry, 'at'>;

const [WHO_CHARACTERS, DETAIL_CHARACTERS] = [200, 500];

/**
 * Notes an act, redacted (D6). Never rejects: a failed note does not undo an act. The operator's log then has
 * everything that the note would contain.
 */
export async function noteAct({ audit, clock, log, redact }: AuditParts, act: Act): Promise<void> {
  const entry = {
    ...act,
    at: clock.now(),
    who: line(redact(act.who), WHO_CHARACTERS) || 'unknown',
    detail: line(redact(act.detail), DETAIL_CHARACTERS),
  };
  try {
    await audit.note(entry);
  } catch (error) {
    const { who, what, via, designId, outcome } = entry;
    log.error('act_not_noted', { who, what, via, designId, outcome, error });
  }
}

/** Names the actor: the person, or for an unknown person their token. */
export function whoActed(name: string | undefined, via: Via): string {
  return name === undefined || name === UNKNOWN_NAME ? (via.token ?? 'unknown') : name;
}

/** How a person of this platform came in; an unknown platform is recorded in the token's place. */
export function viaOfPlatform(platform: string): Via {
  return Via.safeParse({ way: platform }).data ?? { way: 'api', token: platform.slice(0, 60) };
}

/** Removes old entries; run once a day. Logs a failure; the next day's run makes up for it. */
export async function forgetOldEntries(
  { audit, clock, log }: Pick<AuditParts, 'audit' | 'clock' | 'log'>,
  auditDays: number,
): Promise<void> {
  try {
    const removed = await audit.forgetEntries(clock.now() - auditDays * DAY_MS);
    if (removed > 0) log.info('audit_entries_removed', { removed });
  } catch (error) {
    log.error('audit_entries_not_removed', { error });
  }
}

/** Milliseconds for which a list of designs can be followed from an earlier position. */
const FOLLOWED_MS = 30 * DAY_MS;

/**
 * Removes logins that ended this many days ago, and old positions of followed lists. Logs a failure; the next day's run
 * makes up for it.
 */
export async function forgetOldLogins(
  { logins, milestones, clock, log }: Pick<AuditParts, 'clock' | 'log'> & Forgetful,
  auditDays: number,
): Promise<void> {
  try {
    const now = clock.now();
    const removed = await logins.forget(now - auditDays * DAY_MS);
    const positions = await milestones.forget(now - FOLLOWED_MS);
    if (removed + positions > 0) log.info('passes_removed', { removed, positions });
  } catch (error) {
    log.error('passes_not_removed', { error });
  }
}

interface Forgetful {
  readonly logins: Pick<Logins, 'forget'>;
  readonly milestones: Pick<Milestones, 'forget'>;
}

function line(text: string, characters: number): string {
  const plain = text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]+/gu, ' ').trim();
  return cutText(plain, characters, '…');
}
