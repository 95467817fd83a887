import { decidedIn } from '../core/decision/decided.ts';
import { type PersonSaid, peopleSaid, type SaidFate } from '../core/decision/people.ts';
import type { Design } from '../core/vocabulary/design.ts';
import { counted } from '../core/vocabulary/figures.ts';
import {
  italic,
  type Line,
  line,
  lines,
  list,
  type Section,
  trusted,
  under,
  untrusted,
  WHOLE,
} from './format/document.ts';
import { person } from './format/people.ts';

/**
 * What people said and the decision does not say, in their own words; apart, what was read as changing nothing, so that a
 * wrong reading is seen, and how much nobody judged. Empty if it says everything.
 */
export function leftOutWords(design: Design, most: number): Section {
  const left = peopleSaid(design).filter(({ fate }) => fate === 'contradicted' || fate === 'not_used');
  return [...listed(left.map(leftOutLine), most), ...nothingChangedWords(design)];
}

/** The topic is left out: it is above it anyway. */
function nothingChangedWords(design: Design): Section {
  if (decidedIn(design) === null) return [];
  const said = peopleSaid(design).filter(({ replyId }) => replyId !== null);
  const nothing = said.filter(
    ({ fate, isLate }) => fate === 'does_not_matter' || (isLate && fate === 'reflected'),
  );
  const unjudged = said.filter(({ fate }) => fate === null);
  const words = `The audit did not read ${counted(unjudged.length, 'sentence')} of what people said.`;
  return [
    ...under(lines([italic('Read as changing nothing:')]), list(nothing.map(quoted))),
    ...(unjudged.length === 0 ? [] : [lines([trusted(words)])]),
  ];
}

const FATE_WORDS: Record<SaidFate, string> = {
  reflected: 'Reflected',
  contradicted: 'Contradicted',
  not_used: 'Not used',
  does_not_matter: 'Does not matter',
};

/** Everything that people said, what became of it and why, so that a wrong judgement is seen (J8). */
export function fatesOfWords(design: Design): Section {
  const unread = design.replies.filter((reply) => reply.unread).map(({ id }) => id);
  const hasText = decidedIn(design) !== null;
  const told = peopleSaid(design).map((said): Line => {
    const { fate, sentence, why, replyId } = said;
    if (replyId !== null && unread.includes(replyId)) return line`${quoted(said)} ${italic('Not read')}`;
    if (!hasText) return quoted(said);
    if (fate === null) return line`${quoted(said)} ${italic('Not judged')}`;
    const by = sentence === '' ? [] : line` by “${untrusted(sentence, WHOLE)}”`;
    const because = why === '' ? [] : line`: ${untrusted(why, WHOLE)}`;
    return line`${quoted(said)} ${italic(FATE_WORDS[fate])}${by}${because}`;
  });
  return list(told);
}

/** *Ana: “Legal forbids it.” The decision says: “We buy one.”* */
function leftOutLine(said: PersonSaid): Line {
  return said.fate === 'contradicted' && said.sentence !== ''
    ? line`${quoted(said)} The decision says: “${untrusted(said.sentence, WHOLE)}”`
    : quoted(said);
}

function quoted({ author, text }: PersonSaid): Line {
  return line`${person(author)}: “${untrusted(text, WHOLE)}”`;
}

function listed(items: readonly Line[], most: number): Section {
  const more = items.length - most;
  const rest = more > 0 ? [[italic(`and ${more} more in the record`)]] : [];
  return list([...items.slice(0, most), ...rest]);
}
