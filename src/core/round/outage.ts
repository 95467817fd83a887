import type { Design } from '../vocabulary/design.ts';
import type { Round } from '../vocabulary/round.ts';
import { OUTAGES, type Outage } from '../vocabulary/sets.ts';

/**
 * Returns the reason for which nobody in this round could use the model, where it is one for all of them: what is asked next meets
 * it again, until a person has done something about it. `null` for anything else.
 */
export function outageIn({ turns }: Pick<Design, 'turns'>, { id, contributed }: Round): Outage | null {
  if (contributed.length > 0) return null;
  const failed = turns.filter(({ roundId, error }) => roundId === id && error !== null);
  const classes = new Set(failed.map(({ error }) => error?.class));
  return classes.size === 1 ? (OUTAGES.find((outage) => classes.has(outage)) ?? null) : null;
}
