import { claimsOf, type LabelledClaim } from '../proposals/labels.ts';
import type { Design, Divergence } from '../vocabulary/design.ts';
import { type ClaimId, type DivergenceId, findById, type PositionId } from '../vocabulary/ids.ts';
import { present } from '../vocabulary/present.ts';
import { rememberFor } from '../vocabulary/remember.ts';

/**
 * The letter of a difference's first position. Models see differences as `1`, positions as `1a` and
 * `1b`, and claims as `1a.1`, so that no persona sees a proposal's letter while arguing. Events
 * store `D1`, `P1` and the claim's own id.
 */
const FIRST_POSITION = 'a'.charCodeAt(0);
const SHOWN_CLAIMS = 2;
/** The label for holding no position; stored as an empty one. */
export const NO_POSITION_LABEL = 'none';

type Mapped = Pick<Design, 'drawnOrder' | 'proposals' | 'divergences'>;

/** A claim under its number in a round of arguing, which hides its proposal. */
export interface ClaimView extends LabelledClaim {
  /** `1a.1`; `0.3` for one on no position. */
  readonly name: string;
}

export function labelDifference(id: DivergenceId): string {
  return id.slice(1);
}

/** `1a`; `none` for an empty position. */
export function labelPosition(id: DivergenceId, position: PositionId): string {
  if (position === '') return NO_POSITION_LABEL;
  return `${labelDifference(id)}${String.fromCharCode(FIRST_POSITION + Number(position.slice(1)) - 1)}`;
}

/** Parses a position's label or id; empty for `none`, `null` for any other text. */
export function positionOf({ id, positions }: Divergence, name: string): PositionId | null {
  if (name === NO_POSITION_LABEL) return '';
  const label = name.toLowerCase();
  const match = positions.find((position) => {
    const full = labelPosition(id, position.id);
    return [full, full.slice(labelDifference(id).length), position.id.toLowerCase()].includes(
      label,
    );
  });
  return match?.id ?? null;
}

export function divergenceOf(
  { divergences }: Pick<Design, 'divergences'>,
  id: DivergenceId,
): Divergence {
  return present(findById(divergences, id), `no divergence ${id}`);
}

/** Empty if no position has this id. */
export function statementOf(
  { positions }: Pick<Divergence, 'positions'>,
  position: PositionId,
): string {
  return findById(positions, position)?.statement ?? '';
}

/** The claims on a position, strongest first. */
function listClaimsOn(
  design: Pick<Design, 'drawnOrder' | 'proposals'>,
  { positions }: Divergence,
  position: PositionId,
): LabelledClaim[] {
  const match = findById(positions, position);
  if (match === undefined) return [];
  const claims = claimsOf(design);
  return match.claims.flatMap((id) => claims.filter((claim) => claim.id === id));
}

/** The strongest claim of a position that is a reason for it; `null` if it has none. */
export function strongestReasonOf(
  design: Pick<Design, 'drawnOrder' | 'proposals'>,
  divergence: Divergence,
  position: PositionId,
): LabelledClaim | null {
  return listClaimsOn(design, divergence, position).find(isReason) ?? null;
}

/**
 * The strongest claims of a position, equally many for each, so that their number tells nothing.
 * Reasons come before decisions, which the position's sentence states, because only reasons can
 * move someone.
 */
export function claimsShownOf(
  design: Pick<Design, 'drawnOrder' | 'proposals'>,
  divergence: Divergence,
  position: PositionId,
): ClaimView[] {
  const least = Math.min(
    ...divergence.positions.map(({ id }) => listClaimsOn(design, divergence, id).length),
  );
  const [reasons, others] = [true, false].map((wanted) =>
    listClaimsOn(design, divergence, position).filter((claim) => isReason(claim) === wanted),
  );
  return [...(reasons ?? []), ...(others ?? [])]
    .slice(0, Math.min(SHOWN_CLAIMS, least))
    .map((claim, index) => ({
      ...claim,
      name: `${labelPosition(divergence.id, position)}.${index + 1}`,
    }));
}

/** Claims on no position, sorted by their text so that the order hides their authors. */
export function listOtherClaims(design: Mapped): ClaimView[] {
  const placed = design.divergences.flatMap(({ positions }) =>
    positions.flatMap(({ claims }) => claims),
  );
  return claimsOf(design)
    .filter(({ id }) => !placed.includes(id))
    .toSorted((one, other) => (one.text < other.text ? -1 : Number(one.text > other.text)))
    .map((claim, index) => ({ ...claim, name: `0.${index + 1}` }));
}

/** Every claim visible while arguing, with its number there. */
export const listClaimsShown: (design: Mapped) => readonly ClaimView[] = rememberFor((design) => {
  const onPositions = design.divergences.flatMap((divergence) =>
    divergence.positions.flatMap(({ id }) => claimsShownOf(design, divergence, id)),
  );
  return [...onPositions, ...listOtherClaims(design)];
});

/** Resolves a shown number or a claim's own id; `null` for neither. */
export function findClaimNamed(design: Mapped, name: string): ClaimId | null {
  const claimId = listClaimsShown(design).find((claim) => claim.name === name)?.id;
  return claimId ?? claimsOf(design).find(({ id }) => id === name)?.id ?? null;
}

/** `true` if the claim can move someone: another's wish or assumption is no reason to share it. */
export function isReason({ kind }: Pick<LabelledClaim, 'kind'>): boolean {
  return kind !== 'decision' && kind !== 'assumption';
}
