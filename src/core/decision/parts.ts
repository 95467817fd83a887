import { isQuoted } from '../questions/quoting/quotes.ts';
import { membersOf } from '../vocabulary/sets.ts';
import {
  type Decision,
  LISTED_PARTS,
  type ListedPart,
  TEXT_PARTS,
  type TextPart,
} from '../vocabulary/submission.ts';

/** Parts of a decision in words; a number follows where there are several. */
export const PART_WORDS = {
  context: 'context',
  paragraph: 'paragraph',
  sentence: 'sentence',
  harder: 'what becomes harder',
  rejected: 'rejected way',
  step: 'step',
  risk: 'risk',
  assumption: 'assumption',
  open: 'open point',
  rests: 'claims it rests on',
  revisitIf: 'fact to look at again',
} as const satisfies Record<ListedPart | TextPart | 'rests', string>;

export type PartFields = Readonly<Record<string, string>>;

interface DecisionPart {
  /** `title`, `step 3`. */
  readonly name: string;
  readonly fields: PartFields;
}

/** All parts of a decision, named as models and people know them. */
export function partsOf(decision: Decision): DecisionPart[] {
  return [
    ...TEXT_PARTS.map((part) => ({ name: PART_WORDS[part], fields: { [part]: decision[part] } })),
    { name: PART_WORDS.rests, fields: { rests: wordsOf(decision.rests) } },
    ...membersOf(LISTED_PARTS).flatMap((part) =>
      itemsOf(decision, part).map((item, index) => ({
        name: namePart(part, index + 1),
        fields: fieldsOf(item),
      })),
    ),
  ];
}

/** `true` if these words are in one field of the decision, compared folded. */
export function standsIn(decision: Decision, words: string): boolean {
  return partsOf(decision).some(({ fields }) => Object.values(fields).some((text) => isQuoted(words, text)));
}

/** `step 3` */
export function namePart(part: ListedPart, number: number | string): string {
  return `${PART_WORDS[part]} ${number}`;
}

export function itemsOf(decision: Decision, part: ListedPart): readonly object[] {
  return decision[LISTED_PARTS[part]];
}

export function fieldsOf(item: object): PartFields {
  return Object.fromEntries(
    Object.entries(item).map(([name, value]: [string, unknown]) => [name, wordsOf(value)]),
  );
}

export function restsOf(item: object): readonly string[] {
  const rests: unknown = 'rests' in item ? item.rests : [];
  return Array.isArray(rests) ? rests.filter((id) => typeof id === 'string') : [];
}

function wordsOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? value.join(', ') : '';
}
