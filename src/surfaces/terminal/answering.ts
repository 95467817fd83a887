import { isOpen } from '../../core/questions/replies/questions.ts';
import type { QuestionId } from '../../core/vocabulary/ids.ts';
import { listWords } from '../../core/vocabulary/text.ts';
import { line, moment } from '../../presentation/format/document.ts';
import type { DesignView } from '../../presentation/schema/view.ts';
import { goesOnAt } from '../../presentation/talk/questions.ts';
import { sayQuestionsLeft } from '../../presentation/words/waiting.ts';
import { momentTextOf } from './format.ts';
import { lineTextsOf } from './markdown.ts';
import { TERMINAL_TEXTS } from './texts.ts';
import { awaitPrompt, type Typing } from './typing.ts';

export interface ActionResult {
  readonly ok: boolean;
  readonly words: string;
}

/** What a person can do. Each action resolves once it is recorded or refused, and shown. */
export interface AnsweringActions {
  view(): DesignView;
  now(): number;
  /** `questionId`: the one question that the words answer; absent if they are to be matched. */
  reply(text: string, questionId?: QuestionId): Promise<ActionResult>;
  finish(): Promise<ActionResult>;
}

const DONE = '/done';
/** A line like `/done`; no answer consists only of such lines. */
const COMMAND = /^\s*(?:\/[a-z]{1,20})?\s*$/i;

/**
 * Accepts answers of several lines until all questions are answered or the person is done. Throws
 * like `typing` when Ctrl-C interrupts it or `signal` ends the time for answers.
 */
export async function askQuestions(
  thread: AnsweringActions,
  typing: Typing,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const isTaken = ({ ok, words }: ActionResult) => {
    if (!ok) say(words);
    return ok;
  };
  const prompt = {
    message: TERMINAL_TEXTS.yourAnswer,
    endings: [DONE],
    status: () => [
      ...openLinesIn(thread.view(), thread.now()),
      `${DONE}: ${TERMINAL_TEXTS.goOn} ${sayQuestionsLeft(thread.view())}.`,
    ],
  };
  let unsent = '';
  while (thread.view().answering !== null) {
    const { words, endings } = splitEndings(await typing({ ...prompt, unsent }, signal));
    const unknown = endings.filter((ending) => ending !== DONE);
    unsent = unknown.length === 0 ? '' : words;
    for (const each of unknown) say(TERMINAL_TEXTS.unknownEnding(each));
    if (unknown.length > 0) continue;
    if (words !== '') say(TERMINAL_TEXTS.reading);
    if (words !== '' && !isTaken(await thread.reply(words))) continue;
    if (endings.length > 0 && isTaken(await thread.finish())) return;
  }
}

/** The written answer to a question; `''` for none. */
export type WrittenAnswer = (question: string) => string;

/** So long the example waits for an answer, in milliseconds. */
const EXAMPLE_MS = 20_000;
/** Long enough for all of its questions, in seconds. */
export const EXAMPLE_SECONDS = 120;

/**
 * Asks the example's questions one at a time. Enter, or time, takes the written answer; Ctrl-C goes
 * on without the rest.
 */
export async function askExample(
  thread: AnsweringActions,
  typing: Typing,
  signal: AbortSignal,
  written: WrittenAnswer,
): Promise<void> {
  for (const { id, text } of thread.view().questions.filter(isOpen)) {
    const answer = written(text);
    const until = thread.now() + EXAMPLE_MS;
    const prompt = {
      message: `${id} ${text}`,
      endings: null,
      status: () => [
        TERMINAL_TEXTS.exampleAnswer(
          answer,
          Math.max(0, Math.ceil((until - thread.now()) / 1_000)),
        ),
      ],
    };
    const over = AbortSignal.any([signal, AbortSignal.timeout(EXAMPLE_MS)]);
    const typed = await awaitPrompt(typing(prompt, over));
    signal.throwIfAborted();
    if (typed === 'interrupted') break;
    const words = (typed === 'overtaken' ? '' : typed.value.trim()) || answer;
    if (words !== '') await thread.reply(words, id);
  }
  if (thread.view().answering !== null) await thread.finish();
}

/**
 * Separates an answer from its endings. Below other words, a line is an ending only if it is at
 * most one typing error away from one.
 */
function splitEndings(text: string): {
  readonly words: string;
  readonly endings: readonly string[];
} {
  const lines = text.split('\n').map((line) => line.trimEnd());
  const isAlone = lines.every((line) => COMMAND.test(line));
  const isWords = (line: string) => line !== '' && !isAlone && !isSlipOf(DONE, line.trim());
  const first = lines.findLastIndex(isWords) + 1;
  return {
    words: lines.slice(0, first).join('\n').trim(),
    endings: lines
      .slice(first)
      .map((line) => line.trim())
      .filter(Boolean),
  };
}

/** `true` for the ending, or for one letter too many, missing or wrong, or two swapped. */
function isSlipOf(ending: string, line: string): boolean {
  let one = ending;
  let other = line.toLowerCase();
  if (!other.startsWith('/')) return false;
  while (one !== '' && one[0] === other[0]) [one, other] = [one.slice(1), other.slice(1)];
  while (one !== '' && one.at(-1) === other.at(-1))
    [one, other] = [one.slice(0, -1), other.slice(0, -1)];
  const isSwapped = one.length === 2 && other === `${one[1]}${one[0]}`;
  return isSwapped || (one.length <= 1 && other.length <= 1);
}

/** What is open, and when the time for answers ends. */
export function openLinesIn(view: DesignView, now: number): string[] {
  const until = Date.parse(view.waiting?.until ?? view.changedAt);
  if (until <= now) return [TERMINAL_TEXTS.answeringOver(momentTextOf(until, now))];
  const open = view.questions.filter(isOpen).map(({ id }) => id);
  const words =
    open.length === 0 ? `${sayQuestionsLeft(view)}.` : `Still open: ${listWords(open)}.`;
  return lineTextsOf(line`${words} ${goesOnAt(moment(until, now), view)}`, now);
}
