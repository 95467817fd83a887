import type { ClaimId } from '../../../core/vocabulary/ids.ts';
import type { Ask } from '../../../runtime/turn/ask.ts';
import { exampleScript } from './script.ts';

/**
 * What the keys of the example stand for in one run, found by what they say, because that is all that is the same in each.
 * Throws for what a run does not have, which is then not on script.
 */
export function referencesIn(ask: Pick<Ask, 'claims' | 'differences'>) {
  const script = exampleScript();
  const written = writtenClaims();
  const claim = (key: string): ClaimId => {
    const text = written.find((each) => each.key === key)?.text.trim();
    return found(
      ask.claims.find((each) => each.text === text),
      key,
    ).id;
  };
  return {
    claim,
    claims: (keys: readonly string[]): ClaimId[] => keys.map(claim),
    /** The key of a claim by its text. */
    claimKey: (text: string): string =>
      found(
        written.find((each) => each.text.trim() === text),
        text,
      ).key,
    /** The number of a difference. */
    difference: (key: string): string => {
      const description = script.map.differences.find((each) => each.key === key)?.description;
      return found(
        ask.differences.find((each) => each.description === description),
        key,
      ).number;
    },
  };
}

function writtenClaims() {
  return exampleScript().personas.flatMap(({ proposal }) => proposal.claims);
}

function found<Thing>(thing: Thing | undefined, name: string): Thing {
  if (thing === undefined) throw new Error(`broken invariant: the example is played without ${name}`);
  return thing;
}

/**
 * Whether all that was written is there and nothing was settled otherwise, as people may and as without somebody who died:
 * what was written fits no other course. Before the reveal there is no other.
 */
export function isOnScript(ask: Ask): boolean {
  const { map, composite } = exampleScript();
  const isThere = ({ text }: { readonly text: string }) =>
    ask.claims.some((each) => each.text === text.trim());
  if (ask.claims.length === 0) return true;
  if (!writtenClaims().every(isThere)) return false;
  if (ask.differences.length === 0) return true;
  const isMapped = ({ description }: { readonly description: string }) =>
    ask.differences.some((each) => each.description === description);
  if (!map.differences.every(isMapped)) return false;
  // Each difference is argued by itself, however another was settled.
  if (ask.points.length > 0) return true;
  const refs = referencesIn(ask);
  const rejected = refs.claims(composite.accounts.rejected.map(({ claim }) => claim));
  const open = composite.decision.open.map(({ difference }) => refs.difference(difference));
  return (
    ask.openDifferences.every((number) => open.includes(number)) &&
    ask.sides.every(
      ({ position, against }) => position === '' || against.every((id) => rejected.includes(id)),
    )
  );
}
