import { positionLabel, statementOf } from '../../divergence/labels.ts';
import { unstableIn } from '../../divergence/restating.ts';
import type { Apart } from '../../synthesis/choices.ts';
import { checkOf } from '../../vocabulary/checked.ts';
import type { Design, Divergence } from '../../vocabulary/design.ts';
import type { EventOf } from '../../vocabulary/events.ts';
import { confidence, counted } from '../../vocabulary/figures.ts';
import type { PositionId } from '../../vocabulary/ids.ts';
import type { Method } from '../../vocabulary/method.ts';
import type { Testing } from '../../vocabulary/submission.ts';
import { type Line, line, list, ours as own, prose, type Section, WHOLE } from '../document.ts';
import { citationLine } from './citation.ts';
import { recordLinks } from './claims.ts';
import { titleOf } from './people.ts';

const VERDICT_WORDS: Record<Testing['tests'][number]['verdict'], string> = {
  holds: 'holds',
  refuted: 'refuted',
  not_found_out: 'not found out',
};

/** Each claim that somebody tried to refute, with the result and its place. */
export function testsList({
  testing,
  citations,
}: Pick<EventOf<'claims_tested'>, 'testing' | 'citations'>): Section {
  return list(
    testing.tests.map(({ claim, verdict, reason, citation }, index) => {
      const source = citationLine({ citation, check: checkOf(citations, index + 1) });
      const where = source.length === 0 ? '' : line` (${source})`;
      return line`${recordLinks([claim])} ${VERDICT_WORDS[verdict]}: ${prose(reason, WHOLE)}${where}`;
    }),
  );
}

/** `tried to refute 5 claims that everything rests on: 1 refuted`. Continues a name. */
export function testedWords({ tests }: Testing): string {
  const refuted = tests.filter(({ verdict }) => verdict === 'refuted').length;
  return `tried to refute ${counted(tests.length, 'claim')} that everything rests on: ${refuted === 0 ? 'none' : refuted} refuted`;
}

/** Where each stood when asked once more alone; who had moved by then was unstable. */
export function restatedLines(design: Design, divergence: Divergence): Line[] {
  const unstable = new Set(unstableIn(divergence));
  return divergence.restated.map(({ participant, position, confidence: sure }) => {
    const moved = unstable.has(participant)
      ? ', another one than its claims: unstable, before anybody argued'
      : '';
    return line`Asked once more alone, ${titleOf(design, participant)} held ${positionLabel(divergence.id, position)} (confidence ${confidence(sure)})${moved}.`;
  });
}

/** `composed once more, from another order of the proposals: it chose otherwise on 1 point`. Continues a name. */
export function composedAgainWords(apart: readonly Apart[]): string {
  const how = apart.length === 0 ? 'the same everywhere' : `otherwise on ${counted(apart.length, 'point')}`;
  return `composed once more, from another order of the proposals, and chose ${how}`;
}

/** Each point on which a second composite chose otherwise. */
export function choicesList(apart: readonly Apart[]): Section {
  return list(
    apart.map((each) => {
      if (each.kind === 'agreed')
        return line`${recordLinks([each.claim.id])} ${prose(each.claim.text, WHOLE)}: only ${each.isOurs ? 'the decision' : 'the second composite'} adopts it, and nobody spoke against it`;
      const { divergence, ours, theirs } = each;
      return line`${prose(divergence.description, WHOLE)}: the decision ${takes(divergence, ours)}, the second composite ${takes(divergence, theirs)}`;
    }),
  );
}

/** `takes 1a (They come from a vendor.)` */
function takes(divergence: Divergence, position: PositionId): Line {
  if (position === '') return [own('takes no side')];
  const statement = prose(statementOf(divergence, position), WHOLE);
  return line`takes ${positionLabel(divergence.id, position)} (${statement})`;
}

/** What differs from the usual way, each a clause; empty where nothing does. */
export function methodWords(method: Method | undefined): string[] {
  if (method === undefined) return [];
  const { questions, askedAgain, refuting, composing, without = [] } = method;
  return [
    ...(questions === undefined ? [] : ['one turn drafted the questions']),
    ...(askedAgain === undefined ? [] : ['each was asked once more alone before arguing']),
    ...(refuting === undefined ? [] : ['the claims that everything rests on were tried']),
    ...(composing === undefined ? [] : ['it was composed once more from another order']),
    ...without.map((part) => `without ${part === 'audit' ? 'an audit' : 'arguing'}, on purpose`),
  ];
}
