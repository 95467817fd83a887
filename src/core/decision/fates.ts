import { labelDifference } from '../differences/labels.ts';
import { decidingClaimsOf } from '../differences/sides.ts';
import { claimsOf, type LabelledClaim } from '../proposals/labels.ts';
import type { Design, Divergence } from '../vocabulary/design.ts';
import type { ClaimId } from '../vocabulary/ids.ts';
import type { Decision } from '../vocabulary/submission.ts';
import type { FATE_WORDS } from '../vocabulary/words.ts';
import { type Decided, type Drafted, decidedOf, listBearers } from './decided.ts';

type Fate = keyof typeof FATE_WORDS;

export interface ClaimFate {
  readonly claim: LabelledClaim;
  readonly fate: Fate;
}

type Mapped = Pick<Design, 'drawnOrder' | 'proposals' | 'agreements' | 'divergences'>;
type FateText = Pick<Decided, 'decision' | 'taken'>;

/** Claims that decide the differences a text leaves open. */
export function listClaimsDecidingOpen(
  design: Mapped,
  { open }: Decision,
): { difference: string; claims: ClaimId[] }[] {
  return listLeftOpen(design, open).map((divergence) => {
    return {
      difference: labelDifference(divergence.id),
      claims: decidingClaimsOf(design, divergence),
    };
  });
}

/** For each step, the open differences of which it takes a side, as they are described. */
export function listStepWaits(design: Mapped, { open, steps }: Decision): string[][] {
  const points = listLeftOpen(design, open).map((divergence) => {
    return { description: divergence.description, claims: decidingClaimsOf(design, divergence) };
  });
  return steps.map(({ rests }) =>
    points
      .filter(({ claims }) => claims.some((id) => rests.includes(id)))
      .map(({ description }) => description),
  );
}

export function listLeftOpen<Of extends Pick<Divergence, 'id'>>(
  { divergences }: { readonly divergences: readonly Of[] },
  open: Decision['open'],
): Of[] {
  return divergences.filter(({ id }) =>
    open.some(({ difference }) => difference === labelDifference(id)),
  );
}

/**
 * The difference of each point that a decision leaves to people, `null` for a point of its own;
 * without what a person has settled since.
 */
export function listOpenPoints(
  { divergences }: Pick<Design, 'divergences'>,
  open: Decision['open'],
): (Divergence | null)[] {
  return open
    .map(
      ({ difference }) => divergences.find(({ id }) => labelDifference(id) === difference) ?? null,
    )
    .filter((point) => point?.settlement?.outcome !== 'settled_by_person');
}

/**
 * How a text, the newest unless named, treats each claim; empty without one. Adopted: it is taken
 * into the base, or the decision, a sentence or a step rests on it, or on a claim of the same
 * agreement or position. Unresolved: it decides a difference left open.
 */
export function listFates(
  design: Mapped & Drafted,
  text: FateText | null = decidedOf(design),
): ClaimFate[] {
  if (text === null) return [];
  const adopted = new Set(listAdoptedBy(design, text));
  const open = new Set(
    listClaimsDecidingOpen(design, text.decision).flatMap(({ claims }) => claims),
  );
  return claimsOf(design).map((claim) => {
    const fate = open.has(claim.id) ? 'unresolved' : adopted.has(claim.id) ? 'adopted' : 'not_used';
    return { claim, fate };
  });
}

function listAdoptedBy(design: Mapped, { decision, taken }: FateText): ClaimId[] {
  const used = [...listBearers(decision), ...taken];
  const agreed = design.agreements.filter(({ claims }) => claims.some((id) => used.includes(id)));
  const held = design.divergences.flatMap((divergence) => {
    const deciding = decidingClaimsOf(design, divergence);
    return divergence.positions.filter(({ claims }) =>
      claims.some((id) => deciding.includes(id) && used.includes(id)),
    );
  });
  return [...used, ...[...agreed, ...held].flatMap(({ claims }) => claims)];
}

export function adoptedClaimsOf(design: Mapped & Drafted): LabelledClaim[] {
  return listFates(design).flatMap(({ fate, claim }) => (fate === 'adopted' ? [claim] : []));
}
