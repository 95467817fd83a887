import type { SaidFate } from '../../core/decision/people.ts';
import { countOf } from '../../core/vocabulary/figures.ts';
import type { Section } from '../format/document.ts';
import { nameAtBeginning } from '../format/people.ts';
import { drawSaid, listJudged } from '../judged/said.ts';
import type { DesignView } from '../schema/view.ts';

/** How much of what a person said stands in the decision. */
interface PersonsWords {
  readonly name: string;
  /** `2 of 3 sentences stand in it` */
  readonly words: string;
  /** One for each sentence; `null`: nobody has judged it. */
  readonly fates: readonly (SaidFate | null)[];
  /** Each sentence, and where it stands. */
  readonly said: Section;
}

/** None before there is a text. Of the question, only what was judged, or has to be. */
export function peoplesWordsIn(view: DesignView): PersonsWords[] {
  if (view.text === null) return [];
  const people = Map.groupBy(view.peopleSaid, ({ author }) => author);
  return [...people].map(([author, all]) => {
    const judged = listJudged({ ...view, peopleSaid: all });
    const fates = judged.map(({ fate, standing }) =>
      standing === 'given_up' ? 'does_not_matter' : fate,
    );
    const standing = fates.filter((fate) => fate === 'reflected').length;
    return {
      name: nameAtBeginning(author),
      words:
        judged.length === 0
          ? `${countOf(all.length, 'sentence')} of the question, not judged`
          : `${standing} of ${countOf(judged.length, 'sentence')} ${standing === 1 ? 'stands' : 'stand'} in it`,
      fates,
      said: drawSaid({ ...view, peopleSaid: all }),
    };
  });
}
