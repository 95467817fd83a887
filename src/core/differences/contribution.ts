import { No } from '../../foundation/no.ts';
import { claimsOf } from '../proposals/labels.ts';
import { checkOf } from '../vocabulary/checked.ts';
import { type CommandOf, type Refusal, refuse, refuseForAll } from '../vocabulary/commands.ts';
import type { Design, Divergence } from '../vocabulary/design.ts';
import type { Draft } from '../vocabulary/draft.ts';
import type { EventOf } from '../vocabulary/events.ts';
import type { ClaimId, PositionId } from '../vocabulary/ids.ts';
import { checkNamed } from '../vocabulary/named.ts';
import { pointsOf, type Round } from '../vocabulary/round.ts';
import type { Author, SubmissionInput } from '../vocabulary/submission.ts';
import {
  type ClaimView,
  claimsShownOf,
  divergenceOf,
  findClaimNamed,
  isReason,
  labelDifference,
  labelPosition,
  NO_POSITION_LABEL,
  positionOf,
} from './labels.ts';
import { mappedPositionOf } from './stances.ts';

type GivenPoint = SubmissionInput<'argue'>['points'][number];
type Argued = Omit<EventOf<'position_argued'>, 'type' | 'at' | keyof Author>;

/**
 * Records a persona's arguments about all its differences of the round, or refuses them together.
 * Each argument answers the strongest claim of another position first, if there is another try,
 * then gives the persona's position, the claims that moved it, and its confidence.
 */
export function argue(
  draft: Draft,
  author: Author,
  round: Round,
  input: SubmissionInput<'argue'>,
  { citations, isLastTry }: Pick<CommandOf<'submit'>, 'citations' | 'isLastTry'>,
): Refusal | null {
  const { design } = draft;
  const own = pointsOf(round, author.participant).map((id) => divergenceOf(design, id));
  const refusals = checkCovered(own, input.points, isLastTry);
  const argued: Argued[] = [];
  for (const divergence of own) {
    const argument = input.points.find(
      ({ difference }) => difference === labelDifference(divergence.id),
    );
    // A person has settled it meanwhile.
    if (argument === undefined) continue;
    const mine = mappedPositionOf(divergence, author.participant);
    const read = readPoint(design, mine, divergence, argument, isLastTry);
    if (read instanceof No) {
      refusals.push(read.why);
      continue;
    }
    const check = checkOf(citations, input.points.indexOf(argument) + 1);
    argued.push({ ...read, citation: argument.citation, check });
  }
  const refusal = refuseForAll(refusals);
  if (refusal !== null) return refusal;
  for (const point of argued) draft.record({ type: 'position_argued', ...author, ...point });
  return null;
}

/**
 * Requires each of the persona's differences once; one that a person has settled meanwhile may be
 * left out. At the last try others are ignored.
 */
function checkCovered(
  own: readonly Divergence[],
  points: readonly GivenPoint[],
  isLastTry: true | undefined,
): Refusal[] {
  const open = own.filter(({ settlement }) => settlement === null);
  const labels = (some: readonly Divergence[]) => some.map(({ id }) => labelDifference(id));
  const arguedLabels = points.map(({ difference }) => difference);
  const named = isLastTry
    ? labels(own).filter((label) => arguedLabels.includes(label))
    : arguedLabels;
  return checkNamed('`points`', named, labels(own), {
    owed: labels(open),
    advice: 'argue all of yours at once',
  });
}

function readPoint(
  design: Design,
  mine: PositionId,
  divergence: Divergence,
  point: GivenPoint,
  isLastTry: true | undefined,
): Omit<Argued, 'citation' | 'check'> | No<Refusal> {
  const { id: divergenceId, positions } = divergence;
  const now = positionOf(divergence, point.now);
  if (now === null) {
    const labels = positions.map(({ id }) => labelPosition(divergenceId, id)).join(', ');
    const message = `There is no position ${point.now}; the positions are ${labels}, or ${NO_POSITION_LABEL}.`;
    return new No(refuse('unknown_reference', message));
  }
  const addresses = readClaims(design, point.addresses);
  if (addresses instanceof No) return addresses;
  const strongest = listStrongestOfOthers(design, divergence, mine);
  if (!isLastTry && !strongest.some(({ id }) => id === addresses[0])) {
    const message = `An argument answers the strongest claim of another position first: ${strongest.map(({ name }) => name).join(' or ')}.`;
    return new No(refuse('incomplete', message));
  }
  const changedBy = readClaims(design, point.changedBy);
  if (changedBy instanceof No) return changedBy;
  return {
    divergenceId,
    addresses,
    argument: point.answer,
    changedBy:
      now === mine ? [] : keepReasons(design, divergence, { from: mine, to: now }, changedBy),
    position: now,
    confidence: point.confidence,
  };
}

function listStrongestOfOthers(
  design: Design,
  divergence: Divergence,
  mine: PositionId,
): ClaimView[] {
  const others = divergence.positions.filter(({ id }) => id !== mine);
  return others.flatMap(({ id }) => claimsShownOf(design, divergence, id).slice(0, 1));
}

function readClaims(design: Design, names: readonly string[]): ClaimId[] | No<Refusal> {
  const claims = names.map((name) => findClaimNamed(design, name));
  const unknown = names.filter((_, index) => claims[index] === null);
  if (unknown.length > 0)
    return new No(refuse('unknown_reference', `There is no claim ${unknown.join(', ')}.`));
  return [...new Set(claims.filter((claim) => claim !== null))];
}

/**
 * The named claims that can move someone: reasons, risks, costs and facts by holders of the new
 * position, or of any other position if the persona now holds none.
 */
function keepReasons(
  design: Design,
  { positions }: Divergence,
  { from, to }: { readonly from: PositionId; readonly to: PositionId },
  named: readonly ClaimId[],
): ClaimId[] {
  const others = positions.filter(({ id }) => (to === '' ? id !== from : id === to));
  const holders = others.flatMap((position) => position.holders);
  const reasons = claimsOf(design).filter(
    (each) => isReason(each) && holders.includes(each.participant),
  );
  return named.filter((claim) => reasons.some(({ id }) => id === claim));
}
