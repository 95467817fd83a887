import type { ClaimId } from '../../../core/ids.ts';
import type { Ask } from '../../../runtime/turn/ask.ts';
import { exampleScript } from './script.ts';

/**
 * What the keys of the example stand for in one run, found by what they say, because that is all that is the same in each.
 * What a run does not have (its author died) is left out.
 */
export function referencesIn(ask: Pick<Ask, 'claims' | 'differences'>) {
  const script = exampleScript();
  const written = script.personas.flatMap(({ proposal }) => proposal.claims);
  const idOf = (key: string): ClaimId | undefined => {
    const text = written.find((claim) => claim.key === key)?.text.trim();
    return ask.claims.find((claim) => claim.text === text)?.id;
  };
  return {
    /** Ids of the claims that there are, in the order of the keys. */
    claims: (keys: readonly string[]): ClaimId[] => keys.flatMap((key) => idOf(key) ?? []),
    /** The key of a claim by its text; `null` for one that nobody wrote for the example. */
    claimKey: (text: string): string | null =>
      written.find((claim) => claim.text.trim() === text)?.key ?? null,
    /** The number of a difference; empty if it is not on the map. */
    difference: (key: string): string => {
      const description = script.map.differences.find((each) => each.key === key)?.description;
      return ask.differences.find((each) => each.description === description)?.number ?? '';
    },
  };
}
