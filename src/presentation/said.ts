import type { SaidFate } from '../core/decision/people.ts';
import { countOf } from '../core/vocabulary/figures.ts';
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
} from './format/document.ts';
import { drawPerson } from './format/people.ts';
import type { DesignView } from './schema/view.ts';

type Said = DesignView['peopleSaid'][number];

/**
 * What people said and the decision does not say, in their own words; apart, what was read as changing nothing, so that a
 * wrong reading is seen, and how much nobody judged. Empty if it says everything.
 */
export function drawLeftOut({ text, peopleSaid }: DesignView, most: number): Section {
  const left = peopleSaid.filter(({ fate }) => fate === 'contradicted' || fate === 'not_used');
  const more = left.length - most;
  // The topic stands above it anyway.
  const peoplesWords = text === null ? [] : peopleSaid.filter(({ isTopic }) => !isTopic);
  const nothing = peoplesWords.filter(
    ({ fate, isLate }) => fate === 'does_not_matter' || (isLate && fate === 'reflected'),
  );
  const unjudged = peoplesWords.filter(({ fate }) => fate === null).length;
  const words = `The audit did not read ${countOf(unjudged, 'sentence')} of what people said.`;
  return section(
    list([...left.slice(0, most).map(drawLeftOutLine), more > 0 && italic(`and ${more} more in the record`)]),
    under(lines(italic('Read as changing nothing:')), list(nothing.map(drawQuoted))),
    unjudged > 0 && lines(words),
  );
}

const FATE_WORDS: Record<SaidFate, string> = {
  reflected: 'Reflected',
  contradicted: 'Contradicted',
  not_used: 'Not used',
  does_not_matter: 'Does not matter',
};

/** Everything that people said, what became of it and why, so that a wrong judgement is seen. */
export function drawSaid({ text, peopleSaid }: DesignView): Section {
  return list(
    peopleSaid.map((words) => {
      const { fate, sentence, why, isRead } = words;
      if (!isRead) return line`${drawQuoted(words)} ${italic('Not read')}`;
      if (text === null) return drawQuoted(words);
      if (fate === null) return line`${drawQuoted(words)} ${italic('Not judged')}`;
      const by = sentence === '' ? [] : line` by “${untrusted(sentence)}”`;
      const because = why === '' ? [] : line`: ${untrusted(why)}`;
      return line`${drawQuoted(words)} ${italic(FATE_WORDS[fate])}${by}${because}`;
    }),
  );
}

/** *Ana: “Legal forbids it.” The decision says: “We buy one.”* */
function drawLeftOutLine(words: Said): Line {
  return words.fate === 'contradicted' && words.sentence !== ''
    ? line`${drawQuoted(words)} The decision says: “${untrusted(words.sentence)}”`
    : drawQuoted(words);
}

function drawQuoted({ author, words }: Said): Line {
  return line`${drawPerson(author)}: “${untrusted(words)}”`;
}
