import { promises } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

/**
 * A named moment at which a daemon is struck: its process sends itself a signal, SIGKILL to end or
 * SIGSTOP to freeze, or, in a process that it shares with others, it is cut off from everything:
 * `<port>.<method>(<label>)#<n>:<moment>`. Moments are `before` the call, `during` it (begun and
 * not waited for), and `after` it has succeeded, before anybody knows. The label, if there is one,
 * is a word that the call's arguments, or `after` it its result, must hold as a JSON string, such
 * as an event's or an effect's type; the design that a message brings along does not count. With a
 * number, it is the n-th such call.
 *
 * The port `files` stands for `node:fs/promises`; there the label is the end of a path, and `write`
 * is the writing of a file's content, of which `during` writes half. Only files in this folder
 * count, and only where `watchFiles` was called.
 */
export class KillPoint {
  readonly name: string;
  readonly #port: string;
  readonly #method: string;
  readonly #label: string;
  readonly #moment: string;
  readonly #folder: string;
  readonly #strike: () => unknown;
  #left: number;

  /**
   * What was about to be done is done once what `strike` answers has resolved: after a kill, never.
   */
  constructor(name: string, folder: string, strike: () => unknown) {
    const parsed = /^(\w+)\.(\w+)(?:\(([^()]+)\))?(?:#(\d+))?:(before|during|after)$/.exec(name);
    if (parsed === null) throw new Error(`${name} is no kill point`);
    const [, port = '', method = '', label = '', count = '1', moment = ''] = parsed;
    this.name = name;
    this.#port = port;
    this.#method = method;
    this.#label = label;
    this.#moment = moment;
    this.#left = Number(count);
    this.#folder = folder;
    this.#strike = strike;
  }

  /**
   * Strikes where files are written, if that is its port: for a process that is this daemon's
   * alone.
   */
  watchFiles(): void {
    if (this.#port !== 'files') return;
    if (this.#method === 'write') {
      const { open } = promises;
      promises.open = async (...given) => this.#writingHalf(String(given[0]), await open(...given));
    } else {
      const watched = this.around('files', promises);
      Object.assign(promises, { [this.#method]: Reflect.get(watched, this.#method) });
    }
    syncBuiltinESMExports();
  }

  /** The same port, which ends the process at this point if it is one of this port's. */
  around<Port extends object>(name: string, port: Port): Port {
    if (name !== this.#port) return port;
    if (!(this.#method in port)) throw new Error(`${this.name}: there is no such method`);
    const point = this;
    return new Proxy(port, {
      get(target, property) {
        const value: unknown = Reflect.get(target, property, target);
        if (typeof value !== 'function') return value;
        const plain = (...given: unknown[]): unknown => Reflect.apply(value, target, given);
        return property === point.#method
          ? (...given: unknown[]) => point.#call(plain, given)
          : plain;
      },
    });
  }

  #call(plain: (...given: unknown[]) => unknown, given: unknown[]): unknown {
    if (this.#moment === 'after') return this.#after(plain(...given), given);
    if (!this.#isReached(given)) return plain(...given);
    if (this.#moment === 'during') {
      setImmediate(this.#strike);
      return plain(...given);
    }
    const struck = this.#strike();
    return struck instanceof Promise ? struck.then(() => plain(...given)) : plain(...given);
  }

  #after(result: unknown, given: unknown[]): unknown {
    if (result instanceof Promise) return result.then((value) => this.#after(value, given));
    const struck = this.#isReached([given, result]) ? this.#strike() : null;
    return struck instanceof Promise ? struck.then(() => result) : result;
  }

  #isReached(given: unknown): boolean {
    const text = JSON.stringify(given, (key, value: unknown) =>
      key === 'design' || key === 'turns' ? undefined : value,
    );
    const isPath = this.#port === 'files';
    if (isPath && !text.includes(this.#folder)) return false;
    if (this.#label !== '' && !text.includes(isPath ? `${this.#label}"` : `"${this.#label}"`))
      return false;
    this.#left -= 1;
    return this.#left === 0;
  }

  #writingHalf(path: string, file: FileHandle): FileHandle {
    const whole = file.writeFile.bind(file);
    file.writeFile = async (content, options) => {
      if (!Buffer.isBuffer(content) || !this.#isReached([path])) return whole(content, options);
      await whole(content.subarray(0, content.byteLength / 2));
      await this.#strike();
    };
    return file;
  }
}
