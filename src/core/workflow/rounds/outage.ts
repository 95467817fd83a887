import type { Design } from '../../vocabulary/design.ts';
import { isEmptyHanded, type Round } from '../../vocabulary/round.ts';
import { CAUSES, type Cause, OUTAGES } from '../../vocabulary/sets.ts';

type Turns = Pick<Design, 'turns'>;

/** Causes that a retry would meet again until a person acts. */
const IS_PERMANENT: ReadonlySet<Cause> = new Set([
  ...OUTAGES.filter((outage) => outage !== 'unreachable'),
  'invalid_request',
  'context_exceeded',
  'request_too_large',
]);

/**
 * The cause of an empty round: that of most of its turns, the gravest among equals. `null` if the round brought
 * something.
 */
export function causeIn({ turns }: Turns, round: Round): Cause | null {
  if (!isEmptyHanded(round) || round.excused.length === 0) return null;
  const met = turns.flatMap(({ roundId, error }) => (roundId === round.id ? (error?.class ?? []) : []));
  const known = met.flatMap((each) => CAUSES.find((cause) => cause === each) ?? []);
  const most = CAUSES.map((cause) => ({ cause, count: known.filter((each) => each === cause).length }));
  const [first] = most.toSorted((one, other) => other.count - one.count);
  if (first !== undefined && first.count > 0) return first.cause;
  const [{ reason } = { reason: null }] = round.excused;
  return reason === 'dead' ? 'session_lost' : reason === 'timed_out' ? 'round_deadline' : 'unknown';
}

/** The endpoint's or code's own words for this cause; empty for none. */
export function saidOf({ turns }: Turns, { id }: Round, cause: Cause): string {
  return (
    turns.findLast(({ roundId, error }) => roundId === id && error?.class === cause)?.error?.message ?? ''
  );
}

/** `true` if a person can remove the cause while the design waits. */
export function isMendable(cause: Cause): boolean {
  return cause === 'invalid_request' || OUTAGES.some((outage) => outage === cause);
}

/** The cause of an empty last round; `null` if that round brought something. */
export function lastCause(design: Pick<Design, 'turns' | 'rounds'>): Cause | null {
  const round = design.rounds.at(-1);
  return round === undefined ? null : causeIn(design, round);
}

export function isPermanent(cause: Cause): boolean {
  return IS_PERMANENT.has(cause);
}

/** `true` if another run would end the same way until someone acts (A21). */
export function mustFailAgain(design: Pick<Design, 'turns' | 'rounds'>): boolean {
  const cause = lastCause(design);
  return cause !== null && isPermanent(cause);
}
