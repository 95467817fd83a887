import type { SaidFate } from '../../core/decision/people.ts';
import { italic, type Line, line, list, type Section, untrusted } from '../format/document.ts';
import { drawPerson } from '../format/people.ts';
import type { DesignView } from '../schema/view.ts';

type Said = DesignView['peopleSaid'][number];

export const PEOPLE_SAID = 'What people said, and where it stands';

/**
 * Sentences with what became of each; the auditor did not have to judge the others of the question.
 */
export function listJudged({ text, peopleSaid }: DesignView): readonly Said[] {
  return peopleSaid.filter(({ isOwed, fate }) => text === null || isOwed || fate !== null);
}

/**
 * For one page: all that the decision does not say, that nobody judged or that changes nothing;
 * then `most` that it says, first what a reader should compare. The topic stands above anyway,
 * unless the decision does not say what it asks for.
 */
export function drawSaidOnPage(view: DesignView, most: number): Section {
  if (view.text === null) return [];
  const isSaid = (said: Said) => said.fate === 'reflected' && !said.isLate;
  const judged = listJudged(view).filter(
    (said) => !said.isTopic || !(isSaid(said) || changesNothing(said)),
  );
  const pairs = judged
    .filter(isSaid)
    .toSorted((one, other) => Number(other.isToCompare) - Number(one.isToCompare));
  const more = pairs.length - most;
  return list([
    ...[...judged.filter((said) => !isSaid(said)), ...pairs.slice(0, most)].map((said) =>
      drawFate(view, said),
    ),
    more > 0 && italic(`and ${more} more in the record`),
  ]);
}

function changesNothing({ fate, isLate }: Said): boolean {
  return fate === 'does_not_matter' || (isLate && fate === 'reflected');
}

/** What was said after the draft and changes nothing, so that a wrong reading is seen. */
export function listIgnored(view: DesignView): Line[] {
  const late = view.peopleSaid.filter((said) => said.isLate && changesNothing(said));
  return late.map(drawQuoted);
}

export const CHANGES_NOTHING = 'Changes nothing';

const FATE_WORDS: Record<SaidFate, string> = {
  reflected: 'In the decision',
  contradicted: 'Contradicted',
  not_used: 'Not in the decision',
  does_not_matter: CHANGES_NOTHING,
};

/** Everything that people said, what became of it and why, so that a wrong judgement is seen. */
export function drawSaid(view: DesignView): Section {
  return list(
    listJudged(view).map((said) => {
      const because = said.why === '' ? [] : line` ${said.why}`;
      return line`${drawFate(view, said)}${because}`;
    }),
  );
}

/** *Ana: “Legal forbids it.” Contradicted: “We buy one.”* */
function drawFate({ text }: DesignView, said: Said): Line {
  const { fate, sentence, isRead, isToCompare, standing } = said;
  const words = drawQuoted(said);
  if (!isRead) return line`${words} ${italic('Not read')}`;
  if (standing === 'given_up') return line`${words} ${italic('Given up')}`;
  if (text === null) return words;
  if (fate === null) return line`${words} ${italic('Not judged')}`;
  const by = sentence === '' ? [] : line` “${sentence}”`;
  const compare = isToCompare ? line` ${italic('(please compare)')}` : [];
  return line`${words} ${italic(`${FATE_WORDS[fate]}${sentence === '' ? '' : ':'}`)}${by}${compare}`;
}

function drawQuoted({ author, words }: Said): Line {
  return line`${drawPerson(author)}: “${untrusted(words)}”`;
}
