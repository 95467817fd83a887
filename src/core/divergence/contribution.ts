import type { Author } from '../round/turns.ts';
import { type CheckedCitation, checkOf } from '../vocabulary/checked.ts';
import { type Refusal, refuse, refuseForAll } from '../vocabulary/commands.ts';
import type { Design, Divergence } from '../vocabulary/design.ts';
import type { Draft } from '../vocabulary/draft.ts';
import type { EventOf } from '../vocabulary/events.ts';
import type { ClaimId, RoundId } from '../vocabulary/ids.ts';
import { checkNamed } from '../vocabulary/named.ts';
import { pointsOf, type Round } from '../vocabulary/round.ts';
import type { MappedDifference, SubmissionInput } from '../vocabulary/submission.ts';
import {
  claimNamed,
  claimsOn,
  differenceLabel,
  divergenceOf,
  NONE,
  positionLabel,
  positionOf,
  shownClaims,
} from './labels.ts';
import { addMissed, placesFor, readMissed } from './missed.ts';
import { reasonsAmong } from './reasons.ts';
import { stancesAtOpening } from './stances.ts';

type GivenPoint = SubmissionInput<'argue'>['points'][number];
type Argued = Omit<EventOf<'position_argued'>, 'type' | 'at' | keyof Author>;

/**
 * Records a persona's arguments about all its differences of the round, or refuses them as a whole. Each gives its own position
 * and confidence (J2), the other side at its strongest, and an answer to claims of that side (J6); only then its position now,
 * and the claims of the other side that brought it there.
 */
export function argue(
  draft: Draft,
  author: Author,
  round: Round,
  input: SubmissionInput<'argue'>,
  citations: readonly CheckedCitation[],
): Refusal | null {
  const { design } = draft;
  const own = pointsOf(round, author.participant).map((id) => divergenceOf(design, id));
  const { missed, refusals: unread } = readMissed(design, round.id, input.missed);
  const refusals = [...checkCovered(own, input.points), ...unread];
  const argued: Argued[] = [];
  for (const divergence of own) {
    const given = input.points.find(({ difference }) => difference === differenceLabel(divergence.id));
    // A person has settled it meanwhile.
    if (given === undefined) continue;
    const read = readPoint(design, author, divergence, given);
    if ('code' in read) {
      refusals.push(read);
      continue;
    }
    const check = checkOf(citations, input.points.indexOf(given) + 1);
    argued.push({ ...read, citation: given.citation, check });
  }
  const refusal = refuseForAll(refusals);
  if (refusal !== null) return refusal;
  const { fits, leftOut } = placesFor(design, missed);
  for (const [index, point] of argued.entries()) {
    const unplaced = index > 0 || leftOut.length === 0 ? {} : { leftOut: leftOut.map(descriptionOf) };
    draft.record({ type: 'position_argued', ...author, ...point, ...unplaced });
  }
  addMissed(draft, author, fits);
  return null;
}

function descriptionOf({ description }: MappedDifference): string {
  return description;
}

/** Requires each of its differences once. One that a person has settled since may be left out. */
function checkCovered(own: readonly Divergence[], points: readonly GivenPoint[]): Refusal[] {
  const open = own.filter(({ settlement }) => settlement === null);
  const [yours, owed] = [own, open].map((some) => some.map(({ id }) => differenceLabel(id)));
  return checkNamed(
    points.map(({ difference }) => difference),
    yours ?? [],
    owed ?? [],
    {
      unknown: (labels) => `There is no difference ${labels} among yours`,
      twice: (labels) => `Difference ${labels} is argued more than once.`,
      forgotten: (labels) => `Nothing is said on difference ${labels}; all are argued at once.`,
    },
  );
}

function readPoint(
  design: Design,
  author: Author,
  divergence: Divergence,
  given: GivenPoint,
): Omit<Argued, 'citation' | 'check'> | Refusal {
  const { id: divergenceId } = divergence;
  const [mine, now] = [positionOf(divergence, given.mine), positionOf(divergence, given.now)];
  if (mine === null || now === null) {
    const labels = divergence.positions.map(({ id }) => positionLabel(divergenceId, id)).join(', ');
    const name = mine === null ? given.mine : given.now;
    return refuse(
      'unknown_reference',
      `There is no position ${name}; the positions are ${labels}, or ${NONE}.`,
    );
  }
  const opening = stancesAtOpening(design, divergence, author.roundId);
  const stance = opening.find(({ participant }) => participant === author.participant);
  if (stance === undefined) {
    throw new Error(`broken invariant: ${author.participant} is not concerned by ${divergenceId}`);
  }
  const hasArgued = divergence.arguments.some(
    ({ participant, roundId }) => participant === author.participant && roundId !== author.roundId,
  );
  if (hasArgued && mine !== stance.position) {
    const ended = positionLabel(divergenceId, stance.position);
    const message = `You ended the last round at ${ended}: say so in \`mine\`, and in \`now\` where you stand now.`;
    return refuse('invalid', message);
  }
  const addresses = readAddresses(design, divergence, author.roundId, mine, given.addresses);
  if ('code' in addresses) return addresses;
  const unknown = given.changedBy.filter(
    (name) => isClaimName(name) && claimNamed(design, author.roundId, name) === null,
  );
  if (unknown.length > 0) return refuse('unknown_reference', `There is no claim ${unknown.join(', ')}.`);
  const from = now === mine ? stance.position : mine;
  const change = { ...author, from, to: now };
  return {
    divergenceId,
    before: { position: mine, confidence: given.confidence },
    after: { position: now, confidence: given.confidenceNow },
    strongest: given.strongest,
    addresses,
    argument: given.answer,
    changedBy: now === from ? [] : reasonsAmong(design, divergence, change, given.changedBy),
  };
}

/** Reads the addressed claims: at least one stands on another position (J6). */
function readAddresses(
  design: Design,
  divergence: Divergence,
  roundId: RoundId,
  mine: string,
  names: readonly string[],
): ClaimId[] | Refusal {
  const others = divergence.positions.filter(({ id }) => id !== mine);
  const shown = others.flatMap(({ id }) => shownClaims(design, divergence, id)).map(({ name }) => name);
  const claims = names.map((name) => claimNamed(design, roundId, name));
  const unknown = names.filter((_, index) => claims[index] === null);
  if (unknown.length > 0) {
    const message = `There is no claim ${unknown.join(', ')}; on the other side are ${shown.join(', ')}.`;
    return refuse('unknown_reference', message);
  }
  const theirs = others.flatMap(({ id }) => claimsOn(design, divergence, id)).map(({ id }) => id);
  const known = claims.filter((claim) => claim !== null);
  if (!known.some((claim) => theirs.includes(claim))) {
    return refuse(
      'incomplete',
      `An argument answers at least one claim of the other side: ${shown.join(', ')}.`,
    );
  }
  return [...new Set(known)];
}

/** Matches `B-2`, `1a.2` or `0.3`. Other words name no claim, and count for nothing. */
function isClaimName(name: string): boolean {
  return /^[A-Z]-\d{1,2}$/.test(name) || /^(?:\d{1,2}[a-d]|0)\.\d{1,3}$/.test(name);
}
