import { createLogUpdate } from 'log-update';
import stringWidth from 'string-width';
import type { Silence } from '../../core/vocabulary/design.ts';
import { lastingLinesOf } from './change-lines.ts';
import { foldLine } from './format.ts';
import { drawFrame } from './frame.ts';
import { columnsOf, paintFor } from './look.ts';
import type { Progress } from './progress.ts';
import type { Show } from './show.ts';

/** Twice a second, so that clocks never skip a second. */
const REDRAW_MS = 500;
/** Events come in bursts; no eye follows more frames than this. */
const SETTLE_MS = 40;

/** Redraws the design in place, below the lines that stay. */
export function createLiveShow(options: {
  readonly stderr: NodeJS.WriteStream;
  readonly stdin: NodeJS.ReadStream;
  readonly now: () => number;
  readonly onInterrupt: () => void;
}): Show {
  const { stderr, now } = options;
  columnsOf(stderr);
  const draw = createLogUpdate(stderr);
  const paint = paintFor(stderr);
  const keyboard = new Keyboard(options.stdin, options.onInterrupt);
  let progress: Progress | null = null;
  let silence: Silence | null = null;
  let isPaused = true;
  let settling: NodeJS.Timeout | null = null;
  let lastFrame = '';
  /** Lines that stay, waiting for a prompt to close. */
  let waiting: string[] = [];

  function withSilence(next: Progress): Progress {
    const { silence: _, ...design } = next.design;
    return { ...next, design: silence === null ? design : { ...design, silence } };
  }
  function redraw(): void {
    if (progress === null || isPaused) return;
    lastFrame = drawFrame(progress, { columns: columnsOf(stderr), now: now(), paint });
    draw(lastFrame);
  }
  /** The terminal has wrapped the old frame anew, so it is erased at its new height. */
  function redrawResized(): void {
    if (progress === null || isPaused) return;
    stderr.write(`\u001b[${rowsOf(lastFrame, columnsOf(stderr))}A\r\u001b[J`);
    draw.done();
    redraw();
  }
  function soon(): void {
    settling ??= setTimeout(() => {
      settling = null;
      redraw();
    }, SETTLE_MS);
  }
  function clear(): void {
    draw.clear();
    draw.done();
  }
  function tell(): void {
    const lines = waiting;
    if (lines.length === 0) return;
    waiting = [];
    clear();
    for (const line of lines) stderr.write(`${foldLine(line, columnsOf(stderr))}\n`);
    redraw();
  }
  const ticking = setInterval(redraw, REDRAW_MS);
  stderr.on('resize', redrawResized);

  return {
    changed({ event }, next) {
      if (progress === null) this.resume();
      progress = withSilence(next);
      waiting.push(...lastingLinesOf(event, next.design));
      if (!isPaused) tell();
      soon();
    },
    say(text) {
      if (!isPaused) clear();
      stderr.write(`${foldLine(text, columnsOf(stderr))}\n`);
      redraw();
    },
    silent(now) {
      silence = now;
      if (progress !== null) progress = withSilence(progress);
      soon();
    },
    pause() {
      if (isPaused) return;
      clear();
      keyboard.release();
      isPaused = true;
    },
    resume() {
      isPaused = false;
      keyboard.hold();
      tell();
      redraw();
    },
    tell,
    end() {
      clearInterval(ticking);
      if (settling !== null) clearTimeout(settling);
      stderr.off('resize', redrawResized);
      tell();
      redraw();
      draw.done();
      keyboard.release();
      isPaused = true;
    },
  };
}

function rowsOf(text: string, columns: number): number {
  const rows = text.split('\n').map((line) => Math.max(1, Math.ceil(stringWidth(line) / columns)));
  return rows.reduce((sum, each) => sum + each, 0);
}

const CTRL_C = 3;
const CTRL_Z = 26;

/**
 * Hides what is typed while no prompt is open: no echo, no line breaks. The terminal then sends no
 * signals for keys, so they are sent here.
 */
class Keyboard {
  readonly #stdin: NodeJS.ReadStream;
  readonly #onInterrupt: () => void;
  #held = false;

  constructor(stdin: NodeJS.ReadStream, onInterrupt: () => void) {
    this.#stdin = stdin;
    this.#onInterrupt = onInterrupt;
  }

  hold(): void {
    if (this.#held || !this.#stdin.isTTY) return;
    this.#held = true;
    this.#stdin.setRawMode(true);
    this.#stdin.on('data', this.#pressed);
    this.#stdin.resume();
  }

  release(): void {
    if (!this.#held) return;
    this.#held = false;
    this.#stdin.off('data', this.#pressed);
    this.#stdin.setRawMode(false);
    this.#stdin.pause();
  }

  readonly #pressed = (keys: Buffer): void => {
    if (keys.includes(CTRL_C)) this.#onInterrupt();
    if (keys.includes(CTRL_Z) && process.platform !== 'win32') this.#suspend();
  };

  #suspend(): void {
    this.release();
    process.once('SIGCONT', () => this.hold());
    process.kill(process.pid, 'SIGTSTP');
  }
}
