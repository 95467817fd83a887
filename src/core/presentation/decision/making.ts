import type { Outcome } from '../../outcome/outcome.ts';
import { counted } from '../../vocabulary/figures.ts';
import { listed } from '../../vocabulary/text.ts';
import { cutLine } from '../format/plain.ts';
import { pinnedWords } from '../run/cost.ts';
import { rangeWords } from './caveat.ts';

/** So much of a position that a person settled as shows which it is. */
const SETTLED_CHARACTERS = 140;

/** How a decision was made: facts of the small print, which make no reader wrong (J11). */
export function repositoryWords({ repository }: Outcome['making']): string {
  return repository === null ? 'no repository' : `repository ${pinnedWords(repository)}`;
}

/** Points that people settled; the headline names those that the text does not reflect. */
export function settledWords({ settledByPeople: settled, caveats }: Outcome): string[] {
  if (caveats.some(({ kind }) => kind === 'person_left_out')) return [];
  const [first] = settled;
  if (first === undefined) return [];
  if (settled.length > 1)
    return [`${listed([...new Set(settled.map(({ by }) => by))])} settled ${settled.length} points`];
  return [`${first.by} settled it: ${cutLine(first.statement, SETTLED_CHARACTERS).replace(/\.$/, '')}`];
}

/** Whether anybody was asked, and what is assumed because nobody answered. */
export function peopleWords({ making, assumptions }: Outcome): string[] {
  if (!making.wasAnybodyAsked) return ['nobody asked'];
  return assumptions.length === 0 ? [] : [counted(assumptions.length, 'assumption')];
}

/** Where there was nothing to argue about; else which way moves went; and what was too small to be argued. */
export function arguingWords({ hadNothingToArgue, moves, lowNotArgued }: Outcome['making']): string[] {
  const ways = [
    [moves.toLarger, 'to the larger side'],
    [moves.toSmaller, 'to the smaller side'],
    [moves.toEqual, 'to a side of the same size'],
    [moves.toNone, 'to neither side'],
  ] as const;
  const moved = ways.flatMap(([count, where]) => (count === 0 ? [] : [`${count} moved ${where}`]));
  return [
    ...(hadNothingToArgue ? ['nothing to argue about'] : moved),
    ...(lowNotArgued === 0 ? [] : [`${counted(lowNotArgued, 'low difference')} not argued`]),
  ];
}

/** Those that are as they should be are left out; those that failed under a claim that holds stand in the headline too. */
export function citationsWords({ citations, making }: Outcome): string[] {
  if (making.repository === null) return [];
  return citations.filter(({ status }) => status !== 'checked').map(({ words }) => words);
}

export function sureWords({ sure }: Outcome['making']): string[] {
  return sure === null ? [] : [`confidence of the proposals ${rangeWords(sure)}`];
}
