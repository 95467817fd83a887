import { keepTimeByClock } from '../adapters/schedules/clock.ts';
import { urlsOfHosts } from '../adapters/store/postgres/urls.ts';
import { type CollectionParts, collect, endOfKeeping } from '../runtime/collection/collection.ts';
import type { DailyWork, Schedules } from '../runtime/ports/schedules.ts';
import type { Configuration } from './config.ts';

/** When few are at work, and not at the full hour, when everything else begins. */
const COLLECTION_AT = { hour: 3, minute: 17 } as const;

/** What a fleet does once a day, until it is stopped. Begins at once. */
export async function startUpkeep(
  { databaseUrl, keepDays }: Pick<Configuration, 'databaseUrl' | 'keepDays'>,
  parts: CollectionParts,
): Promise<Schedules> {
  const collection: DailyWork = {
    name: 'collection',
    at: COLLECTION_AT,
    work: async (signal) => {
      await collect(parts, endOfKeeping(parts.clock, keepDays), signal);
    },
  };
  if (databaseUrl === null) return keepTimeByClock(collection, parts);
  // With an embedded store neither driver is needed.
  const { keepTimeOnPostgres } = await import('../adapters/schedules/postgres.ts');
  const { namingUser } = await import('../adapters/store/postgres/connect.ts');
  return keepTimeOnPostgres(collection, { urls: urlsOfHosts(databaseUrl).map(namingUser), log: parts.log });
}
