/** What a terminal shows of a design while it runs: what is new in the messages of its thread. */

import type { DesignEvent } from '#design/events.ts';
import { nameOfAuthor } from '#design/people.ts';
import type { Design } from '#design/state.ts';
import { isSettled } from '#design/status.ts';
import { figures, nowLine, stages } from '#words/card.ts';
import { exampleLine } from '#words/example.ts';
import { shorten } from '#words/figures.ts';
import { blocks, join, Markdown, md } from '#words/md.ts';
import { messagesOf } from '#words/thread.ts';

/** Returns what is new with each event. `isLog`: each message once, without its edits. */
export function createProgress(isLog: boolean): (design: Design, event?: DesignEvent) => Markdown {
  const shown = new Set<string>();
  const isNew = (text: string) => !shown.has(text) && shown.add(text);
  return (design, event) => {
    if (isSettled(design)) return new Markdown('');
    const options = { publicUrl: null, key: '', isWaitingForPlace: false };
    const messages = messagesOf(design, options).filter(
      ({ key }) => isReady(key, design) && (!isLog || isNew(key)),
    );
    const paragraphs = messages.flatMap(({ message }) => message.text.split('\n\n'));
    // The start has said that it is an example, and the result says it.
    const example = exampleLine(design)?.text;
    const news = [stages(design).text, ...paragraphs].filter(
      (text) => text !== example && isNew(text),
    );
    const words = blocks(happened(design, event), ...news.map((text) => new Markdown(text)));
    return isLog ? new Markdown(words.text.replaceAll('\n\n', '\n')) : words;
  };
}

/** Messages that are read as they come: with a deadline, and after all have argued. */
function isReady(key: string, { step, answering }: Design): boolean {
  if (key === 'questions') return step !== 'answering' || answering !== null;
  return key === 'proposals' || (key === 'differences' && step !== 'arguing');
}

/** A line for an event that no message of the thread shows. */
function happened(design: Design, event: DesignEvent | undefined): Markdown | null {
  const isRetry = event?.type === 'session_started' && event.origin === 'retry';
  if (isRetry || event?.type === 'participant_excused') return nowLine(design);
  if (event?.type !== 'reply_recorded') return null;
  return md`${nameOfAuthor(event.reply)}: “${shorten(event.reply.text, 300)}”`;
}

/** `3 of 6 sealed · 2 min · $0.31 of $5.00 · ✂️ Subtractor sealed · 🏺 Archaeologist writing` */
export function nowWords(design: Design): Markdown {
  return join([figures({ ...design, lastAt: Date.now() }), nowLine(design)], ' · ');
}
