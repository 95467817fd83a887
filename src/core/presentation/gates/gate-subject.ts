import { decidedIn, leftOutOfText } from '../../decision/decided.ts';
import { claimsOn, positionLabel } from '../../differences/labels.ts';
import { openOfHighImpact, settledByPeople } from '../../differences/sides.ts';
import { mappedPosition } from '../../differences/stances.ts';
import { unsureOf } from '../../outcome/confidence.ts';
import { adoptedWithFailedCitation, blockingLeftOpen } from '../../outcome/left-open.ts';
import { outcomeOf } from '../../outcome/outcome.ts';
import { citedWords } from '../../proposals/cited.ts';
import type { Design, Divergence } from '../../vocabulary/design.ts';
import type { PositionId } from '../../vocabulary/ids.ts';
import { participant } from '../../vocabulary/participants.ts';

/** The facts behind each reason of a gate, so that no one has to look for them (A6). Empty before there is a decision. */
export function gateSubject(design: Design) {
  if (decidedIn(design) === null)
    return { differences: [], settled: [], dissents: [], findings: [], citations: [], unsure: [] };
  const titled = (id: Parameters<typeof participant>[1]) => participant(design, id).title;
  return {
    differences: openOfHighImpact(design).map((divergence) => ({
      id: divergence.id,
      description: divergence.description,
      positions: divergence.positions.map(({ id, statement }) => ({
        id,
        /** What a person may type for it. */
        label: positionLabel(divergence.id, id),
        text: statement,
        arguments: strongestSaid(design, divergence, id),
      })),
    })),
    settled: settledByPeople({ divergences: leftOutOfText(design), carried: null }).map(
      ({ description, statement: text, person: by }) => ({ description, text, by }),
    ),
    dissents: outcomeOf(design).dissents.map(({ title, dissent: text }) => ({ title, text })),
    findings: blockingLeftOpen(design).map(({ text, why }) => ({ text, leftOpen: why })),
    citations: adoptedWithFailedCitation(design).map((claim) => ({
      title: titled(claim.participant),
      text: claim.text,
      source: citedWords(claim),
    })),
    unsure: unsureOf(design).unsure.map(titled),
  };
}

/**
 * The best argument for a position, or none: the longest with a checked source, else the longest; without arguments, its
 * strongest claim.
 */
function strongestSaid(design: Design, divergence: Divergence, position: PositionId) {
  const said = divergence.arguments.filter(
    ({ participant: id }) => mappedPosition(divergence, id) === position,
  );
  const sourced = said.filter(({ check }) => check?.status === 'checked');
  const best =
    (sourced.length > 0 ? sourced : said).toSorted((one, other) => other.text.length - one.text.length)[0] ??
    claimsOn(design, divergence, position)[0];
  if (best === undefined) return [];
  return [{ title: participant(design, best.participant).title, text: best.text, source: citedWords(best) }];
}
