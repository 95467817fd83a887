import type { Control } from '../format/control.ts';
import {
  bold,
  clickable,
  type Document,
  document,
  italic,
  keep,
  line,
  lines,
  section,
  small,
  untrustedMarkdown,
} from '../format/document.ts';
import { drawPerson } from '../format/people.ts';
import type { DesignView } from '../schema/view.ts';
import { listAskControls, listControlsAfterEnd, listRunAgainControls } from '../words/controls.ts';

const SMALL_CHARACTERS = 600;

/** The answer to a question about the decision, with its sources and next steps. */
export function drawAnswerInThread(view: DesignView, answer: Answer): Document {
  const { by, question } = answer;
  const { notification, sections } = drawAnswerAlone(answer);
  const asked = line`${bold(drawPerson(by))}: ${italic(untrustedMarkdown(question))}`;
  return document(notification, [lines(asked), ...sections], {
    clickable: clickable(view.id, nextIn(view)),
  });
}

export interface Answer {
  readonly by: string;
  readonly question: string;
  readonly text: string;
  readonly sentences: readonly { readonly cites: readonly { readonly source: string }[] }[];
  readonly note: string;
}

/** An answer with its sources. */
export function drawAnswerAlone({ text, sentences, note }: Answer): Document {
  const sources = [...new Set(sentences.flatMap(({ cites }) => cites.map(({ source }) => source)))];
  return document(untrustedMarkdown(text, SMALL_CHARACTERS), [
    lines(untrustedMarkdown(text)),
    section(
      sources.length > 0 && small(`Sources: ${sources.join('; ')}`, SMALL_CHARACTERS),
      keep(SMALL_CHARACTERS, small(note, SMALL_CHARACTERS)),
    ),
  ]);
}

function nextIn(view: DesignView): Control[] {
  if (view.endedAt === null) return listAskControls(view);
  const follow = listControlsAfterEnd(view).filter(({ kind }) => kind === 'follow_up');
  return follow.length > 0 ? [...listAskControls(view), ...follow] : listRunAgainControls(view);
}
