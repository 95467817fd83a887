import type { SubmissionInput } from '../../core/submission.ts';
import { CONCEDED_DIVERGENCE, claimsToAnswer, PREVAILS, plotOf } from './plot.ts';
import type { Scene } from './scene.ts';
import { clip, MARK } from './words.ts';

export function mapDivergences(scene: Scene): SubmissionInput<'map_divergences'> {
  const { divergences } = plotOf(scene);
  return {
    agreements: ['Each proposal begins by finding something out.'],
    divergences: [...divergences],
    confidence: 0.7,
    rationale: `${MARK} In a rehearsal the first two proposals differ on what comes first, and the last two on whether to wait.`,
  };
}

/** One side of D1 gives way because of a named claim; everybody else stays, with reasons from their own files. */
export function argue(scene: Scene): SubmissionInput<'argue'> {
  const { ask, title, movedBy, concedes } = scene;
  const plot = plotOf(scene);
  const own = ask.divergence?.ownPosition ?? '';
  const known = ask.divergence?.positions.map(({ id }) => id) ?? [];
  const addresses = claimsToAnswer(scene, plot);
  const answered = addresses.join(' and ');
  const gives = ask.divergence?.id === CONCEDED_DIVERGENCE && own !== PREVAILS && known.includes(PREVAILS);
  if (gives && plot.decisive !== undefined) {
    const { id, text } = plot.decisive;
    return {
      position: PREVAILS,
      addresses: [...new Set([id, ...addresses])],
      argument: clip(
        `${MARK} ${title} gives way to ${id}: ${text} Its file lets it concede when this holds: ${concedes}`,
        2_000,
      ),
      changedBecause: clip(`${id}: ${text}`, 600),
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
    argument: clip(`${MARK} ${title} has read ${answered} and stays. ${reason}`, 2_000),
    changedBecause: '',
    confidence: 0.65,
    rationale: `${MARK} The strongest form of the other side is in ${answered}.`,
  };
}
