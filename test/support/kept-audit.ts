import type { AuditParts } from '../../src/acts/audit.ts';
import { systemClock } from '../../src/adapters/system/clock.ts';
import type { AuditEntry } from '../../src/engine/ports/audit-log.ts';
import { keptLog } from './child-sessions.ts';

/** Parts of an engine that note acts in a list. */
export function keptAudit(): AuditParts & { readonly noted: readonly AuditEntry[] } {
  const noted: AuditEntry[] = [];
  const clock = { now: systemClock.now, at: () => new DisposableStack() };
  return {
    noted,
    clock,
    log: keptLog(),
    redact: (text) => text,
    audit: {
      note: async (entry) => void noted.push(entry),
      entries: async () => noted,
      forgetEntries: async () => 0,
    },
  };
}
