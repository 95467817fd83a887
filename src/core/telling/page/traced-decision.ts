import { decisionSentences } from '../../outcome/why.ts';
import type { DecisionSentence } from '../../synthesis/sentences.ts';
import type { Design } from '../../vocabulary/design.ts';
import { PAGE } from './page-words.ts';

/** Sentences that stand together. `label`: what stands before them; empty for nothing. */
export interface TracedPassage {
  readonly label: string;
  readonly sentences: readonly DecisionSentence[];
}

/** One part of the decision: the whole of it in passages, or several items of one kind under a heading. */
export interface TracedPart {
  readonly heading: string;
  readonly items: readonly (readonly TracedPassage[])[];
}

/** Labels before fields that do not speak for themselves. */
const LABELS: Readonly<Record<string, string>> = {
  for: PAGE.why.for,
  against: PAGE.why.against,
  undo: PAGE.why.undo,
  signal: PAGE.why.signal,
  ifWrong: PAGE.why.ifWrong,
};
/** Headings over the items of a kind, by the name of a part without its number. */
const HEADINGS: Readonly<Record<string, string>> = {
  option: PAGE.why.options,
  step: PAGE.why.steps,
  risk: PAGE.why.risks,
  assumption: PAGE.why.assumptions,
  'open point': PAGE.why.open,
  'fact to look at again': PAGE.why.revisit,
};

/** Returns the decision as it stands, cut into sentences that each can be traced; empty where nothing is decided. */
export function tracedDecision(design: Design): TracedPart[] {
  const byPart = Map.groupBy(decisionSentences(design), ({ part }) => part);
  const items = [...byPart].map(([part, sentences]) => ({
    kind: part.replace(/ \d+$/, ''),
    passages: passages(sentences),
  }));
  return [...Map.groupBy(items, ({ kind }) => kind)].map(([kind, those]) => ({
    heading: HEADINGS[kind] ?? '',
    items: those.map((item) => item.passages),
  }));
}

function passages(sentences: readonly DecisionSentence[]): TracedPassage[] {
  return [...Map.groupBy(sentences, ({ field }) => field)].map(([field, own]) => ({
    label: LABELS[field] ?? '',
    sentences: own,
  }));
}
