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
  /** `null` for a single line. Of several, an empty line or this one sends them all. */
  readonly ending: string | null;
  /** Called at each key with the line as it is then; at once with `null` where none can be seen. */
  readonly onKey?: (line: string | null) => void;
  status(): readonly string[];
}

/**
 * Resolves with what was typed. Throws when Ctrl-C interrupts it or `signal` aborts it. Several
 * lines are kept, and are there again when the same question is next asked.
 */
export type Typing = (asked: TypedQuestion, signal: AbortSignal) => Promise<string>;

/** Names of errors of a prompt that was aborted: the library's, and the reasons of a signal. */
const OVERTAKEN = new Set(['AbortPromptError', 'CancelPromptError', 'AbortError', 'TimeoutError']);

/**
 * The answer, or how the prompt ended: by Ctrl-C, or aborted, by its time too. The library
 * distinguishes these by an error's name.
 */
export async function awaitPrompt<Value>(
  prompt: Promise<Value>,
): Promise<{ readonly value: Value } | 'interrupted' | 'overtaken'> {
  try {
    return { value: await prompt };
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    if (name === 'ExitPromptError') return 'interrupted';
    if (OVERTAKEN.has(name)) return 'overtaken';
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
  return ({ message, ending }) => {
    if (ending === null) return { message, lines: [] };
    if (draft.message !== message) draft = { message, lines: [] };
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

/** Readline repeats the errors of its input, where they are handled first. */
const leaveToInput = () => undefined;

interface Prompted extends TypedQuestion {
  readonly bold: (text: string) => string;
  readonly draft: Draft;
}

const prompt = createPrompt<string, Prompted>((prompted, done) => {
  const { message, ending, onKey, status, bold, draft } = prompted;
  const [lines, setLines] = useState(draft.lines.slice(0, -1));
  const [line, setLine] = useState(draft.lines.at(-1) ?? '');
  const [isOver, setOver] = useState(false);
  const [, redraw] = useState({});
  /** The line before the last key: readline has already cleared it when Enter arrives here. */
  const lastLine = useRef('');
  const isPasting = useRef(false);
  useEffect((readline) => {
    readline.on('error', leaveToInput);
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
      const words = now.trim();
      const isEnd = words === '' ? !isPasting.current : words === ending;
      if (ending === null || isEnd) {
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
    onKey?.(lastLine.current);
    draft.lines = [...above, lastLine.current];
    setLines(above);
    setLine(lastLine.current);
  });
  const words = ending === null ? ` ${line}` : ['', ...lines, line].join(`\n${INDENT}`);
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
    const { message, ending, onKey } = asked;
    onKey?.(null);
    const answer = Promise.withResolvers<string>();
    const draft = draftOf(asked);
    using reader = createInterface({ input, terminal: false });
    reader.on('error', leaveToInput);
    reader.on('line', (line) => {
      draft.lines = [...draft.lines, line];
      if (ending !== null && !['', ending].includes(line.trim())) return;
      reader.close();
      answer.resolve(draft.lines.join('\n'));
      draft.lines = [];
    });
    const draftLines = draft.lines.map((line) => `${INDENT}${line}`);
    output.write(`${[...belowOf(asked), `? ${message}`, ...draftLines].join('\n').trimEnd()}\n`);
    return await awaitUnlessAborted(answer.promise, signal);
  };
}

function belowOf({ ending, status }: TypedQuestion): string[] {
  return [
    ...status(),
    ...(ending === null ? [] : ['Enter begins a new line, Enter on an empty line sends.']),
  ];
}
