import { isOpen } from '../../core/questions/replies/questions.ts';
import type { QuestionId } from '../../core/vocabulary/ids.ts';
import { listWords } from '../../core/vocabulary/text.ts';
import { line, moment } from '../../presentation/format/document.ts';
import type { DesignView } from '../../presentation/schema/view.ts';
import { drawGoingOn } from '../../presentation/talk/questions.ts';
import { sayQuestionsLeft } from '../../presentation/words/waiting.ts';
import { momentTextOf } from './format.ts';
import { lineTextsOf } from './markdown.ts';
import { TERMINAL_TEXTS } from './texts.ts';
import { awaitPrompt, type TypedQuestion, type Typing } from './typing.ts';

export interface ActionResult {
  readonly ok: boolean;
  readonly words: string;
}

/** What a person can do. Each action resolves once it is recorded or refused, and shown. */
interface AnsweringActions {
  view(): DesignView;
  now(): number;
  /** The words are to be matched to the questions. */
  reply(text: string): Promise<ActionResult>;
  finish(): Promise<ActionResult>;
}

/** `author`: absent for the person at the terminal. */
export interface ExampleActions extends Pick<AnsweringActions, 'view' | 'now'> {
  reply(text: string, questionId: QuestionId, author?: string): Promise<ActionResult>;
  finish(author?: string): Promise<ActionResult>;
  say(line: string): void;
}

const DONE = '/done';
const IS_DONE = /(?:^|\n)[ \t]*\/done$/i;
/** No answer is such a word alone. */
const COMMAND = /^\/[a-z]{1,20}$/i;

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
    ending: DONE,
    status: () => [
      ...openLinesIn(thread.view(), thread.now()),
      `${DONE}: ${TERMINAL_TEXTS.goOn} ${sayQuestionsLeft(thread.view())}.`,
    ],
  };
  while (thread.view().answering !== null) {
    const typed = (await typing(prompt, signal)).trim();
    const words = typed.replace(IS_DONE, '').trim();
    if (COMMAND.test(words)) {
      say(TERMINAL_TEXTS.unknownEnding(words));
      continue;
    }
    if (words !== '') say(TERMINAL_TEXTS.reading);
    if (words !== '' && !isTaken(await thread.reply(words))) continue;
    if (IS_DONE.test(typed) && isTaken(await thread.finish())) return;
  }
}

/** The written answer to a question; `''` for none. */
export type WrittenAnswer = (question: string) => string;

/** So long the example waits for a first key, in milliseconds. */
export const FIRST_KEY_MS = 20_000;
/** Long enough to type answers to all of its questions, in seconds. */
export const EXAMPLE_SECONDS = 600;
/** Who answers on record where nobody has pressed a key: a person has said nothing then. */
export const WRITTEN_EXAMPLE = 'the written example';

/**
 * Asks the example's questions one at a time. Enter takes the written answer. Without a key, the
 * example gives it in its own name after `firstKeyMs`; from the first key on, somebody is there and
 * is waited for. Ctrl-C goes on without the rest. Words without their Enter are nobody's answer:
 * they are shown as not sent.
 */
export async function askExample(
  thread: ExampleActions,
  typing: Typing,
  signal: AbortSignal,
  written: WrittenAnswer,
  firstKeyMs = FIRST_KEY_MS,
): Promise<void> {
  let author: string | undefined;
  let isSomebodyHere = false;
  let seesKeys = true;
  const tell = ({ ok, words }: ActionResult): void => {
    if (!ok) thread.say(words);
  };
  for (const { id, text } of thread.view().questions.filter(isOpen)) {
    const answer = written(text);
    const countdown = startCountdown(firstKeyMs, thread.now);
    if (isSomebodyHere) countdown.stop();
    let unsent = '';
    const prompt: TypedQuestion = {
      message: `${id} ${text}`,
      ending: null,
      onKey: (words) => {
        isSomebodyHere = true;
        seesKeys = words !== null;
        countdown.stop();
        unsent = (words ?? '').trim();
      },
      status: () => [
        sayExampleAnswer(answer, countdown.leftMs(), thread),
        ...(seesKeys ? [TERMINAL_TEXTS.exampleGoesOn] : []),
      ],
    };
    const over = AbortSignal.any([signal, countdown.over]);
    const typed = await awaitPrompt(typing(prompt, over)).finally(countdown.stop);
    if ((signal.aborted || typed === 'interrupted') && unsent !== '')
      thread.say(TERMINAL_TEXTS.unsent(unsent));
    signal.throwIfAborted();
    isSomebodyHere ||= typed !== 'overtaken';
    author = typed === 'overtaken' ? WRITTEN_EXAMPLE : undefined;
    if (typed === 'interrupted') break;
    const words = (typed === 'overtaken' ? '' : typed.value.trim()) || answer;
    if (words !== '') tell(await thread.reply(words, id, author));
  }
  if (thread.view().answering !== null) tell(await thread.finish(author));
}

function startCountdown(ms: number, now: () => number) {
  const over = new AbortController();
  const until = now() + ms;
  // A key that is pressed in time counts, even if a busy process reads it later.
  let reading: NodeJS.Immediate | undefined;
  const counting = setTimeout(() => {
    reading = setImmediate(() => over.abort());
  }, ms);
  let isStopped = false;
  return {
    over: over.signal,
    /** `null` once it was stopped. */
    leftMs: () => (isStopped ? null : Math.max(0, until - now())),
    stop() {
      isStopped = true;
      clearTimeout(counting);
      clearImmediate(reading);
    },
  };
}

function sayExampleAnswer(
  answer: string,
  leftMs: number | null,
  { view, now }: Pick<AnsweringActions, 'view' | 'now'>,
): string {
  if (leftMs !== null) return TERMINAL_TEXTS.exampleAnswer(answer, Math.ceil(leftMs / 1_000));
  const { waiting, changedAt } = view();
  const until = Date.parse(waiting?.until ?? changedAt);
  return TERMINAL_TEXTS.exampleTyped(answer, momentTextOf(until, now()));
}

/** What is open, and when the time for answers ends. */
export function openLinesIn(view: DesignView, now: number): string[] {
  const until = Date.parse(view.waiting?.until ?? view.changedAt);
  if (until <= now) return [TERMINAL_TEXTS.answeringOver(momentTextOf(until, now))];
  const open = view.questions.filter(isOpen).map(({ id }) => id);
  const words =
    open.length === 0 ? `${sayQuestionsLeft(view)}.` : `Still open: ${listWords(open)}.`;
  return lineTextsOf(line`${words} ${drawGoingOn(moment(until, now), view)}`, now);
}
