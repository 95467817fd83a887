import { isEmpty } from '../citation/cited.ts';
import { checkOf } from '../vocabulary/checked.ts';
import type { Design } from '../vocabulary/design.ts';
import { UNCHALLENGED, type Unchallenged } from '../vocabulary/sets.ts';

/** Ways in which a design was never challenged (J11); empty for one that was challenged and held. */
export function unchallengedIn(design: Design): Unchallenged[] {
  const { proposals, divergences, questions } = design;
  const distinct = new Set(proposals.map(({ proposal }) => saidIn(proposal)));
  // One that matters and is left to people, as at depth `quick`, is a dispute that nobody has argued.
  const isDisputed = divergences.some(({ arguments: given, impact }) => given.length > 0 || impact !== 'low');
  // What was looked up and not found, or could not be looked up, is none; earlier designs looked nothing up.
  const hasSource = proposals.some(({ proposal, citations }) =>
    proposal.claims.some(
      ({ citation }, index) =>
        !isEmpty(citation) && (checkOf(citations, index + 1)?.status ?? 'checked') === 'checked',
    ),
  );
  const applies: Record<Unchallenged, boolean> = {
    one_proposal: distinct.size < 2,
    nothing_disputed: distinct.size > 1 && !isDisputed,
    no_source: !hasSource,
    nobody_asked: questions.length === 0,
  };
  return UNCHALLENGED.filter((kind) => applies[kind]);
}

/** Returns the words of a proposal without its author, and regardless of case, spacing and the order of its claims. */
function saidIn({ headline, claims }: Design['proposals'][number]['proposal']): string {
  const plain = (text: string) =>
    text
      .toLowerCase()
      .replaceAll(/\p{Cf}/gu, '')
      .replaceAll(/\s+/g, ' ')
      .trim();
  return [plain(headline), ...claims.map(({ text }) => plain(text)).toSorted()].join('\n');
}
