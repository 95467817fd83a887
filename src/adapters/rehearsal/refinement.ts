import type { SubmissionInput } from '../../core/submission.ts';
import type { Scene } from './scene.ts';
import { CONCEDED_DIVERGENCE, claimsToAnswer, PREVAILS, scriptOf } from './script.ts';
import { cut, MARK } from './words.ts';

export function mapDivergences(scene: Scene): SubmissionInput<'map_divergences'> {
  const { divergences } = scriptOf(scene);
  return {
    agreements: ['Each proposal begins by finding something out.'],
    divergences: [...divergences],
    confidence: 0.7,
    rationale: `${MARK} In a rehearsal the first two proposals differ on what comes first, and the last two on whether to wait.`,
  };
}

/** One side of the first divergence gives way because of a named claim; the others stay, with reasons from their files. */
export function argue(scene: Scene): SubmissionInput<'argue'> {
  const { ask, title, movedBy, concedes } = scene;
  const script = scriptOf(scene);
  const own = ask.divergence?.ownPosition ?? '';
  const known = ask.divergence?.positions.map(({ id }) => id) ?? [];
  const addresses = claimsToAnswer(scene, script);
  const answered = addresses.join(' and ');
  const gives = ask.divergence?.id === CONCEDED_DIVERGENCE && own !== PREVAILS && known.includes(PREVAILS);
  if (gives && script.decisive !== undefined) {
    const { id, text } = script.decisive;
    return {
      position: PREVAILS,
      addresses: [...new Set([id, ...addresses])],
      argument: cut(
        `${MARK} ${title} gives way to ${id}: ${text} Its file lets it concede when this holds: ${concedes}`,
        2_000,
      ),
      changedBecause: cut(`${id}: ${text}`, 600),
      confidence: 0.6,
      rationale: `${MARK} A change of position names what changed it; here that is ${id}.`,
    };
  }
  // The two rounds on one divergence follow one another, so that odd and even tell them apart.
  const isOddRound = Number(ask.roundId.slice(1)) % 2 === 1;
  const reason = isOddRound
    ? `What would move it is not there yet: ${movedBy}`
    : `It would concede when this holds, and nothing in the record shows it: ${concedes}`;
  return {
    position: own === '' ? (known[0] ?? PREVAILS) : own,
    addresses,
    argument: cut(`${MARK} ${title} has read ${answered} and stays. ${reason}`, 2_000),
    changedBecause: '',
    confidence: 0.65,
    rationale: `${MARK} The strongest form of the other side is in ${answered}.`,
  };
}
