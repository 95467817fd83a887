import type { SubmissionInput } from '../../../core/submission.ts';
import type { Ask } from '../../../runtime/turn/ask.ts';
import { referencesIn } from './references.ts';
import { exampleScript } from './script.ts';

/**
 * The map of the example, made of the claims that there are: without somebody who died, a position may have none and a
 * difference no second side. A decision that is then left over is one that nobody speaks against.
 */
export function mapDivergences(ask: Ask): SubmissionInput<'map_divergences'> {
  const { map } = exampleScript();
  const refs = referencesIn(ask);
  const held = <Item extends { readonly claims: readonly string[] }>(items: readonly Item[]) =>
    items
      .map((item) => ({ ...item, claims: refs.claims(item.claims) }))
      .filter((item) => item.claims.length > 0);
  const agreements = held(map.agreements);
  const divergences = map.differences
    .map(({ key: _, description, impact, positions }) => ({
      description,
      impact,
      positions: held(positions).map(({ statement, claims: made }) => ({ statement, claims: made })),
    }))
    .filter(({ positions }) => positions.length > 1);
  const placed = [...agreements, ...divergences.flatMap(({ positions }) => positions)].flatMap(
    (each) => each.claims,
  );
  const left = ask.claims.filter(({ id, kind }) => kind === 'decision' && !placed.includes(id));
  const alone = { statement: 'Nobody speaks against the rest.', claims: left.map(({ id }) => id) };
  return {
    agreements: left.length === 0 ? agreements : [...agreements, alone],
    divergences,
    confidence: map.confidence,
    rationale: map.rationale,
  };
}
