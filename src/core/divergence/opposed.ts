import { claimsOf, type LabelledClaim } from '../proposal/labels.ts';
import { type Refusal, refuse } from '../vocabulary/commands.ts';
import { lettersOf } from '../vocabulary/compared.ts';
import type { Design } from '../vocabulary/design.ts';
import type { ClaimId } from '../vocabulary/ids.ts';

export type Opposed = readonly [LabelledClaim, LabelledClaim];

/** Returns claims, by twos, of which one speaks for an option and one against it, as their authors have said themselves. */
export function opposedAmong(claims: readonly LabelledClaim[]): Opposed[] {
  return claims.flatMap((one, index) =>
    claims
      .slice(index + 1)
      .filter((other) => areOpposed(one, other))
      .map((other): Opposed => [one, other]),
  );
}

/** Returns opposed decisions of different proposals; what one author decides both ways fits together in its own eyes. */
export function opposedDecisions(claims: readonly LabelledClaim[]): Opposed[] {
  const decisions = claims.filter(({ kind }) => kind === 'decision');
  return opposedAmong(decisions).filter(([one, other]) => one.label !== other.label);
}

/** Returns each option that is decided both ways, with the decisions for it and against it. */
export function decidedBothWays(claims: readonly LabelledClaim[]) {
  const opposed = new Set(opposedDecisions(claims).flat());
  const options = Map.groupBy(opposed, ({ about }) => lettersOf(about));
  return [...options.values()].map((decisions) => ({
    for: decisions.filter(({ stance }) => stance === 'for').map(({ id }) => id),
    against: decisions.filter(({ stance }) => stance === 'against').map(({ id }) => id),
  }));
}

/** Refuses a decision that adopts two opposed decisions, also where no map has opposed them. */
export function checkOpposed(design: Design, isAdopted: (id: ClaimId) => boolean): Refusal[] {
  const adopted = claimsOf(design).filter(({ id }) => isAdopted(id));
  return opposedDecisions(adopted).map(([one, other]) => {
    const message = `${opposedWords([one, other])}, and both are adopted; adopt one, and reject the other for a reason or leave both unresolved.`;
    return refuse('invalid', message);
  });
}

/** `A-1 decides for “Redis”, and B-2 against it` */
export function opposedWords([one, other]: Opposed): string {
  const verb = one.kind === 'decision' ? 'decides' : 'speaks';
  return `${one.id} ${verb} ${one.stance} “${one.about.trim()}”, and ${other.id} ${other.stance} it`;
}

function areOpposed(one: LabelledClaim, other: LabelledClaim): boolean {
  const option = lettersOf(one.about);
  if (option === '' || option !== lettersOf(other.about)) return false;
  return (
    (one.stance === 'for' && other.stance === 'against') ||
    (one.stance === 'against' && other.stance === 'for')
  );
}
