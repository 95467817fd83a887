import { isQuoted } from '../question/quotes.ts';
import { membersOf } from '../vocabulary/sets.ts';
import { type Decision, LISTED_PARTS, type ListedPart } from '../vocabulary/submission.ts';

/** Parts of a decision in words; a number stands behind those of which there are several. */
export const PART_WORDS = {
  title: 'title',
  sentence: 'sentence',
  paragraph: 'paragraph',
  option: 'option',
  step: 'step',
  risk: 'risk',
  assumption: 'assumption',
  open: 'open point',
  revisitIf: 'fact to look at again',
} as const satisfies Record<ListedPart | TextPart, string>;
export type TextPart = Extract<keyof Decision, 'title' | 'sentence' | 'paragraph'>;
const TEXT_PARTS: readonly TextPart[] = ['title', 'sentence', 'paragraph'];

/** Words of a part by the names of its fields, in the order of the schema. */
export type PartFields = Readonly<Record<string, string>>;

interface DecisionPart {
  /** `title`, `step 3`. */
  readonly name: string;
  readonly fields: PartFields;
}

/** Returns all parts of a decision, under the names by which models and people know them. */
export function partsOf(decision: Decision): DecisionPart[] {
  return [
    ...TEXT_PARTS.map((part) => ({ name: PART_WORDS[part], fields: { [part]: decision[part] } })),
    ...membersOf(LISTED_PARTS).flatMap((part) =>
      itemsOf(decision, part).map((item, index) => ({
        name: partName(part, index + 1),
        fields: fieldsOf(item),
      })),
    ),
  ];
}

/** `step 3` */
export function partName(part: ListedPart, number: number | string): string {
  return `${PART_WORDS[part]} ${number}`;
}

export function itemsOf(decision: Decision, part: ListedPart): readonly object[] {
  return decision[LISTED_PARTS[part]];
}

/** Returns the words of one item; the claims that it rests on are joined, and of words that name an owner the quotation is taken. */
export function fieldsOf(item: object): PartFields {
  return Object.fromEntries(
    Object.entries(item).map(([name, value]: [string, unknown]) => [name, wordsOf(value)]),
  );
}

/** Returns the claims that one item rests on. */
export function restsOf(item: object): readonly string[] {
  const found: unknown = 'rests' in item ? item.rests : 'claims' in item ? item.claims : [];
  return Array.isArray(found) ? found.filter((id) => typeof id === 'string') : [];
}

function wordsOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.join(', ');
  return typeof value === 'object' && value !== null && 'quote' in value ? wordsOf(value.quote) : '';
}

/** Returns the parts in which these words stand, by name. Blanks make no difference, nor do the marks of Markdown before a sign. */
export function partsWith(decision: Decision, quote: string): string[] {
  return partsOf(decision)
    .filter(({ fields }) => Object.values(fields).some((words) => isQuoted(plain(quote), plain(words))))
    .map(({ name }) => name);
}

/** Takes the marks out by which Markdown keeps a sign as it is: who quotes has read the rendered text. */
function plain(words: string): string {
  return words.replaceAll('\\', '');
}
