import { createLogUpdate } from 'log-update';
import { frame } from './frame.ts';
import { Keyboard } from './keyboard.ts';
import { paintFor } from './look.ts';
import type { Progress } from './progress.ts';
import type { Show } from './show.ts';

/** Clocks count in seconds; twice as often, so that none of them is seen to skip one. */
const REDRAW_MS = 500;
/** Events often come in bursts; no eye follows more pictures than this. */
const SETTLE_MS = 40;

/** Draws the design in place, on a terminal. */
export function liveShow(options: {
  readonly stderr: NodeJS.WriteStream;
  readonly stdin: NodeJS.ReadStream;
  readonly now: () => number;
  readonly onInterrupt: () => void;
}): Show {
  const { stderr, now } = options;
  const draw = createLogUpdate(stderr);
  const paint = paintFor(stderr);
  const keyboard = new Keyboard(options.stdin, options.onInterrupt);
  let progress: Progress | null = null;
  let paused = true;
  let settling: NodeJS.Timeout | null = null;

  function redraw(): void {
    if (progress === null || paused) return;
    draw(frame(progress, { columns: stderr.columns, now: now(), paint }));
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
  const ticking = setInterval(redraw, REDRAW_MS);
  stderr.on('resize', redraw);

  return {
    changed(_, next) {
      if (progress === null) this.resume();
      progress = next;
      soon();
    },
    say(text) {
      if (!paused) clear();
      stderr.write(`${text}\n`);
      redraw();
    },
    pause() {
      if (paused) return;
      clear();
      keyboard.release();
      paused = true;
    },
    resume() {
      paused = false;
      keyboard.hold();
      redraw();
    },
    end() {
      clearInterval(ticking);
      if (settling !== null) clearTimeout(settling);
      stderr.off('resize', redraw);
      redraw();
      draw.done();
      keyboard.release();
      paused = true;
    },
  };
}
