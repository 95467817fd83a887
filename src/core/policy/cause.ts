import type { Design } from '../vocabulary/design.ts';
import { isEmptyHanded, type Round } from '../vocabulary/round.ts';
import { CAUSES, type Cause, causeOfClass, type MetCause } from '../vocabulary/sets.ts';

type Turns = Pick<Design, 'turns'>;

/** Causes that a retry would meet again until a person acts. */
const IS_PERMANENT: ReadonlySet<Cause> = new Set([
  'refused_key',
  'unknown_model',
  'model_retired',
  'wrong_address',
  'refused_form',
  'too_long',
]);
/** Causes that a person can remove while the design waits. */
const IS_MENDABLE: ReadonlySet<Cause> = new Set([
  'refused_key',
  'unknown_model',
  'model_retired',
  'wrong_address',
  'unreachable',
  'refused_form',
  'out_of_memory',
  'calls_as_text',
]);

/**
 * The cause of an empty round: that of most of its turns, the gravest among equals. `null` if the
 * round brought something.
 */
export function findCause({ turns }: Turns, round: Round): MetCause | null {
  if (!isEmptyHanded(round) || round.excused.length === 0) return null;
  const classes = turns.flatMap(({ roundId, error }) =>
    roundId === round.id ? (error?.class ?? []) : [],
  );
  const met = CAUSES.filter((cause) => cause !== 'unknown').map((cause) => ({
    cause,
    of: classes.filter((each) => causeOfClass(each) === cause),
  }));
  const [most] = met.toSorted((one, other) => other.of.length - one.of.length);
  const detail = most?.of.at(-1);
  if (most !== undefined && detail !== undefined) return { cause: most.cause, detail };
  const [{ reason } = { reason: null }] = round.excused;
  const cause =
    reason === 'dead' ? 'session_lost' : reason === 'timed_out' ? 'out_of_time' : 'unknown';
  return { cause, detail: '' };
}

export const UNKNOWN_CAUSE: MetCause = { cause: 'unknown', detail: '' };

/** The endpoint's or code's own words for this cause; empty for none. */
export function causeWordsOf({ turns }: Turns, { id }: Round, { detail }: MetCause): string {
  const its = turns.findLast(({ roundId, error }) => roundId === id && error?.class === detail);
  return its?.error?.message ?? '';
}

export function isMendable(cause: Cause): boolean {
  return IS_MENDABLE.has(cause);
}

/** The cause of an empty last round; `null` if that round brought something. */
export function findLastCause(design: Pick<Design, 'turns' | 'rounds'>): MetCause | null {
  const round = design.rounds.at(-1);
  return round === undefined ? null : findCause(design, round);
}

export function isPermanent(cause: Cause): boolean {
  return IS_PERMANENT.has(cause);
}
