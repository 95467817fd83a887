import { forgetOldEntries, forgetOldLogins } from '../acts/audit.ts';
import { type DailyWork, keepDaily } from '../engine/daily-work.ts';
import type { Engine } from '../engine/engine.ts';
import type { Leadership } from '../engine/ownership/leadership.ts';
import { endOfKeeping, upkeep } from '../record/collection.ts';
import type { Configuration } from './config.ts';

/** Few people work then, and little else starts at that minute. */
const COLLECTION_AT = { hour: 3, minute: 17 } as const;

/** Days to keep an audit entry (D8): a year, for a yearly review. */
const AUDIT_DAYS = 365;

export function keepDailyWork({ keepDays }: Pick<Configuration, 'keepDays'>, { parts }: Engine): Leadership {
  const collection: DailyWork['work'] = async (signal) => {
    await forgetOldEntries(parts, AUDIT_DAYS);
    await forgetOldLogins(parts, AUDIT_DAYS);
    await upkeep(parts, endOfKeeping(parts.clock, keepDays), signal);
  };
  return keepDaily({ name: 'collection', at: COLLECTION_AT, work: collection }, parts);
}
