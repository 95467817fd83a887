import { citationStatus } from '../citation/cited.ts';
import { claimsOn } from '../divergence/labels.ts';
import { claimsOf, type LabelledClaim } from '../proposal/labels.ts';
import type { Design, Divergence } from '../vocabulary/design.ts';
import type { PositionId } from '../vocabulary/ids.ts';
import type { Decision } from '../vocabulary/submission.ts';
import { type Decided, finalAccount } from './decided.ts';
import { optionKey, optionOf } from './options.ts';

type Proposed = Pick<Design, 'drawnOrder' | 'proposals'>;

/**
 * Returns the reasons of a decision, those first that most of it rests on, then those whose source stands: claims that hold,
 * that the chosen option or a step rests on, and that speak neither against what was chosen nor for what was not. Where those
 * give no reason, claims that hold and name the option that they speak about.
 */
export function reasonsFor(
  design: Proposed,
  { decision, accounts }: Pick<Decided, 'decision' | 'accounts'>,
): LabelledClaim[] {
  const bearing = [
    ...decision.options.filter(({ verdict }) => verdict === 'chosen').flatMap(({ claims }) => claims),
    ...decision.steps.flatMap(({ rests }) => rests),
  ].flatMap((id) => {
    const account = finalAccount(accounts, id);
    return account?.disposition === 'adopted' ? [account.claim] : [];
  });
  const weight = (claim: LabelledClaim) =>
    bearing.filter((id) => id === claim.id).length * 3 + sourceRank(claim);
  const speaking = claimsOf(design).filter((claim) => speaksFor(decision, claim));
  const its = speaking.filter(({ id }) => bearing.includes(id));
  const named = speaking.filter(
    ({ id, about }) => about !== '' && finalAccount(accounts, id)?.disposition === 'adopted',
  );
  return (its.length > 0 ? its : named).toSorted((one, other) => weight(other) - weight(one));
}

/** Returns true if this claim is a reason for what was decided: for the chosen option, or against a rejected one. */
function speaksFor({ options }: Decision, { kind, about, stance }: LabelledClaim): boolean {
  if (kind === 'decision' || kind === 'assumption') return false;
  const isReason = kind === 'reason';
  if (about === '' || options.length === 0) return isReason && stance !== 'against';
  switch (optionOf(options, about)?.verdict) {
    case 'chosen':
      return isReason && stance !== 'against';
    case 'rejected':
      // A risk or a cost of what was not taken is why it was not taken.
      return stance === 'against';
    case 'open':
    case undefined:
      return false;
  }
}

/**
 * Returns the strongest reason for a position, one with a source that stands first; `null` where nobody gave one. Where the
 * position is made of nothing but what it decides, claims for the same option count.
 */
export function strongestFor(
  design: Proposed,
  divergence: Divergence,
  position: PositionId,
): LabelledClaim | null {
  const own = claimsOn(design, divergence, position);
  const called = own.filter(({ kind, about }) => kind === 'decision' && about !== '');
  const alike = claimsOf(design).filter(
    ({ about, stance }) =>
      stance === 'for' && called.some((each) => each.stance === 'for' && isSameOption(each.about, about)),
  );
  const elsewhere = divergence.positions.flatMap(({ claims }) => claims);
  return strongest(own) ?? strongest(alike.filter(({ id }) => !elsewhere.includes(id)));
}

function isSameOption(one: string, other: string): boolean {
  return optionKey(one) === optionKey(other);
}

function strongest(claims: readonly LabelledClaim[]): LabelledClaim | null {
  const reasons = claims.filter(({ kind }) => kind !== 'decision');
  return reasons.toSorted((one, other) => sourceRank(other) - sourceRank(one))[0] ?? null;
}

/** Returns 2 for a source that stands, 1 for one that nobody could check, 0 for none and for one that failed its check. */
function sourceRank({ citation, check }: LabelledClaim): 0 | 1 | 2 {
  switch (citationStatus(citation, check)) {
    case 'checked':
      return 2;
    case 'not_checkable':
    case 'not_checked':
      return 1;
    case 'failed':
    case null:
      return 0;
  }
}
