import { forgetOldEntries, forgetOldPasses } from '../runtime/audit.ts';
import { endOfKeeping, upkeep } from '../runtime/collection/collection.ts';
import { type DailyWork, keepDaily } from '../runtime/daily-work.ts';
import type { Engine } from '../runtime/engine/engine.ts';
import type { Leadership } from '../runtime/leadership.ts';
import { type RecheckParts, recheckAll } from '../runtime/recheck.ts';
import { type ScrubParts, scrub } from '../runtime/scrub/scrub.ts';
import type { Configuration } from './config.ts';

/** Time when few are at work, and not at the full hour, when everything else begins. */
const COLLECTION_AT = { hour: 3, minute: 17 } as const;

/** Before the collection, so that nothing is removed that a scrub has not seen. */
const SCRUB_AT = { hour: 2, minute: 41 } as const;

/** Before people come to work, who read in their threads what was found. */
const RECHECK_AT = { hour: 5, minute: 9 } as const;

type Parts = Pick<ScrubParts, 'heads' | 'keys'> & Omit<RecheckParts, 'engine'> & { readonly engine: Engine };

/** Keeps the daily work of the fleet: collecting, checking the store and, where the settings ask for it, looking again at decisions. */
export function keepDailyWork(configuration: Configuration, given: Parts): Leadership[] {
  const { engine, heads, keys } = given;
  const { parts } = engine;
  const { auditDays, keepDays, recheckDays } = configuration;
  const collection: DailyWork['work'] = async (signal) => {
    await forgetOldEntries(parts, auditDays);
    await forgetOldPasses(parts, auditDays);
    await upkeep(parts, endOfKeeping(parts.clock, keepDays), signal);
  };
  const setAside: ScrubParts['setAside'] = (id, broken) => engine.setAside(id, broken);
  const check: DailyWork['work'] = async (signal) => {
    await scrub({ ...parts, heads, keys, setAside }, signal);
  };
  const all: DailyWork[] = [
    { name: 'collection', at: COLLECTION_AT, work: collection },
    { name: 'scrub', at: SCRUB_AT, work: check },
  ];
  if (recheckDays !== null)
    all.push({ name: 'recheck', at: RECHECK_AT, work: (signal) => recheckAll(given, recheckDays, signal) });
  return all.map((each) => keepDaily(each, parts));
}
