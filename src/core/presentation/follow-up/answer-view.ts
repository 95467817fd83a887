import type { Design } from '../../vocabulary/design.ts';
import type { EventOf } from '../../vocabulary/events.ts';
import { iso } from '../../vocabulary/figures.ts';
import { answerMark, NOT_SAID, sourceOf } from '../decision/decision-status.ts';

export function answerViewOf(design: Design, asked: EventOf<'record_asked'>) {
  const { at, by, question, answer, costUsd, isPrivate = false, isRehearsal = false, kind = null } = asked;
  return {
    at: iso(at),
    by,
    question,
    text: answer.length === 0 ? NOT_SAID : answer.map(({ text }) => text).join(' '),
    sentences: answer.map(({ text, cites }) => ({
      text,
      cites: cites.map((name) => ({ name, source: sourceOf(design, name) })),
    })),
    note: answerMark(asked),
    /** The kind of question that code answered; null: from the record. */
    kind,
    costUsd,
    private: isPrivate,
    rehearsal: isRehearsal,
  };
}
