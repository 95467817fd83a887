/**
 * Files of one commit, read through one `git cat-file --batch-command`: what it is and how large
 * first, then its contents. The process is started again once if it is lost.
 */

import type { ChildProcess } from 'node:child_process';
import { NotRead, type Objects, runGit, spawnGit } from './git.ts';

const MAX_BYTES = 1_000_000;
const LONGEST_MS = 20_000;

export class Blobs {
  readonly #objects: Objects;
  readonly #commit: string;
  #child: ChildProcess | null = null;
  #received = Buffer.alloc(0);
  #wake: () => void = () => undefined;
  /** One question at a time: answers come in their order. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(objects: Objects, commit: string) {
    this.#objects = objects;
    this.#commit = commit;
  }

  /** The text of a file at the commit. @throws {NotRead} */
  read(path: string): Promise<string> {
    const reading = Promise.allSettled([this.#last])
      .then(() => this.#readOnce(path))
      .catch((error: unknown) => {
        if (error instanceof NotRead && !error.isPassing) throw error;
        this.close();
        return this.#readOnce(path);
      });
    this.#last = reading;
    return reading;
  }

  close(): void {
    this.#child?.kill('SIGKILL');
    this.#child = null;
    this.#received = Buffer.alloc(0);
  }

  async #readOnce(path: string): Promise<string> {
    if (/[\n\0]/.test(path)) throw new NotRead('There is no such file at this commit.');
    this.#ask(`info ${this.#commit}:${path}`);
    const line = await this.#line();
    const [object, type, size] = line.split(' ');
    if (type === 'tree') throw new NotRead(`${path} is a folder: use list_files.`);
    if (type === 'commit') throw new NotRead(`${path} is a submodule, whose files are not here.`);
    if (type !== 'blob' || object === undefined) throw await this.#missing(path);
    if (Number(size) > MAX_BYTES)
      throw new NotRead(
        `${path} is too large to read: ${Number(size).toLocaleString('en')} bytes.`,
      );
    this.#ask(`contents ${object}`);
    const head = await this.#line();
    const bytes = await this.#take(Number(head.split(' ')[2]) + 1);
    const content = bytes.subarray(0, -1);
    if (content.includes(0)) throw new NotRead(`${path} is no text file.`);
    return content.toString('utf8');
  }

  /** A partial clone may know a file's name without having the file. */
  async #missing(path: string): Promise<NotRead> {
    const limits = { maxBytes: 10_000, signal: AbortSignal.timeout(LONGEST_MS) };
    const named = await runGit(this.#objects, ['ls-tree', this.#commit, '--', path], limits);
    return named.bytes.length === 0
      ? new NotRead(`There is no file ${path} at this commit.`)
      : new NotRead(`${path} is not on this machine.`, { isPassing: true });
  }

  #ask(command: string): void {
    this.#child ??= this.#start();
    this.#child.stdin?.write(`${command}\n`);
  }

  #start(): ChildProcess {
    const child = spawnGit(this.#objects, ['cat-file', '--batch-command']);
    const lost = () => {
      if (this.#child === child) this.#child = null;
      this.#wake();
    };
    child.once('error', lost);
    child.once('exit', lost);
    child.stdin?.on('error', lost);
    child.stdout?.on('data', (chunk: Buffer) => {
      this.#received = Buffer.concat([this.#received, chunk]);
      this.#wake();
    });
    child.unref();
    return child;
  }

  async #line(): Promise<string> {
    let end = this.#received.indexOf(10);
    while (end < 0) {
      await this.#more();
      end = this.#received.indexOf(10);
    }
    return (await this.#take(end + 1)).subarray(0, -1).toString('utf8');
  }

  async #take(bytes: number): Promise<Buffer> {
    while (this.#received.length < bytes) await this.#more();
    const taken = this.#received.subarray(0, bytes);
    this.#received = this.#received.subarray(bytes);
    return taken;
  }

  async #more(): Promise<void> {
    const lost = new NotRead('The repository could not be read just now.', { isPassing: true });
    if (this.#child === null) throw lost;
    let timer: NodeJS.Timeout | undefined;
    const isLate = await Promise.race([
      new Promise<boolean>((resolve) => {
        this.#wake = () => resolve(false);
      }),
      new Promise<boolean>((resolve) => {
        timer = setTimeout(resolve, LONGEST_MS, true);
      }),
    ]).finally(() => clearTimeout(timer));
    if (isLate) throw lost;
  }
}
