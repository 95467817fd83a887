import { isQuoted } from '../questions/quoting/quotes.ts';
import { rememberFor } from '../vocabulary/remember.ts';
import { membersOf } from '../vocabulary/sets.ts';
import {
  type Decision,
  LISTED_PARTS,
  type ListedPart,
  SENTENCE_PARTS,
} from '../vocabulary/submission.ts';

/** Parts of a decision in words; a number follows where there are several. */
export const DECISION_PART_WORDS = {
  decision: 'decision',
  sentence: 'sentence',
  rejected: 'rejected way',
  step: 'step',
  risk: 'risk',
  assumption: 'assumption',
  open: 'open point',
  rests: 'claims it rests on',
  revisitIf: 'fact to look at again',
} as const satisfies Record<ListedPart | 'decision' | 'rests', string>;

export type PartFields = Readonly<Record<string, string>>;

interface DecisionPart {
  /** `decision`, `step 3`. */
  readonly name: string;
  readonly fields: PartFields;
}

/** All parts of a decision, named as models and people know them. */
export function partsOf(decision: Decision): DecisionPart[] {
  return [
    { name: DECISION_PART_WORDS.decision, fields: { text: decision.sentence } },
    { name: DECISION_PART_WORDS.rests, fields: { rests: wordsOf(decision.rests) } },
    ...membersOf(LISTED_PARTS).flatMap((part) =>
      itemsOf(decision, part).map((item, index) => ({
        name: namePart(part, index + 1),
        fields: partFieldsOf(item),
      })),
    ),
  ];
}

/** `true` if these words are in one field or paragraph of the decision, compared folded. */
export function standsIn(decision: Decision, words: string): boolean {
  return verdictsOn(decision).getOrInsertComputed(words, () => isIn(decision, words));
}

/** Whether words stand there, by the words: to look them up folds the whole decision. */
const verdictsOn = rememberFor((_: Decision) => new Map<string, boolean>());

function isIn(decision: Decision, words: string): boolean {
  const paragraphs = membersOf(SENTENCE_PARTS).map((part) =>
    decision.sentences
      .filter((each) => each.part === part)
      .map(({ text }) => text)
      .join(' '),
  );
  const fields = partsOf(decision).flatMap((each) => Object.values(each.fields));
  return [...fields, ...paragraphs].some((text) => isQuoted(words, text));
}

/** `step 3` */
export function namePart(part: ListedPart, number: number | string): string {
  return `${DECISION_PART_WORDS[part]} ${number}`;
}

export function itemsOf(decision: Decision, part: ListedPart): readonly object[] {
  return decision[LISTED_PARTS[part]];
}

export function partFieldsOf(item: object): PartFields {
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
