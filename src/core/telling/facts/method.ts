import { positionLabel } from '../../divergence/labels.ts';
import { unstableIn } from '../../divergence/restating.ts';
import { checkOf } from '../../vocabulary/checked.ts';
import type { Design, Divergence } from '../../vocabulary/design.ts';
import type { EventOf } from '../../vocabulary/events.ts';
import { confidence, counted } from '../../vocabulary/figures.ts';
import type { Method } from '../../vocabulary/method.ts';
import type { Testing } from '../../vocabulary/submission.ts';
import { type Line, line, list, prose, type Section, WHOLE } from '../document.ts';
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

/** What differs from the usual way, each a clause; empty where nothing does. */
export function methodWords(method: Method | undefined): string[] {
  if (method === undefined) return [];
  const { questions, askedAgain, refuting, without = [] } = method;
  return [
    ...(questions === undefined ? [] : ['one turn drafted the questions']),
    ...(askedAgain === undefined ? [] : ['each was asked once more alone before arguing']),
    ...(refuting === undefined ? [] : ['the claims that everything rests on were tried']),
    ...without.map((part) => `without ${part === 'audit' ? 'an audit' : 'arguing'}, on purpose`),
  ];
}
