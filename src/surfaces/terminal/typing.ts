import { createInterface } from 'node:readline';
import {
  createPrompt,
  isBackspaceKey,
  isEnterKey,
  useEffect,
  useKeypress,
  useRef,
  useState,
} from '@inquirer/core';
import { awaitUnlessAborted } from '../../foundation/timeout.ts';
import { foldLine } from './format.ts';
import { columnsOf, paintFor } from './look.ts';

export interface TypedQuestion {
  readonly message: string;
  /** `null` for a single line. With several lines, an empty one or one of these sends them all. */
  readonly endings: readonly string[] | null;
  /** Lines of an earlier, rejected answer to continue; `''` for none. */
  readonly unsent?: string;
  status(): readonly string[];
}

/**
 * Resolves with what was typed. Throws when Ctrl-C interrupts it or `signal` aborts it. Several
 * lines are kept, and are there again when the same question is next asked.
 */
export type Typing = (asked: TypedQuestion, signal: AbortSignal) => Promise<string>;

/**
 * The answer, or how the prompt ended: by Ctrl-C, or aborted. The library distinguishes these by an
 * error's name.
 */
export async function awaitPrompt<Value>(
  prompt: Promise<Value>,
): Promise<{ readonly value: Value } | 'interrupted' | 'overtaken'> {
  try {
    return { value: await prompt };
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    if (name === 'ExitPromptError') return 'interrupted';
    if (['AbortPromptError', 'CancelPromptError', 'AbortError'].includes(name)) return 'overtaken';
    throw error;
  }
}

const REDRAW_MS = 1_000;
const INDENT = '  ';
/** Bracketed paste: the terminal marks pasted text, so that an empty line in it sends nothing. */
const PASTE_ON = '\u001b[?2004h';
const PASTE_OFF = '\u001b[?2004l';

interface Draft {
  readonly message: string;
  lines: readonly string[];
}

/** Keeps an aborted draft until another question for several lines is asked. */
function keepDrafts(): (asked: TypedQuestion) => Draft {
  let draft: Draft = { message: '', lines: [] };
  return ({ message, endings, unsent = '' }) => {
    if (endings === null) return { message, lines: [] };
    if (draft.message !== message) draft = { message, lines: [] };
    if (unsent !== '') draft.lines = [...unsent.split('\n'), ''];
    return draft;
  };
}

/** Redraws the lines below the input while a person types. */
export function createLiveTyping(output: NodeJS.WriteStream, input: NodeJS.ReadStream): Typing {
  const bold = (text: string) => paintFor(output)('bold', text);
  const draftOf = keepDrafts();
  return async (asked, signal) => {
    const status = () => belowOf(asked).map((line) => foldLine(line, columnsOf(output)));
    output.write(PASTE_ON);
    try {
      return await prompt(
        { ...asked, status, bold, draft: draftOf(asked) },
        { output, input, signal },
      );
    } finally {
      output.write(PASTE_OFF);
    }
  };
}

interface Prompted extends TypedQuestion {
  readonly bold: (text: string) => string;
  readonly draft: Draft;
}

const prompt = createPrompt<string, Prompted>(({ message, endings, status, bold, draft }, done) => {
  const [lines, setLines] = useState(draft.lines.slice(0, -1));
  const [line, setLine] = useState(draft.lines.at(-1) ?? '');
  const [isOver, setOver] = useState(false);
  const [, redraw] = useState({});
  /** The line before the last key: readline has already cleared it when Enter arrives here. */
  const lastLine = useRef('');
  const isPasting = useRef(false);
  useEffect((readline) => {
    readline.write(line);
    lastLine.current = line;
    const ticking = setInterval(() => redraw({}), REDRAW_MS);
    return () => clearInterval(ticking);
  }, []);
  useKeypress((key, readline) => {
    const now = lastLine.current;
    let above = lines;
    if (key.name === 'paste-start') isPasting.current = true;
    if (key.name === 'paste-end') isPasting.current = false;
    if (isEnterKey(key)) {
      lastLine.current = '';
      const isEnd = endings === null || (now.trim() === '' && !isPasting.current);
      if (isEnd || endings.includes(now.trim())) {
        setOver(true);
        setLine(now);
        draft.lines = [];
        done([...lines, now].join('\n'));
        return;
      }
      above = [...lines, now];
    } else if (isBackspaceKey(key) && now === '' && lines.length > 0) {
      readline.write(lines.at(-1) ?? '');
      above = lines.slice(0, -1);
    }
    lastLine.current = readline.line;
    draft.lines = [...above, lastLine.current];
    setLines(above);
    setLine(lastLine.current);
  });
  const words = endings === null ? ` ${line}` : ['', ...lines, line].join(`\n${INDENT}`);
  const text = `? ${bold(message)}${words}`;
  return isOver ? text.trimEnd() : [text, status().join('\n')];
});

/**
 * Line by line, for screen readers and terminals that cannot redraw. Waits forever at the end of
 * the input.
 */
export function createPlainTyping(input: NodeJS.ReadStream, output: NodeJS.WriteStream): Typing {
  const draftOf = keepDrafts();
  return async (asked, signal) => {
    const { message, endings } = asked;
    const answer = Promise.withResolvers<string>();
    const draft = draftOf(asked);
    using reader = createInterface({ input, terminal: false });
    reader.on('line', (line) => {
      draft.lines = [...draft.lines, line];
      if (endings !== null && line.trim() !== '' && !endings.includes(line.trim())) return;
      reader.close();
      answer.resolve(draft.lines.join('\n'));
      draft.lines = [];
    });
    const draftLines = draft.lines.map((line) => `${INDENT}${line}`);
    output.write(`${[...belowOf(asked), `? ${message}`, ...draftLines].join('\n').trimEnd()}\n`);
    return await awaitUnlessAborted(answer.promise, signal);
  };
}

function belowOf({ endings, status }: TypedQuestion): string[] {
  return [
    ...status(),
    ...(endings === null ? [] : ['Enter begins a new line, Enter on an empty line sends.']),
  ];
}
