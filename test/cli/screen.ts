/** What a person can read on a terminal: all that was written and not taken away again. */

import { StringDecoder } from 'node:string_decoder';

const SEQUENCE = /^\u001b\[\??([\d;]*)([@-~])/;
/** The beginning of one that has not come as a whole. */
const UNFINISHED = /^\u001b(?:\[[\d;?]*)?$/;

export class Screen {
  readonly #columns: number;
  readonly #decoder = new StringDecoder('utf8');
  readonly #lines: string[][] = [[]];
  #row = 0;
  #column = 0;
  #rest = '';

  constructor(columns: number) {
    this.#columns = columns;
  }

  write(bytes: Buffer): void {
    let text = this.#rest + this.#decoder.write(bytes);
    while (text !== '' && !UNFINISHED.test(text)) text = text.slice(this.#take(text));
    this.#rest = text;
  }

  get lines(): string[] {
    return this.#lines.map((line) =>
      Array.from(line, (each) => each ?? ' ')
        .join('')
        .trimEnd(),
    );
  }

  /** Carries out what the text begins with; returns how long that is. */
  #take(text: string): number {
    const [whole, given = '', name = ''] = SEQUENCE.exec(text) ?? [];
    if (whole !== undefined) {
      this.#command(name, given);
      return whole.length;
    }
    const character = String.fromCodePoint(text.codePointAt(0) ?? 0);
    if (character === '\r') this.#column = 0;
    else if (character === '\n') this.#moveTo(this.#row + 1);
    else if (character === '\b') this.#column = Math.max(0, this.#column - 1);
    else if (character >= ' ') {
      if (this.#column >= this.#columns) {
        this.#moveTo(this.#row + 1);
        this.#column = 0;
      }
      this.#line()[this.#column] = character;
      this.#column += 1;
    }
    return character.length;
  }

  #command(name: string, given: string): void {
    const count = Math.max(1, Number.parseInt(given, 10) || 0);
    if (name === 'A') this.#row = Math.max(0, this.#row - count);
    else if (name === 'B') this.#moveTo(this.#row + count);
    else if (name === 'C') this.#column += count;
    else if (name === 'D') this.#column = Math.max(0, this.#column - count);
    else if (name === 'G') this.#column = count - 1;
    else if (name === 'K') this.#line().splice(given === '2' ? 0 : this.#column);
    else if (name === 'J') {
      this.#lines.splice(this.#row + 1);
      this.#line().splice(this.#column);
    } else if (!'mhl'.includes(name))
      throw new Error(`this terminal does not know the command ${given}${name}`);
  }

  #moveTo(row: number): void {
    this.#row = row;
    while (this.#lines.length <= row) this.#lines.push([]);
  }

  #line(): string[] {
    const line = this.#lines[this.#row] ?? [];
    this.#lines[this.#row] = line;
    return line;
  }
}
