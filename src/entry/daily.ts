import { forgetOldEntries, forgetOldLogins } from '../acts/audit.ts';
import { type DailyWork, keepDaily } from '../engine/daily-work.ts';
import type { Engine } from '../engine/engine.ts';
import type { Leadership } from '../engine/ownership/leadership.ts';
import { endOfKeeping, upkeep } from '../record/collection.ts';
import type { Configuration } from './config.ts';

/** Time when few are at work, and not at the full hour, when everything else begins. */
const COLLECTION_AT = { hour: 3, minute: 17 } as const;

/** Days that an entry of the audit log is kept (D8): a year, so that each yearly review finds them. */
const AUDIT_DAYS = 365;

/** Keeps the daily work of the fleet: collecting. */
export function keepDailyWork({ keepDays }: Pick<Configuration, 'keepDays'>, { parts }: Engine): Leadership {
  const collection: DailyWork['work'] = async (signal) => {
    await forgetOldEntries(parts, AUDIT_DAYS);
    await forgetOldLogins(parts, AUDIT_DAYS);
    await upkeep(parts, endOfKeeping(parts.clock, keepDays), signal);
  };
  return keepDaily({ name: 'collection', at: COLLECTION_AT, work: collection }, parts);
}
