import { policyOf } from '../policy/decision-policy.ts';
import { personOnRecord } from '../vocabulary/claimed-name.ts';
import type { Afterwards, Design } from '../vocabulary/design.ts';
import type { DesignEvent } from '../vocabulary/events.ts';
import type { DivergenceId } from '../vocabulary/ids.ts';

type Of<Type extends Afterwards['type']> = Extract<Afterwards, { readonly type: Type }>;
type After = Pick<Design, 'afterwards'>;

/** How a decision stands after the end. `decided`: nobody has judged it, or not enough have. */
export const STANDINGS = ['decided', 'accepted', 'declined', 'superseded'] as const;
export type Standing = (typeof STANDINGS)[number];

/** The newest verdict of each person, by whatever way they came in, in the order of those. */
export function verdictsOf(design: After): Of<'decision_judged'>[] {
  const newest = new Map<string, Of<'decision_judged'>>();
  for (const event of design.afterwards) {
    if (event.type !== 'decision_judged') continue;
    const person = personOnRecord(event.by, event.via);
    newest.delete(person);
    newest.set(person, event);
  }
  return [...newest.values()];
}

/**
 * How the decision stands. A person who declines is heard before those who accept, until they change their mind; `needed`: how many
 * have to accept it, by the policy of the design.
 */
export function standingOf(
  design: Pick<Design, 'afterwards' | 'settings'>,
  needed = policyOf(design.settings).acceptances,
): Standing {
  if (supersededBy(design) !== null) return 'superseded';
  const verdicts = verdictsOf(design);
  if (verdicts.some(({ verdict }) => verdict === 'declined')) return 'declined';
  return verdicts.length > 0 && verdicts.length >= needed ? 'accepted' : 'decided';
}

/** The newest assignment of a step; `null` where nobody has it. */
export function assigneeOf(design: After, step: number): Of<'step_assigned'> | null {
  const newest = design.afterwards.findLast((event) => event.type === 'step_assigned' && event.step === step);
  return newest?.type === 'step_assigned' && newest.to !== '' ? newest : null;
}

/** The newest position that a person has settled a difference with after the end, empty for leaving it open; `null` where nobody has. */
export function settledAfterwardsOf(design: After, id: DivergenceId): Of<'point_settled'> | null {
  const newest = design.afterwards.findLast(
    (event) => event.type === 'point_settled' && event.divergenceId === id,
  );
  return newest?.type === 'point_settled' ? newest : null;
}

/** Tells if a person has settled a difference after the end, and nobody has left it open again since. */
export function isSettledAfterwards(design: After, id: DivergenceId): boolean {
  return (settledAfterwardsOf(design, id)?.position ?? '') !== '';
}

/** The design that has decided otherwise since; `null` for none. */
export function supersededBy(design: After): Of<'decision_superseded'> | null {
  const newest = design.afterwards.findLast(({ type }) => type === 'decision_superseded');
  return newest?.type === 'decision_superseded' ? newest : null;
}

/** The questions that were asked about the decision, with their answers. */
export function questionsAskedOf(design: After): Of<'record_asked'>[] {
  return design.afterwards.filter((event) => event.type === 'record_asked');
}

/** The newest publication of the decision in this repository; `null` for none. */
export function publicationOf(design: After, repository?: string): Of<'decision_published'> | null {
  const newest = design.afterwards.findLast(
    (event) =>
      event.type === 'decision_published' && (repository === undefined || event.repository === repository),
  );
  return newest?.type === 'decision_published' ? newest : null;
}

/** The looks at what the decision rests on, oldest first. */
export function rechecksOf(design: After): Of<'decision_rechecked'>[] {
  return design.afterwards.filter((event) => event.type === 'decision_rechecked');
}

const AFTERWARDS: Readonly<Record<Afterwards['type'], true>> = {
  decision_judged: true,
  step_assigned: true,
  point_settled: true,
  record_asked: true,
  decision_superseded: true,
  decision_published: true,
  decision_rechecked: true,
};

/** Tells if an event is something that people do with a decision after the end. */
export function isAfterwards(event: DesignEvent): event is Afterwards {
  return event.type in AFTERWARDS;
}
