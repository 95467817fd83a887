import type { Afterwards, Design } from '../vocabulary/design.ts';
import { iso } from '../vocabulary/figures.ts';
import { answerMark, NOT_SAID, sourceOf } from './facts/afterwards.ts';

/** An answer about a decision as the API gives it. */
export function answerViewOf(design: Design, asked: Extract<Afterwards, { readonly type: 'record_asked' }>) {
  const { at, by, question, answer, costUsd, isPrivate = false, isRehearsal = false } = asked;
  return {
    at: iso(at),
    by,
    question,
    /** All of it as text. */
    text: answer.length === 0 ? NOT_SAID : answer.map(({ text }) => text).join(' '),
    /** Empty: the record does not say. */
    sentences: answer.map(({ text, cites }) => ({
      text,
      cites: cites.map((name) => ({ name, source: sourceOf(design, name) })),
    })),
    note: answerMark(asked),
    costUsd,
    private: isPrivate,
    rehearsal: isRehearsal,
  };
}
