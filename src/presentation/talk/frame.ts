import {
  bold,
  type Line,
  line,
  lines,
  list,
  quotation,
  type Section,
  section,
  under,
  untrusted,
  untrustedMarkdown,
} from '../format/document.ts';
import { drawPerson } from '../format/people.ts';
import { drawTitle } from '../judged/people.ts';
import type { DesignView } from '../schema/view.ts';

const REASON_CHARACTERS = 300;

/** How the question was understood, and who takes part and why; empty before that. */
export function drawQuestionFrame(view: DesignView): Section {
  if (view.frame === null) return [];
  const { isDesignQuestion, reason, restated, decided, picked, released } = view.frame;
  const question: Line = isDesignQuestion
    ? line`The question: ${untrustedMarkdown(restated)}`
    : line`Not a design question: ${untrustedMarkdown(reason)}`;
  const personas = (those: typeof picked) =>
    list(
      those
        .filter((each) => each.reason !== '')
        .map(
          ({ persona, reason: why }) =>
            line`${bold(drawTitle(view, persona))} ${untrusted(why, REASON_CHARACTERS)}`,
        ),
    );
  return section(
    lines(question),
    under(
      lines(line`Fixed by what ${drawPerson(view.startedBy)} wrote:`),
      decided.map((quote) => quotation(quote)),
    ),
    under(lines('Who takes part, and why:'), personas(picked)),
    under(lines('Who is not needed, and why:'), personas(released)),
  );
}
