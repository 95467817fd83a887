import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { Worker } from 'node:worker_threads';

/** Milliseconds that a command may take at most, on a machine that is busy with other things. */
export const COMMAND_BOUND_MS = 45_000;
const THREAD = new URL('command-thread.mjs', import.meta.url);

/** What a command is called with. `end` is written to both streams once it is over. */
interface Call {
  readonly words: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly end: string;
}

/** How a command has ended, and what it has written. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Threads that have loaded the program and run no command. They keep no process from its end. */
const idle: CommandThread[] = [];

/**
 * Runs a command in this process, in an environment and with streams of its own: to load it for
 * each would take minutes.
 */
export async function runInThread(
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<Ended> {
  // Commands that run side by side, one of which may wait for another, have a thread each.
  const thread = idle.pop() ?? new CommandThread();
  const ended = await thread.run(words, environment);
  idle.push(thread);
  return ended;
}

/**
 * The program, loaded once, which runs one command at a time and keeps nothing between two of them.
 */
class CommandThread {
  readonly #worker = new Worker(THREAD, { env: {}, stdout: true, stderr: true });

  constructor() {
    this.#worker.unref();
    for (const stream of [this.#worker.stdout, this.#worker.stderr]) stream.setEncoding('utf8');
  }

  async run(
    words: readonly string[],
    environment: Readonly<Record<string, string>>,
  ): Promise<Ended> {
    const end = `end of ${randomUUID()}`;
    using stdout = new Written(this.#worker.stdout, end);
    using stderr = new Written(this.#worker.stderr, end);
    const code = this.#code();
    const over = Promise.all([code, stdout.whole, stderr.whole]);
    this.#worker.postMessage({ words, environment, end } satisfies Call);
    const late = Promise.withResolvers<never>();
    const timer = setTimeout(() => {
      const shown = `${stdout.text}\n${stderr.text}`;
      late.reject(
        new Error(`"${words.join(' ')}" has not ended in ${COMMAND_BOUND_MS} ms:\n${shown}`),
      );
    }, COMMAND_BOUND_MS);
    try {
      const [ending] = await Promise.race([over, late.promise]);
      return { code: ending, stdout: stdout.text, stderr: stderr.text };
    } catch (error) {
      await this.#worker.terminate();
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Exit code of the command that runs. Rejects when the thread itself ends. */
  #code(): Promise<number> {
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    const fail = (error: unknown): void => reject(error);
    const exit = (): void => reject(new Error('the thread of a command has ended'));
    this.#worker.once('message', resolve).once('error', fail).once('exit', exit);
    return promise.finally(() => {
      this.#worker.off('message', resolve).off('error', fail).off('exit', exit);
    });
  }
}

/** What comes over one stream up to its end mark. */
class Written implements Disposable {
  readonly #stream: Readable;
  readonly #end: string;
  readonly #whole = Promise.withResolvers<void>();
  text = '';

  constructor(stream: Readable, end: string) {
    this.#stream = stream.on('data', this.#take).resume();
    this.#end = end;
  }

  get whole(): Promise<void> {
    return this.#whole.promise;
  }

  readonly #take = (text: string): void => {
    this.text += text;
    if (!this.text.endsWith(this.#end)) return;
    this.text = this.text.slice(0, -this.#end.length);
    this.#whole.resolve();
  };

  [Symbol.dispose](): void {
    this.#stream.off('data', this.#take);
    this.#stream.pause();
  }
}
