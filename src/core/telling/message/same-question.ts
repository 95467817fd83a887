import type { SameQuestion } from '../../outcome/same-question.ts';
import type { Thread } from '../../vocabulary/events.ts';
import { type Clickable, type Document, document, given, lines, ours, section } from '../document.ts';
import { type ReadAt, sameQuestionLines } from '../facts/same-question.ts';
import { TEXTS } from './texts.ts';

/** Tells a person before a start that the question was asked before, and waits for their choice. */
export function sameQuestionDocument(
  topic: string,
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
    return url === null ? [ours(`(${id})`)] : [{ kind: 'link', url, words: TEXTS.sameQuestion.open }];
  });
  return document(
    TEXTS.sameQuestion.title,
    (most) => [
      section(lines([ours(TEXTS.sameQuestion.title)]), { kind: 'quote', line: [given(topic, most)] }),
      ...told.map((each) => section(lines(each))),
    ],
    { clickable: { kind: 'buttons', buttons } },
  );
}
