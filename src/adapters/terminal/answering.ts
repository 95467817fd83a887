import type { Design } from '../../core/design.ts';
import { answeringUntil, openQuestions } from '../../core/question/questions.ts';
import { named } from '../../runtime/message/texts.ts';
import { deadlineWords } from './format.ts';
import { TEXTS } from './texts.ts';
import type { Typing } from './typing.ts';

/** What became of what somebody said or decided, in words for people. `ok` is `false` where it is refused. */
export interface Outcome {
  readonly ok: boolean;
  readonly words: string;
}

/** What the people at a terminal can do about a design; each resolves once it is recorded or refused, and shown. */
export interface Thread {
  /** As it is now, with what others have answered meanwhile. */
  design(): Design;
  now(): number;
  reply(text: string): Promise<Outcome>;
  finish(skip: boolean): Promise<Outcome>;
}

const [DONE, SKIP] = ['/done', '/skip'];
/** The last lines that are one of them, or one of them mistyped: nobody answers so. */
const ENDINGS = /(?:(?:^|\n)\s*\/[a-z]{1,20})+\s*$/i;

/**
 * Takes answers in people's own words, several lines at a time, until all questions are answered or they are done. Throws
 * as typing does when it is interrupted, or `signal` says that answering is over.
 */
export async function askQuestions(
  thread: Thread,
  typing: Typing,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const isTaken = ({ ok, words }: Outcome) => {
    if (!ok) say(words);
    return ok;
  };
  const asked = { message: TEXTS.yourAnswer, endings: [DONE, SKIP], status: () => statusLines(thread) };
  while (thread.design().answering !== null) {
    const typed = await typing(asked, signal);
    const found = ENDINGS.exec(typed);
    const words = typed.slice(0, found?.index).trim();
    const endings = found?.[0].trim().split(/\s+/) ?? [];
    const unknown = endings.filter((ending) => ending !== DONE && ending !== SKIP);
    if (words !== '') say(TEXTS.reading);
    if (words !== '' && !isTaken(await thread.reply(words))) continue;
    for (const each of unknown) say(TEXTS.unknownEnding(each));
    const last = endings.at(-1);
    if (unknown.length > 0 || last === undefined) continue;
    if (isTaken(await thread.finish(last === SKIP))) return;
  }
}

function statusLines(thread: Thread): string[] {
  const design = thread.design();
  const now = thread.now();
  const open = openQuestions(design).map(({ id }) => id);
  return [openWords(open, answeringUntil(design) ?? now, now), TEXTS.howToEnd];
}

/** `open`: ids of questions; `until`: when people are no longer waited for, in milliseconds since the epoch. */
export function openWords(open: readonly string[], until: number, now: number): string {
  const left = deadlineWords(until, now);
  return open.length === 0 ? TEXTS.allRead(left) : TEXTS.stillOpen(named(open), left);
}
