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
import { abortable } from '../../runtime/timeout.ts';
import { folded } from './format.ts';
import { columnsOf, paintFor } from './look.ts';
import { TEXTS } from './texts.ts';

/** Something that a person is asked to type. */
export interface Asked {
  readonly message: string;
  /** Several lines: an empty one sends them, and so does a line that is one of these. `null`: one line. */
  readonly endings: readonly string[] | null;
  /** What stands below, as it is the case now. */
  status(): readonly string[];
}

/** Resolves with what was typed. Throws when Ctrl-C interrupts it, or `signal` takes it back. */
export type Typing = (asked: Asked, signal: AbortSignal) => Promise<string>;

/** Clocks count in seconds. */
const REDRAW_MS = 1_000;
const INDENT = '  ';
/** Makes a terminal say where something that is pasted begins and ends, so that an empty line in it sends nothing. */
const [PASTE_ON, PASTE_OFF] = ['\u001b[?2004h', '\u001b[?2004l'];

/** On a terminal that can be drawn on: what stands below is kept up to date while somebody types. */
export function liveTyping(output: NodeJS.WriteStream, input: NodeJS.ReadStream): Typing {
  const bold = (text: string) => paintFor(output)('bold', text);
  return async (asked, signal) => {
    const status = () => belowOf(asked).map((line) => folded(line, columnsOf(output)));
    output.write(PASTE_ON);
    try {
      return await prompt({ ...asked, status, bold }, { output, input, signal });
    } finally {
      output.write(PASTE_OFF);
    }
  };
}

const prompt = createPrompt<string, Asked & { readonly bold: (text: string) => string }>(
  ({ message, endings, status, bold }, done) => {
    const [lines, setLines] = useState<readonly string[]>([]);
    const [line, setLine] = useState('');
    const [isOver, setOver] = useState(false);
    const [, redraw] = useState({});
    /** The line as it was before the key that is pressed; readline has cleared it when Enter arrives here. */
    const typed = useRef('');
    const isPasting = useRef(false);
    useEffect(() => {
      const ticking = setInterval(() => redraw({}), REDRAW_MS);
      return () => clearInterval(ticking);
    }, []);
    useKeypress((key, readline) => {
      const now = typed.current;
      if (key.name === 'paste-start') isPasting.current = true;
      if (key.name === 'paste-end') isPasting.current = false;
      if (isEnterKey(key)) {
        typed.current = '';
        const isEnd = endings === null || (now.trim() === '' && !isPasting.current);
        if (isEnd || endings.includes(now.trim())) {
          setOver(true);
          setLine(now);
          done([...lines, now].join('\n'));
          return;
        }
        setLines([...lines, now]);
      } else if (isBackspaceKey(key) && now === '' && lines.length > 0) {
        readline.write(lines.at(-1) ?? '');
        setLines(lines.slice(0, -1));
      }
      typed.current = readline.line;
      setLine(typed.current);
    });
    const words = endings === null ? ` ${line}` : ['', ...lines, line].join(`\n${INDENT}`);
    const shown = `? ${bold(message)}${words}`;
    return isOver ? shown.trimEnd() : [shown, status().join('\n')];
  },
);

/** Line by line, for terminals that cannot be drawn on and for screen readers. At the end of the input it waits for ever. */
export function plainTyping(input: NodeJS.ReadStream, output: NodeJS.WriteStream): Typing {
  return async (asked, signal) => {
    const { message, endings } = asked;
    const typed = Promise.withResolvers<string>();
    const lines: string[] = [];
    using reader = createInterface({ input, terminal: false });
    reader.on('line', (line) => {
      lines.push(line);
      if (endings !== null && line.trim() !== '' && !endings.includes(line.trim())) return;
      reader.close();
      typed.resolve(lines.join('\n'));
    });
    output.write(`${[...belowOf(asked), `? ${message}`].join('\n')}\n`);
    return await abortable(typed.promise, signal);
  };
}

function belowOf({ endings, status }: Asked): string[] {
  return [...status(), ...(endings === null ? [] : [TEXTS.howToSend])];
}
