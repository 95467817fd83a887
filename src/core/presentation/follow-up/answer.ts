import { questionsAskedOf } from '../../follow-up/decision-status.ts';
import { decisionInForce } from '../../outcome/outcome.ts';
import { offersRetry } from '../../outcome/policy/should-retry.ts';
import type { Design } from '../../vocabulary/design.ts';
import type { EventOf } from '../../vocabulary/events.ts';
import { iso } from '../../vocabulary/figures.ts';
import type { AskedKind } from '../../vocabulary/sets.ts';
import { answerLine, answerMark, NOT_SAID, sourceOf, sourcesWords } from '../decision/decision-status.ts';
import { askControls, type Control, runAgainControl } from '../format/controls.ts';
import {
  bold,
  bullets,
  clickable,
  type Document,
  document,
  line,
  lines,
  section,
  small,
  untrusted,
  untrustedMarkdown,
} from '../format/document.ts';
import { person } from '../format/people.ts';
import { ASKED_WORDS, answeredByCode } from './asked.ts';

type Asked = EventOf<'record_asked'>;

const SMALL_CHARACTERS = 600;

/** The answer to a question about the decision, in its thread, with its sources and next steps (J14). */
export function answerDocument(design: Design, number: number): Document {
  const asked = questionsAskedOf(design)[number - 1];
  if (asked === undefined) throw new Error(`broken invariant: no question ${number} was asked`);
  return answered(design, asked, nextControls(design));
}

/** An answer that only the asker sees. `posted`: the name by which it can be posted. */
export function privateAnswerDocument(design: Design, asked: Asked, posted: string): Document {
  return answered(design, asked, [
    { kind: 'post_answer', about: posted },
    ...nextControls(design),
    { kind: 'where' },
  ]);
}

/** The same in a list of answers, which has its own field for the next question. */
export function ownAnswerDocument(design: Design, asked: Asked, posted: string): Document {
  return answered(design, asked, [{ kind: 'post_answer', about: posted }]);
}

export function whereDocument(design: Design, kind: AskedKind): Document {
  const words = answeredByCode(design, kind);
  const controls: Control[] = [{ kind: 'post_answer', about: kind }, { kind: 'where' }];
  return document(
    words,
    (maxChars) => [section(lines([bold(ASKED_WORDS[kind])], [untrusted(words, maxChars)]))],
    {
      clickable: clickable(design.id, controls),
    },
  );
}

function answered(design: Design, asked: Asked, controls: readonly Control[]): Document {
  const sources = sourcesWords(design, asked);
  const sections = (maxChars: number) => [
    section(
      lines(
        line`${person(asked.by, { bold: true })}: ${untrustedMarkdown(asked.question, maxChars, { italic: true })}`,
      ),
    ),
    section(
      asked.kind === 'all'
        ? bullets(asked.answer.map(({ text }) => [untrusted(text, maxChars)]))
        : lines(answerLine(asked, maxChars)),
    ),
    section(
      ...(sources === '' ? [] : [small(sources, Math.min(maxChars, SMALL_CHARACTERS))]),
      small(answerMark(asked), SMALL_CHARACTERS),
    ),
  ];
  return document(answerLine(asked), sections, { clickable: clickable(design.id, controls) });
}

function nextControls(design: Design): Control[] {
  const asking = askControls(design);
  if (design.end === null) return asking;
  if (decisionInForce(design) !== null) return [{ kind: 'follow_up' }, ...asking];
  return offersRetry(design) ? [runAgainControl(design)] : [];
}

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
