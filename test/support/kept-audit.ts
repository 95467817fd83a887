import { systemClock } from '../../src/adapters/system/clock.ts';
import type { AuditParts } from '../../src/runtime/audit.ts';
import type { AuditEntry } from '../../src/runtime/ports/audit-log.ts';
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
