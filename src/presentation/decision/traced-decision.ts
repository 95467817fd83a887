import { itemsOf, PART_WORDS, partName } from '../../core/decision/parts.ts';
import type { DecisionSentence } from '../../core/decision/sentences.ts';
import { positionLabel } from '../../core/differences/labels.ts';
import { movementsOf } from '../../core/differences/stances.ts';
import { decisionInForce } from '../../core/outcome/outcome.ts';
import { decisionSentences, standingDecision, tracedTogether } from '../../core/outcome/why.ts';
import type { Design, Divergence } from '../../core/vocabulary/design.ts';
import { membersOf } from '../../core/vocabulary/sets.ts';
import type { Decision, ListedPart } from '../../core/vocabulary/submission.ts';
import { settlementLine } from '../differences/difference.ts';
import { openDifference } from '../differences/open-points.ts';
import { codeSpan, type Line, line, untrustedMarkdown, WHOLE } from '../format/document.ts';
import { PAGE } from '../format/page-words.ts';
import { heldBy, person, titlesOf } from '../format/people.ts';

/** A sentence of the decision. `why`: has the link to the trace, for all sentences that share it. */
export interface TracedSentence extends DecisionSentence {
  readonly why: boolean;
}

export interface TracedPassage {
  readonly label: string;
  readonly sentences: readonly TracedSentence[];
}

export interface TracedItem {
  /** Before its words: the question it answers. */
  readonly about: Line;
  /** After its first words: who proposed a rejected way. */
  readonly beside: Line;
  readonly passages: readonly TracedPassage[];
  /** Below: who holds what, and how it was settled. */
  readonly notes: readonly Line[];
  /** An open point that a person has settled since. */
  readonly isSettled: boolean;
}

/** Parts of one kind. `heading`: empty for the whole, which comes first. */
export interface TracedPart {
  readonly id: 'whole' | 'settled' | ListedPart;
  readonly heading: string;
  readonly items: readonly TracedItem[];
}

type Besides = Omit<TracedItem, 'passages'>;
const NOTHING: Besides = { about: [], beside: [], notes: [], isSettled: false };

type Labels = Readonly<Record<string, string>>;
const LABELS: Labels = {
  reason: PAGE.why.reason,
  outweighed: PAGE.why.outweighed,
  undo: PAGE.why.undo,
  signal: PAGE.why.signal,
  ifWrong: PAGE.why.ifWrong,
};

export function tracedDecision(design: Design): TracedPart[] {
  const decided = standingDecision(design);
  if (decided === null) return [];
  const passagesOf = passagesIn(design);
  const sentence = passagesOf(PART_WORDS.sentence);
  const others = (['context', 'paragraph', 'harder'] as const)
    .map((part) => passagesOf(PART_WORDS[part], { ...LABELS, harder: PAGE.why.harder }))
    .filter((passages) => passages.length > 0);
  // The sentence is the page's heading; it is repeated here if it has a trace of its own.
  const isAbove = decisionInForce(design) !== null && others.length > 0 && !hasWhy(sentence);
  const whole = (isAbove ? others : [sentence, ...others]).map((passages) => ({ ...NOTHING, passages }));
  const listed = (part: ListedPart): TracedItem[] =>
    itemsOf(decided.decision, part).map((_, at) => {
      const beside = besides(design, decided.decision, part, at);
      const point = beside.isSettled ? PAGE.why.wasOpen : PAGE.why.leftOpen;
      const labels = part === 'open' ? { ...LABELS, text: point } : LABELS;
      return { ...beside, passages: passagesOf(partName(part, at + 1), labels) };
    });
  const points = (isOver: boolean) => listed('open').filter(({ isSettled }) => isSettled === isOver);
  const parts: TracedPart[] = [
    { id: 'whole', heading: '', items: whole },
    { id: 'open', heading: PAGE.why.open, items: points(false) },
    { id: 'settled', heading: PAGE.why.settled, items: points(true) },
    ...membersOf(HEADINGS).map((part) => ({ id: part, heading: HEADINGS[part], items: listed(part) })),
  ];
  return parts.filter(({ items }) => items.length > 0);
}

function hasWhy(passages: readonly TracedPassage[]): boolean {
  return passages.some(({ sentences }) => sentences.some(({ why }) => why));
}

const HEADINGS: Readonly<Record<Exclude<ListedPart, 'open'>, string>> = {
  step: PAGE.why.steps,
  rejected: PAGE.why.rejected,
  risk: PAGE.why.risks,
  assumption: PAGE.why.assumptions,
  revisitIf: PAGE.why.revisit,
};

/**
 * One *why* for all sentences with the same trace: after the first field if they make up a whole part, else after the
 * last sentence.
 */
function passagesIn(design: Design): (part: string, labels?: Labels) => TracedPassage[] {
  const sentences = decisionSentences(design);
  const asked = new Set(
    tracedTogether(design).map((group) => {
      const [first] = group;
      const its = sentences.filter(({ part }) => part === first?.part);
      const isOnePart = group.every(({ part }) => part === first?.part) && its.length === group.length;
      const there = isOnePart ? group.filter(({ field }) => field === first?.field) : group;
      return there.at(-1)?.number;
    }),
  );
  const byPart = Map.groupBy(sentences, ({ part }) => part);
  return (part, labels = LABELS) =>
    [...Map.groupBy(byPart.get(part) ?? [], ({ field }) => field)].map(([field, own]) => ({
      label: labels[field] ?? '',
      sentences: own.map((sentence) => ({ ...sentence, why: asked.has(sentence.number) })),
    }));
}

function besides(design: Design, decision: Decision, part: ListedPart, at: number): Besides {
  switch (part) {
    case 'rejected': {
      const held = heldBy(design, decision.rejected[at]?.proposals ?? []);
      return held.length === 0 ? NOTHING : { ...NOTHING, beside: line`(${held})` };
    }
    case 'assumption': {
      const asked = design.questions.find(({ id }) => id === decision.assumptions[at]?.question);
      return asked === undefined
        ? NOTHING
        : { ...NOTHING, about: untrustedMarkdown(asked.text, WHOLE, { italic: true }) };
    }
    case 'open':
      return openPoint(design, decision.open[at]);
    case 'step':
    case 'risk':
    case 'revisitIf':
      return NOTHING;
  }
}

function openPoint(design: Design, point: Decision['open'][number] | undefined): Besides {
  if (point === undefined) return NOTHING;
  const divergence = openDifference(point, design);
  if (divergence === null) return NOTHING;
  const settled = settledLine(divergence);
  return {
    about: untrustedMarkdown(divergence.description, WHOLE, { bold: true }),
    beside: [],
    notes: settled === null ? positionLines(design, divergence) : [settled],
    isSettled: settled !== null,
  };
}

function positionLines(design: Design, divergence: Divergence): Line[] {
  const { id, positions } = divergence;
  const movements = movementsOf(design, divergence);
  return positions.map(({ id: position, statement }) => {
    const held = movements.filter(({ after }) => after === position).map((each) => each.participant);
    const who = held.length === 0 ? 'nobody' : titlesOf(design, held);
    return line`${codeSpan(positionLabel(id, position))} ${untrustedMarkdown(statement, WHOLE)} (${who})`;
  });
}

function settledLine({ settlement, positions }: Divergence): Line | null {
  if (settlement?.outcome !== 'settled_by_person') return null;
  const statement = positions.find(({ id }) => id === settlement.position)?.statement ?? '';
  const holds = line`“${untrustedMarkdown(statement, WHOLE)}”`;
  return settlementLine({ ...settlement, by: person(settlement.person), holds });
}
