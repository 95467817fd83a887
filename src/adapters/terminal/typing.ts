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
import { abortable } from '../../foundation/timeout.ts';
import { folded } from './format.ts';
import { columnsOf, paintFor } from './look.ts';
import { TEXTS } from './texts.ts';

/** Something that a person is asked to type. */
export interface Asked {
  readonly message: string;
  /** Several lines: an empty one sends them, and so does a line that is one of these. `null`: one line. */
  readonly endings: readonly string[] | null;
  /** Lines that are given back for a question of several lines, with a new one begun below them; empty or left out for none. */
  readonly unsent?: string;
  /** The lines below the input, in the present state. */
  status(): readonly string[];
}

/**
 * Resolves with what was typed. Throws when Ctrl-C interrupts it, or `signal` takes it back: what was typed of several lines
 * is there again when the same is asked next.
 */
export type Typing = (asked: Asked, signal: AbortSignal) => Promise<string>;

/** Clocks count in seconds. */
const REDRAW_MS = 1_000;
const INDENT = '  ';
/** Makes a terminal say where something that is pasted begins and ends, so that an empty line in it sends nothing. */
const [PASTE_ON, PASTE_OFF] = ['\u001b[?2004h', '\u001b[?2004l'];

/** Typed words of an answer that is not sent. */
interface Draft {
  readonly message: string;
  lines: readonly string[];
}

/** Keeps the draft of several lines until something else of several lines is asked, for when this is taken back. */
function drafts(): (asked: Asked) => Draft {
  let kept: Draft = { message: '', lines: [] };
  return ({ message, endings, unsent = '' }) => {
    if (endings === null) return { message, lines: [] };
    if (kept.message !== message) kept = { message, lines: [] };
    if (unsent !== '') kept.lines = [...unsent.split('\n'), ''];
    return kept;
  };
}

/** On a terminal that can be drawn on: what stands below is kept up to date while somebody types. */
export function liveTyping(output: NodeJS.WriteStream, input: NodeJS.ReadStream): Typing {
  const bold = (text: string) => paintFor(output)('bold', text);
  const draftOf = drafts();
  return async (asked, signal) => {
    const status = () => belowOf(asked).map((line) => folded(line, columnsOf(output)));
    output.write(PASTE_ON);
    try {
      return await prompt({ ...asked, status, bold, draft: draftOf(asked) }, { output, input, signal });
    } finally {
      output.write(PASTE_OFF);
    }
  };
}

interface Prompted extends Asked {
  readonly bold: (text: string) => string;
  readonly draft: Draft;
}

const prompt = createPrompt<string, Prompted>(({ message, endings, status, bold, draft }, done) => {
  const [lines, setLines] = useState(draft.lines.slice(0, -1));
  const [line, setLine] = useState(draft.lines.at(-1) ?? '');
  const [isOver, setOver] = useState(false);
  const [, redraw] = useState({});
  /** The line as it was before the key that is pressed; readline has cleared it when Enter arrives here. */
  const typed = useRef('');
  const isPasting = useRef(false);
  useEffect((readline) => {
    readline.write(line);
    typed.current = line;
    const ticking = setInterval(() => redraw({}), REDRAW_MS);
    return () => clearInterval(ticking);
  }, []);
  useKeypress((key, readline) => {
    const now = typed.current;
    let above = lines;
    if (key.name === 'paste-start') isPasting.current = true;
    if (key.name === 'paste-end') isPasting.current = false;
    if (isEnterKey(key)) {
      typed.current = '';
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
    typed.current = readline.line;
    draft.lines = [...above, typed.current];
    setLines(above);
    setLine(typed.current);
  });
  const words = endings === null ? ` ${line}` : ['', ...lines, line].join(`\n${INDENT}`);
  const shown = `? ${bold(message)}${words}`;
  return isOver ? shown.trimEnd() : [shown, status().join('\n')];
});

/** Line by line, for terminals that cannot be drawn on and for screen readers. At the end of the input it waits for ever. */
export function plainTyping(input: NodeJS.ReadStream, output: NodeJS.WriteStream): Typing {
  const draftOf = drafts();
  return async (asked, signal) => {
    const { message, endings } = asked;
    const typed = Promise.withResolvers<string>();
    const draft = draftOf(asked);
    using reader = createInterface({ input, terminal: false });
    reader.on('line', (line) => {
      draft.lines = [...draft.lines, line];
      if (endings !== null && line.trim() !== '' && !endings.includes(line.trim())) return;
      reader.close();
      typed.resolve(draft.lines.join('\n'));
      draft.lines = [];
    });
    const begun = draft.lines.map((line) => `${INDENT}${line}`);
    output.write(`${[...belowOf(asked), `? ${message}`, ...begun].join('\n').trimEnd()}\n`);
    return await abortable(typed.promise, signal);
  };
}

function belowOf({ endings, status }: Asked): string[] {
  return [...status(), ...(endings === null ? [] : [TEXTS.howToSend])];
}
