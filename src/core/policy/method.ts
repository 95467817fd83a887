import type { Design } from '../vocabulary/design.ts';
import type { Settings } from '../vocabulary/events.ts';
import type { Method } from '../vocabulary/method.ts';
import { ROUNDS } from '../vocabulary/round.ts';
import { ROUND_KINDS, type RoundKind } from '../vocabulary/sets.ts';

type WithMethod = Pick<Settings, 'method'>;

/** Tells if the method of a design leaves this part out on purpose. */
export function isLeftOut({ method }: WithMethod, part: NonNullable<Method['without']>[number]): boolean {
  return method?.without?.includes(part) ?? false;
}

/** Tells if one turn of the synthesizer drafts the questions of all. */
export function isDraftedByOne({ settings }: Pick<Design, 'settings'>, kind: RoundKind): boolean {
  return kind === 'questions' && settings.method?.questions === 'one_turn';
}

/** Lists the kinds of rounds that designs of this method can have, in their order. */
export function roundKindsOf({ method }: WithMethod): RoundKind[] {
  const isOn: Partial<Record<RoundKind, boolean>> = {
    restatement: method?.askedAgain !== undefined,
    refutation: method?.refuting !== undefined,
    second_composite: method?.composing !== undefined,
  };
  return ROUND_KINDS.filter((kind) => ROUNDS[kind].isSwitch !== true || isOn[kind] === true);
}
