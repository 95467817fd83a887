import type { SaidFate } from '../../core/decision/people.ts';
import { countOf } from '../../core/vocabulary/figures.ts';
import {
  italic,
  type Line,
  line,
  lines,
  list,
  type Section,
  section,
  under,
  untrusted,
  WHOLE,
} from '../format/document.ts';
import { drawPerson } from '../format/people.ts';
import type { DesignView } from '../schema/view.ts';

type Said = DesignView['peopleSaid'][number];

/**
 * What people said and the decision does not say, in their own words; apart, what was read as changing nothing, so that a
 * wrong reading is seen, and what nobody judged. Empty if it says everything.
 */
export function drawLeftOut({ text, peopleSaid }: DesignView, most: number): Section {
  const left = peopleSaid.filter(({ fate }) => fate === 'contradicted' || fate === 'not_used');
  const peoplesWords = text === null ? [] : peopleSaid;
  // The topic stands above it anyway.
  const nothing = peoplesWords.filter((words) => !words.isTopic && changesNothing(words));
  const unjudged = peoplesWords.filter(({ fate, isOwed }) => fate === null && isOwed);
  return section(
    listSome(left, most, drawLeftOutLine),
    under(lines(italic(`${CHANGES_NOTHING}:`)), list(nothing.map((words) => drawQuoted(words)))),
    under(
      lines(italic('Not read by the audit:')),
      listSome(unjudged, most, (words) => drawQuoted(words)),
    ),
  );
}

function listSome(all: readonly Said[], most: number, draw: (words: Said) => Line): Section {
  const more = all.length - most;
  return list([...all.slice(0, most).map(draw), more > 0 && italic(`and ${more} more in the record`)]);
}

export const CHANGES_NOTHING = 'Read as changing nothing';

function changesNothing({ fate, isLate }: Said): boolean {
  return fate === 'does_not_matter' || (isLate && fate === 'reflected');
}

/** What was said after the draft and read as changing nothing, so that a wrong reading is seen. */
export function listIgnored({ peopleSaid }: DesignView, most: number): Line[] {
  const late = peopleSaid.filter((words) => words.isLate && changesNothing(words));
  return late.map((words) => drawQuoted(words, most));
}

const FATE_WORDS: Record<SaidFate, string> = {
  reflected: 'Reflected',
  contradicted: 'Contradicted',
  not_used: 'Not used',
  does_not_matter: 'Does not matter',
};

/**
 * Everything that people said, what became of it and why, so that a wrong judgement is seen. Counts sentences of the question that the
 * auditor did not have to judge.
 */
export function drawSaid({ text, peopleSaid }: DesignView): Section {
  const listed = peopleSaid.filter(({ isOwed, fate }) => text === null || isOwed || fate !== null);
  const others = peopleSaid.length - listed.length;
  return list([
    ...listed.map((words) => {
      const { fate, sentence, why, isRead, standing } = words;
      if (!isRead) return line`${drawQuoted(words)} ${italic('Not read')}`;
      if (standing === 'given_up') return line`${drawQuoted(words)} ${italic('Given up')}`;
      if (text === null) return drawQuoted(words);
      if (fate === null) return line`${drawQuoted(words)} ${italic('Not judged')}`;
      const by = sentence === '' ? [] : line` by “${untrusted(sentence)}”`;
      const because = why === '' ? [] : line`: ${untrusted(why)}`;
      return line`${drawQuoted(words)} ${italic(FATE_WORDS[fate])}${by}${drawCompare(words)}${because}`;
    }),
    others > 0 &&
      line`${italic('Not judged')}: ${countOf(others, 'sentence')} of the question, which the framing did not quote as decided, forbidden or given`,
  ]);
}

/** What people said and the decision says too, each beside its sentence; first what a reader should compare. */
export function drawPairs({ text, peopleSaid }: DesignView, most: number): Section {
  const pairs = peopleSaid.filter(
    ({ fate, sentence, isTopic }) => text !== null && fate === 'reflected' && sentence !== '' && !isTopic,
  );
  const ordered = pairs.toSorted((one, other) => Number(other.isToCompare) - Number(one.isToCompare));
  return listSome(
    ordered,
    most,
    (words) =>
      line`${drawQuoted(words)} In the decision: “${untrusted(words.sentence)}”${drawCompare(words)}`,
  );
}

function drawCompare({ isToCompare }: Said): Line {
  return isToCompare ? line` ${italic('compare')}` : [];
}

/** *Ana: “Legal forbids it.” The decision says: “We buy one.”* */
function drawLeftOutLine(words: Said): Line {
  if (words.standing === 'given_up') return line`${drawQuoted(words)} ${italic('Given up')}`;
  return words.fate === 'contradicted' && words.sentence !== ''
    ? line`${drawQuoted(words)} The decision says: “${untrusted(words.sentence)}”`
    : drawQuoted(words);
}

function drawQuoted({ author, words }: Said, most = WHOLE): Line {
  return line`${drawPerson(author)}: “${untrusted(words, most)}”`;
}
