import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { viewOf } from '#presentation/view/view.ts';
import { askQuestions } from '#surfaces/terminal/answering.ts';
import { TERMINAL_TEXTS } from '#surfaces/terminal/texts.ts';
import {
  awaitPrompt,
  createLiveTyping,
  createPlainTyping,
  type TypedQuestion,
} from '#surfaces/terminal/typing.ts';
import { Screen } from '../../entry/terminal/screen.ts';
import { given } from '../../support/designs/given.ts';

const ANSWER: TypedQuestion = {
  message: 'Your answer:',
  ending: '/done',
  status: () => ['2 open'],
};

/** A terminal in a test, with what can be read on it. */
function terminal() {
  const screen = new Screen();
  // A terminal is not ended when what is piped to it is.
  const output = Object.assign(new PassThrough(), {
    columns: 80,
    rows: 24,
    isTTY: true,
    end: () => output,
  });
  // As a terminal does that is not in raw mode.
  output.on('data', (bytes: Buffer) =>
    screen.write(Buffer.from(String(bytes).replaceAll('\n', '\r\n'))),
  );
  const input = Object.assign(new PassThrough(), { isTTY: false, setRawMode: () => input });
  return {
    screen,
    input: input as unknown as NodeJS.ReadStream & PassThrough,
    output: output as unknown as NodeJS.WriteStream,
  };
}

test.each([
  ['sends at an empty line', 'Q1: one\rQ2: two\r\r', 'Q1: one\nQ2: two\n'],
  ['sends at a word that ends it', 'Q1: one\r/done\r', 'Q1: one\n/done'],
  ['keeps empty lines of what is pasted', '\u001b[200~a\r\rb\u001b[201~\r\r', 'a\n\nb\n'],
  ['goes back to the line before', 'Q1: onw\r\u007f\u007fe\r\r', 'Q1: one\n'],
])('a prompt of several lines %s', async (_, keys, typed) => {
  const { input, output, screen } = terminal();
  const answer = createLiveTyping(output, input)(ANSWER, AbortSignal.timeout(10_000));
  await expect.poll(() => screen.lines.join('\n')).toContain('2 open\nEnter begins a new line');
  input.write(keys);
  expect(await answer).toBe(typed);
  expect(screen.lines.join('\n')).not.toContain('2 open');
});

test('without drawing, what is asked is said first, and lines are taken as they come', async () => {
  const { input, output, screen } = terminal();
  const typing = createPlainTyping(input, output);
  const answer = typing(ANSWER, AbortSignal.timeout(10_000));
  input.write('Q1: one\nQ2: two\n\n');
  expect(await answer).toBe('Q1: one\nQ2: two\n');
  expect(screen.lines.slice(0, 3).at(-1)).toBe('? Your answer:');
  const open = new AbortController();
  const taken = typing({ ...ANSWER, ending: null }, open.signal);
  open.abort();
  await expect(taken).rejects.toThrow(/aborted/);
});

test('each key is told with the line that it leaves; where none can be seen, it is told at once', async () => {
  const lines: (string | null)[] = [];
  const onKey = (line: string | null) => lines.push(line);
  const asked = { ...ANSWER, ending: null, onKey };
  const live = terminal();
  const drawn = createLiveTyping(live.output, live.input)(asked, AbortSignal.timeout(10_000));
  await expect.poll(() => live.screen.lines.join('\n')).toContain('2 open');
  expect(lines).toEqual([]);
  live.input.write('ab\u007f\r');
  await drawn;
  expect(lines).toEqual(['a', 'ab', 'a']);
  const plain = terminal();
  const over = AbortSignal.abort(new Error('over'));
  await expect(createPlainTyping(plain.input, plain.output)(asked, over)).rejects.toThrow('over');
  expect(lines).toEqual(['a', 'ab', 'a', null]);
});

test.each([
  ['drawn', createLiveTyping],
  [
    'without drawing',
    (output: NodeJS.WriteStream, input: NodeJS.ReadStream) => createPlainTyping(input, output),
  ],
])('a question %s whose time is over is overtaken', async (_, create) => {
  const { input, output } = terminal();
  const asked = { ...ANSWER, ending: null };
  const typed = create(output, input)(asked, AbortSignal.timeout(1));
  expect(await awaitPrompt(typed)).toBe('overtaken');
});

test.each([
  ['by Ctrl-C', '\u0003'],
  ['by its signal', ''],
])(
  'what is typed of several lines and taken back %s is there again after a question of one line',
  async (_, key) => {
    const { input, output, screen } = terminal();
    const typing = createLiveTyping(output, input);
    const open = new AbortController();
    const first = typing(ANSWER, open.signal);
    first.catch(() => undefined);
    await expect.poll(() => screen.lines.join('\n')).toContain('2 open');
    input.write('Q1: one\rQ2: tw');
    await expect.poll(() => screen.lines.join('\n')).toContain('Q2: tw');
    if (key === '') open.abort();
    input.write(key);
    await expect(first).rejects.toThrow();
    const sure = typing(
      { ...ANSWER, message: 'Cancel?', ending: null },
      AbortSignal.timeout(10_000),
    );
    await expect.poll(() => screen.lines.join('\n')).toContain('Cancel?');
    input.write('n\r');
    expect(await sure).toBe('n');
    const again = typing(ANSWER, AbortSignal.timeout(10_000));
    await expect.poll(() => screen.lines.join('\n').split('Cancel?').at(-1)).toContain('Q2: tw');
    input.write('o\r\r');
    expect(await again).toBe('Q1: one\nQ2: two\n');
    const next = typing(ANSWER, AbortSignal.timeout(10_000));
    input.write('Q3: three\r\r');
    expect(await next).toBe('Q3: three\n');
  },
);

test('without drawing, the lines that were taken back are shown again and sent with the rest', async () => {
  const { input, output, screen } = terminal();
  const typing = createPlainTyping(input, output);
  const open = new AbortController();
  const first = typing(ANSWER, open.signal);
  input.write('Q1: one\n');
  await new Promise(setImmediate);
  open.abort();
  await expect(first).rejects.toThrow(/aborted/);
  const again = typing(ANSWER, AbortSignal.timeout(10_000));
  expect(screen.lines.join('\n')).toMatch(/\? Your answer:\n[\s\S]*\? Your answer:\n {2}Q1: one/);
  input.write('Q2: two\n\n');
  expect(await again).toBe('Q1: one\nQ2: two\n');
});

/** What comes of these words, one after the other: answers, what is said, whether it ended. */
async function answered(texts: readonly string[]) {
  const world = given().reach('answering');
  const typed = [...texts];
  const [said, sent, ended]: [string[], string[], string[]] = [[], [], []];
  const typing = async (): Promise<string> => {
    const words = typed.shift();
    if (words === undefined) throw new Error('nothing more is typed');
    return words;
  };
  const thread = {
    view: () => viewOf(world.design),
    now: () => world.now,
    reply: async (text: string) => {
      sent.push(text);
      return { ok: true, words: '' };
    },
    finish: async () => {
      ended.push('done');
      return { ok: true, words: '' };
    },
  };
  const say = (line: string) => said.push(line);
  await askQuestions(thread, typing, say, AbortSignal.timeout(10_000));
  return { sent, said: said.filter((line) => line !== TERMINAL_TEXTS.reading), ended, left: typed };
}

test.each([
  [['Q1: one\n/done'], ['Q1: one']],
  [['Q1: one\nQ2: two\n', '\n  /DONE\n'], ['Q1: one\nQ2: two']],
  [['/done is not meant', '/done'], ['/done is not meant']],
])(
  'of %j the last line /done ends it, and what stands above it is sent',
  async (texts, answers) => {
    expect(await answered(texts)).toEqual({ sent: answers, said: [], ended: ['done'], left: [] });
  },
);

test('of what looks like nothing but a command nothing is sent', async () => {
  expect(await answered(['/quit', '/help\n/done', '/done'])).toEqual({
    sent: [],
    said: ['/quit', '/help'].map((typed) => `${typed} is not /done, so nothing was sent.`),
    ended: ['done'],
    left: [],
  });
});

test.each(['/healthz', '/node', '/docs', '/stop', '/', 'done'])(
  'an answer may end with the line %s, and be ended below it',
  async (line) => {
    const words = `Q1: the health check is at\n${line}`;
    expect(await answered([words, `${words}\n/done`])).toEqual({
      sent: [words, words],
      said: [],
      ended: ['done'],
      left: [],
    });
  },
);
