import { isOpen } from '../../core/questions/replies/questions.ts';
import { countOf } from '../../core/vocabulary/figures.ts';
import { listWords } from '../../core/vocabulary/text.ts';
import { ago, bold, type Line, line, moment, type Time, untrusted } from '../format/document.ts';
import type { QuestionView } from '../schema/talk.ts';
import type { DesignView } from '../schema/view.ts';
import { drawAsk } from './gate-words.ts';

type Waiting = NonNullable<DesignView['waiting']>;

export const WAITING_WORDS = {
  start: 'Waiting until all personas are ready',
  files: 'Writing the files',
} as const;

/** Titles that are named one by one. */
const NAMED = 2;

/** `3 of 5 questions are still open` */
export function sayQuestionsLeft({
  questions,
}: {
  readonly questions: readonly Pick<QuestionView, 'status'>[];
}): string {
  const all = countOf(questions.length, 'question');
  const open = questions.filter(isOpen).length;
  if (open === 0) return 'No question is open';
  const are = open === 1 ? 'is' : 'are';
  return open === questions.length ? `${all} ${are} open` : `${open} of ${all} ${are} still open`;
}

/** Empty if everyone has contributed. */
export function sayMissingParticipants(titles: readonly string[], of: number): string {
  if (titles.length === 0) return '';
  return `Waiting for ${titles.length <= NAMED ? listWords(titles) : `${titles.length} of ${of} personas`}`;
}

export function sayWaitForSlot(isForTheirOwn: boolean): string {
  const why = isForTheirOwn
    ? 'its starter has reached the limit of running designs'
    : 'the limit of running designs is reached';
  return `Waiting for its turn: ${why}`;
}

export function saySilentModel(titles: readonly string[]): string {
  return `Waiting for the model (${titles.length <= NAMED ? listWords(titles) : `${titles.length} participants`})`;
}

/** Waits that somebody can end. */
const ENDABLE: readonly Waiting['kind'][] = ['answers', 'decision', 'slot'];

/**
 * What a design waits for, since when and until when; without a full stop. `now`: where nobody may
 * go on with it.
 */
export function drawWaiting({ waiting, changedAt }: DesignView, now = 0): Line {
  if (waiting === null || waiting.words === '') return [];
  const { kind, since, until } = waiting;
  const plain = untrusted(waiting.words);
  const words = ENDABLE.includes(kind) ? bold(plain) : plain;
  const end = until === null ? [] : moment(until, changedAt);
  if (kind === 'model' && since !== null && until !== null) {
    const next = Date.parse(until) <= now ? 'next try was due' : 'next try';
    return line`${drawUnavailable(waiting.words, since)}; ${next} at ${end}`;
  }
  if (kind === 'decision' && until !== null)
    return drawAsk(waiting.words, moment(until, changedAt));
  if (kind === 'answers') return line`${words}; the personas go on at ${end} at the latest`;
  return line`${words}${since === null ? [] : drawSince(since)}${until === null ? [] : line`, until ${end}`}`;
}

export function drawSince(at: Time): Line {
  return line` since ${moment(at, at)}`;
}

/** `The model (claude-opus-5-5 at Anthropic) is overloaded, since 14:02` */
export function drawUnavailable(words: string, since: Time): Line {
  return line`${untrusted(words, WORDS_CHARACTERS)}, since ${moment(since, since)}`;
}

/** A model with its endpoint, and its trouble. */
const WORDS_CHARACTERS = 400;

/** Calls that a model does not answer. */
export function drawSilence({ silence }: Pick<DesignView, 'silence'>): Line {
  if (silence === null) return [];
  const { words, since, againAt, unavailable } = silence;
  if (unavailable !== null)
    return line`${drawUnavailable(words, unavailable.since)}; trying until ${moment(unavailable.until, unavailable.since)}`;
  const again = againAt === null ? [] : line`; next try at ${moment(againAt, since)}`;
  return line`${untrusted(words)}: the wait began ${ago(since, since)}${again}`;
}
