import type { SameQuestion } from '../../outcome/same-question.ts';
import type { Thread } from '../../vocabulary/event-parts.ts';
import { type Clickable, type Document, document, lines, section, trusted } from '../format/document.ts';
import { TEXTS } from '../run/texts.ts';
import { type ReadAt, sameQuestionLines } from '../start/same-question.ts';

export function sameQuestionDocument(
  found: SameQuestion,
  {
    now,
    linkTo,
    buttons,
  }: {
    readonly now: ReadAt;
    readonly linkTo: (thread: Thread) => string | null;
    readonly buttons: Extract<Clickable, { readonly kind: 'buttons' }>['buttons'];
  },
): Document {
  const told = sameQuestionLines(found, now, ({ id, thread }) => {
    const url = thread === null ? null : linkTo(thread);
    return url === null ? [trusted(`(${id})`)] : [{ kind: 'link', url, words: TEXTS.sameQuestion.open }];
  });
  return document(
    TEXTS.sameQuestion.title,
    () => [section(lines([trusted(TEXTS.sameQuestion.title)])), ...told.map((each) => section(lines(each)))],
    buttons.length === 0 ? {} : { clickable: { kind: 'buttons', buttons } },
  );
}
