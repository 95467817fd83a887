const [CTRL_C, CTRL_Z] = [3, 26];

/**
 * Keeps what is typed while nothing is asked from smearing the live display: no echo, no line breaks. The terminal
 * then makes no signals of keys either, so they are made here.
 */
export class Keyboard {
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
