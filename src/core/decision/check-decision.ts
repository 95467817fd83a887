import { labelDifference, labelPosition } from '../differences/labels.ts';
import { decisionSidesOf, isUnsettled, openForPeople } from '../differences/sides.ts';
import { claimsOf } from '../proposals/labels.ts';
import { needsAssumption } from '../questions/replies/questions.ts';
import { type Refusal, refuse } from '../vocabulary/commands.ts';
import type { Design, Divergence } from '../vocabulary/design.ts';
import { isDayOver, utcDayOf } from '../vocabulary/figures.ts';
import type { ClaimId } from '../vocabulary/ids.ts';
import { checkNamed } from '../vocabulary/named.ts';
import type { Decision } from '../vocabulary/submission.ts';
import { checkBase } from './check-base.ts';
import { baseClaimsOf, type Decided } from './decided.ts';
import { listClaimsDecidingOpen } from './fates.ts';

/**
 * Checks everything code can know about a decision: it chooses one proposal, it and each step rest
 * on what can hold, settled differences hold, and open points and assumptions are listed as such.
 */
export function checkDecision(
  design: Design,
  text: Pick<Decided, 'decision' | 'base' | 'taken'>,
): Refusal[] {
  const { decision } = text;
  const numbers = openNumbers(design);
  const open = decision.open.filter(({ difference }) => numbers.includes(difference));
  return [
    ...checkSettled(design, decision),
    ...checkBase(design, text),
    ...checkOpenGround(design, { ...decision, open }),
    ...checkAssumptions(design, decision),
    ...checkOpen(design, decision),
  ];
}

/** Refuses names in `rests` that are no claim and no sentence of a person. */
export function checkBearers(
  design: Design,
  { quoted }: Pick<Decided, 'quoted'>,
  named: readonly string[],
): Refusal[] {
  const bearers = [...claimsOf(design).map(({ id }) => id), ...quoted.map(({ name }) => name)];
  return checkNamed('`rests`', [...new Set(named)], bearers, {});
}

/**
 * Refuses a decision against a settled difference, whether personas or a person settled it: it
 * rests on no decision of another position, and on at least one of its own.
 */
function checkSettled(design: Design, decision: Decision): Refusal[] {
  const rested = baseClaimsOf(decision);
  const isRested = (id: ClaimId) => rested.includes(id);
  const sides = decisionSidesOf(design);
  return sides.flatMap(({ divergence, position, holds, against }) => {
    if (position === '') return [];
    const label = labelPosition(divergence.id, position);
    const opposed = against.filter(isRested);
    const how = `Difference ${labelDifference(divergence.id)} is settled for ${label}${signatureOf(divergence)}`;
    if (opposed.length > 0) {
      const message = `${how}, but the decision or a step rests on claims against ${label} (${opposed.join(', ')}); decide for ${label}.`;
      return [refuse('invalid', message)];
    }
    // A claim that lost another difference, or is open in one, cannot be adopted for this one.
    const carried = holds.filter((id) => !sides.some((other) => other.against.includes(id)));
    if (carried.length > 0 && !carried.some(isRested)) {
      const message = `${how}, but nothing rests on that position; rest the decision or a step on at least one of ${carried.join(', ')}.`;
      return [refuse('incomplete', message)];
    }
    return [];
  });
}

function signatureOf({ settlement }: Divergence): string {
  return settlement === null || settlement.person === '' ? '' : ` by ${settlement.person}`;
}

/**
 * Refuses a decision that rests on a claim that decides an open difference; a step may, and then
 * waits for people.
 */
function checkOpenGround(design: Design, decision: Decision): Refusal[] {
  return listClaimsDecidingOpen(design, decision).flatMap(({ claims, difference }) => {
    const its = decision.rests.filter((id) => claims.includes(id));
    return its.length === 0
      ? []
      : [
          refuse(
            'invalid',
            `The decision rests on ${its.join(', ')}, but difference ${difference} is open; leave it to people, or name the claims in \`rests\` of a step, which then waits for people.`,
          ),
        ];
  });
}

/** Refuses a decision or step that rests on nothing. */
export function checkGrounded(design: Design, decision: Decision): Refusal[] {
  const held = listClaimsDecidingOpen(design, decision).flatMap(({ claims }) => claims);
  const isGrounded =
    decision.rests.length > 0 || claimsOf(design).every(({ id }) => held.includes(id));
  const idle = decision.steps.flatMap(({ rests }, index) =>
    rests.length === 0 ? [`Step ${index + 1}`] : [],
  );
  return [
    ...(isGrounded
      ? []
      : [refuse('incomplete', 'The decision rests on no claim; name its claims in `rests`.')]),
    ...idle.map((step) =>
      refuse('incomplete', `${step} rests on no claim; name one, or leave the step out.`),
    ),
  ];
}

/** Requires every assumption made for an unanswered question, with its consequence if wrong. */
function checkAssumptions({ questions }: Design, { assumptions }: Decision): Refusal[] {
  const questionIds: string[] = questions.map(({ id }) => id);
  const assumed: string[] = questions.filter(needsAssumption).map(({ id }) => id);
  const named = assumptions.map(({ question }) => question).filter((question) => question !== '');
  return checkNamed('`assumptions`', named, questionIds, { owed: assumed, mayRepeat: true });
}

export function checkDays({ startedAt }: Design, { revisitIf }: Decision): Refusal[] {
  const today = utcDayOf(startedAt);
  const over = revisitIf
    .filter(({ until }) => isDayOver(until, startedAt))
    .map(({ until }) => until);
  return over.map((day) =>
    refuse(
      'invalid',
      `\`revisitIf\` says until ${day}, which has passed: today is ${today}. Name a later day, or an event.`,
    ),
  );
}

function openNumbers({ divergences }: Design): string[] {
  return divergences.filter(isUnsettled).map(({ id }) => labelDifference(id));
}

/** Requires every unsettled difference among the open points, by its number. */
function checkOpen(design: Design, { open }: Decision): Refusal[] {
  const numbers = openNumbers(design);
  const left = openForPeople(design).map(({ id }) => labelDifference(id));
  const named = open.map(({ difference }) => difference).filter((number) => number !== '');
  return checkNamed('`open`', named, numbers, { owed: left, mayRepeat: true });
}
