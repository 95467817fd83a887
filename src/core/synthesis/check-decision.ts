import { differenceLabel, positionLabel } from '../divergence/labels.ts';
import { checkOpposed } from '../divergence/opposed.ts';
import { decisionSides, openForPeople } from '../divergence/sides.ts';
import { claimsOf, unknownClaims } from '../proposal/labels.ts';
import { disputesIn } from '../question/disputed.ts';
import { type Refusal, refuse } from '../vocabulary/commands.ts';
import type { Design, Divergence } from '../vocabulary/design.ts';
import type { ClaimId } from '../vocabulary/ids.ts';
import { checkNamed } from '../vocabulary/named.ts';
import type { Account, Decision } from '../vocabulary/submission.ts';
import { checkAccounts } from './check-accounts.ts';
import { checkOptions } from './check-options.ts';
import { finalAccount } from './decided.ts';

/**
 * Checks everything that code can know about a decision: every claim is accounted for, each part rests on claims that hold in
 * it, every adopted decision is included, and open points and assumptions stand there as such. Checks that depend on the
 * accounts run once these are in order.
 */
export function checkDecision(design: Design, decision: Decision, accounts: readonly Account[]): Refusal[] {
  const accounted = [...checkReferences(design, decision, accounts), ...checkAccounts(design, accounts)];
  const dependent = () => [
    ...checkSides(design, accounts),
    ...checkOpposed(design, (id) => finalAccount(accounts, id)?.disposition === 'adopted'),
    ...checkSettled(design, accounts),
    ...checkGround(decision, accounts),
    ...checkLeftOut(design, decision, accounts),
  ];
  return [
    ...(accounted.length > 0 ? accounted : dependent()),
    ...checkAssumptions(design, decision),
    ...checkOpen(design, decision),
    ...checkOptions(design, decision),
  ];
}

function checkReferences(design: Design, decision: Decision, accounts: readonly Account[]): Refusal[] {
  const { options, steps, risks, open } = decision;
  const accounted = accounts.flatMap(({ disposition, claim, into }) =>
    disposition === 'merged' ? [claim, into] : [claim],
  );
  const named = [
    ...options.flatMap(({ claims }) => claims),
    ...[...steps, ...risks, ...open].flatMap(({ rests }) => rests),
  ];
  return unknownClaims(claimsOf(design), [...accounted, ...named]);
}

/** Refuses a decision that takes two sides of an open difference: decisions of two positions cannot both be carried out. */
function checkSides(design: Design, accounts: readonly Account[]): Refusal[] {
  const adopted = claimsOf(design)
    .filter(({ id, kind }) => kind === 'decision' && finalAccount(accounts, id)?.disposition === 'adopted')
    .map(({ id }) => id);
  return design.divergences.flatMap(({ id, positions, settlement }) => {
    const sides = positions
      .map(({ claims }) => claims.filter((claim) => adopted.includes(claim)))
      .filter((side) => side.length > 0);
    if (sides.length < 2 || (settlement?.position ?? '') !== '') return [];
    const message = `${sides.map((side) => side.join(', ')).join(' and ')} stand on opposite positions of difference ${differenceLabel(id)} and are adopted together; adopt one side, and reject the other for a reason or leave both unresolved.`;
    return [refuse('invalid', message)];
  });
}

/**
 * Refuses a decision against a settled difference, whether personas or a person settled it (J8): it adopts no decision of
 * another position against it, and at least one of its own.
 */
function checkSettled(design: Design, accounts: readonly Account[]): Refusal[] {
  const isAdopted = (id: ClaimId) => finalAccount(accounts, id)?.disposition === 'adopted';
  const sides = decisionSides(design);
  return sides.flatMap(({ divergence, position, holds, against }) => {
    if (position === '') return [];
    const label = positionLabel(divergence.id, position);
    const adopted = against.filter(isAdopted);
    const how = `Difference ${differenceLabel(divergence.id)} is settled for ${label}${by(divergence)}`;
    if (adopted.length > 0) {
      const message = `${how}, and ${adopted.join(', ')} is adopted against it; reject it, and decide as it was settled.`;
      return [refuse('invalid', message)];
    }
    // A claim that lost another difference, or is open in one, cannot be adopted for this one.
    const carried = holds.filter((id) => !sides.some((other) => other.against.includes(id)));
    if (carried.length > 0 && !carried.some(isAdopted)) {
      const message = `${how}, and nothing that it decides is adopted; adopt at least one of ${carried.join(', ')}.`;
      return [refuse('incomplete', message)];
    }
    return [];
  });
}

function by({ settlement }: Divergence): string {
  return settlement === null || settlement.person === '' ? '' : ` by ${settlement.person}`;
}

/** Refuses parts without ground: each part to be carried out rests on something that holds, and nothing that was rejected. */
function checkGround({ steps, options }: Decision, accounts: readonly Account[]): Refusal[] {
  const parts = [
    ...steps.map(({ rests }, index) => ({ name: `Step ${index + 1}`, rests })),
    ...options
      .filter(({ verdict }) => verdict === 'chosen')
      .map(({ name, claims }) => ({ name: `The chosen option ${name}`, rests: claims })),
  ];
  return parts.flatMap(({ name, rests }) => {
    const gone = rests.filter((id) => finalAccount(accounts, id)?.disposition === 'rejected');
    if (gone.length > 0) {
      const message = `${name} rests on ${gone.join(', ')}, rejected in \`accounts\`; rest it on what is adopted, or adopt it.`;
      return [refuse('invalid', message)];
    }
    if (!rests.some((id) => finalAccount(accounts, id)?.disposition === 'adopted')) {
      const message = `${name} rests on no claim that is adopted; name one, or leave it out: what nobody has claimed and what is still open is not decided here.`;
      return [refuse('incomplete', message)];
    }
    return [];
  });
}

/** Refuses a claim adopted in name only: of the kind `decision`, and no step and no chosen option rests on it. */
function checkLeftOut(design: Design, decision: Decision, accounts: readonly Account[]): Refusal[] {
  const chosen = decision.options
    .filter(({ verdict }) => verdict === 'chosen')
    .flatMap(({ claims }) => claims);
  const named = [...chosen, ...decision.steps.flatMap(({ rests }) => rests)];
  const used = new Set<ClaimId | undefined>(named.map((id) => finalAccount(accounts, id)?.claim));
  const leftOut = claimsOf(design)
    .filter(({ id, kind }) => kind === 'decision' && isAdopted(accounts, id) && !used.has(id))
    .map(({ id }) => id);
  if (leftOut.length === 0) return [];
  const message = `No step and no chosen option rests on ${leftOut.join(', ')}, adopted as a decision; name each where it is carried out, or account for it otherwise.`;
  return [refuse('incomplete', message)];
}

function isAdopted(accounts: readonly Account[], id: ClaimId): boolean {
  return accounts.some(({ claim, disposition }) => claim === id && disposition === 'adopted');
}

/** Refuses a missing assumption: each one made for an unanswered question must be listed with its consequence if wrong. */
function checkAssumptions({ questions }: Design, { assumptions }: Decision): Refusal[] {
  const assumed: string[] = questions.filter(({ status }) => status === 'assumed').map(({ id }) => id);
  const named = assumptions.map(({ question }) => question).filter((question) => question !== '');
  return checkNamed(named, assumed, assumed, {
    unknown: (ids) => `${ids} is not a question with an assumption`,
    forgotten: (ids) => `\`assumptions\` says nothing about ${ids}.`,
  });
}

/** Refuses a decision that does not leave an unsettled difference, or a question that people dispute, to people by its number. */
function checkOpen(design: Design, { open }: Decision): Refusal[] {
  const disputed = disputesIn(design).map(({ question }): string => question.id);
  const numbers = [...design.divergences.map(({ id }) => differenceLabel(id)), ...disputed];
  const left = [...openForPeople(design).map(({ id }) => differenceLabel(id)), ...disputed];
  const named = open.map(({ difference }) => difference).filter((number) => number !== '');
  return checkNamed(named, numbers, left, {
    unknown: (ids) => `There is no difference ${ids}`,
    forgotten: (ids) => `\`open\` says nothing about the open difference ${ids}.`,
  });
}
