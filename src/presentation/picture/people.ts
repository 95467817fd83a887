import { countOf } from '../../core/vocabulary/figures.ts';
import { listWords } from '../../core/vocabulary/text.ts';
import type { Section } from '../format/document.ts';
import { nameAtBeginning } from '../format/people.ts';
import { drawSaid, listJudged } from '../judged/said.ts';
import type { DesignView } from '../schema/view.ts';

/** How a sentence is marked, in the order of the legend. */
const KINDS = ['stands', 'contradicted', 'left_out', 'not_judged'] as const;
type SaidMark = (typeof KINDS)[number];

/** Each mark has a sign of its own, so that nobody has to tell colours apart. */
export const SAID_MARKS: Readonly<Record<SaidMark, { readonly sign: string; words: string }>> = {
  stands: { sign: '✓', words: 'stands in it' },
  contradicted: { sign: '✕', words: 'contradicted' },
  left_out: { sign: '–', words: 'left out' },
  not_judged: { sign: '?', words: 'not judged' },
};

/** How much of what a person said stands in the decision. */
interface PersonsWords {
  readonly name: string;
  /** `2 of 4 sentences stand in it; 1 left out and 1 not judged` */
  readonly words: string;
  /** One for each sentence. */
  readonly marks: readonly SaidMark[];
  /** Each sentence, and where it stands. */
  readonly said: Section;
}

/** None before there is a text. Of the question, only what was judged, or has to be. */
export function viewPeoplesWords(view: DesignView): PersonsWords[] {
  if (view.text === null) return [];
  const people = Map.groupBy(view.peopleSaid, ({ author }) => author);
  return [...people].map(([author, all]) => {
    const judged = listJudged({ ...view, peopleSaid: all });
    return {
      name: nameAtBeginning(author),
      words: judged.length === 0 ? 'the question, not judged' : sayCounts(judged.map(markOf)),
      marks: (judged.length === 0 ? all : judged).map(markOf),
      said: drawSaid({ ...view, peopleSaid: all }),
    };
  });
}

/** Those that some sentence has, in the order of the legend. */
export function listMarksIn(people: readonly Pick<PersonsWords, 'marks'>[]): SaidMark[] {
  return KINDS.filter((kind) => people.some(({ marks }) => marks.includes(kind)));
}

/** A sentence that nobody read was not judged either; its own words say which. */
function markOf({ fate, isRead, standing }: DesignView['peopleSaid'][number]): SaidMark {
  if (standing === 'given_up') return 'left_out';
  if (fate === null || !isRead) return 'not_judged';
  if (fate === 'reflected') return 'stands';
  return fate === 'contradicted' ? 'contradicted' : 'left_out';
}

function sayCounts(marks: readonly SaidMark[]): string {
  const count = (kind: SaidMark) => marks.filter((mark) => mark === kind).length;
  const standing = count('stands');
  const others = KINDS.filter((kind) => kind !== 'stands' && count(kind) > 0);
  const rest = listWords(others.map((kind) => `${count(kind)} ${SAID_MARKS[kind].words}`));
  return `${standing} of ${countOf(marks.length, 'sentence')} ${standing === 1 ? 'stands' : 'stand'} in it${rest === '' ? '' : `; ${rest}`}`;
}
