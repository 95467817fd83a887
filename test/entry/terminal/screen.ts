import { StringDecoder } from 'node:string_decoder';

/**
 * A sequence that commands a terminal: what most programs write, and nothing that a test would not
 * see.
 */
const SEQUENCE = /^\u001b\[\??([\d;]*)([@-~])/;
/** The beginning of one that has not come as a whole. */
const UNFINISHED = /^\u001b(?:\[[\d;?]*)?$/;

/**
 * What a person can read on a terminal: everything that was written and not taken away again, from
 * the first line on.
 */
export class Screen {
  readonly #decoder = new StringDecoder('utf8');
  readonly #lines: string[][] = [[]];
  #row = 0;
  #column = 0;
  #rest = '';

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
    const sequence = SEQUENCE.exec(text);
    if (sequence !== null) {
      this.#command(sequence[2] ?? '', sequence[1] ?? '');
      return sequence[0].length;
    }
    const character = String.fromCodePoint(text.codePointAt(0) ?? 0);
    this.#put(character);
    return character.length;
  }

  #put(character: string): void {
    if (character === '\r') this.#column = 0;
    else if (character === '\n') this.#moveTo(this.#row + 1);
    else if (character === '\b') this.#column = Math.max(0, this.#column - 1);
    else if (character >= ' ') {
      this.#line()[this.#column] = character;
      this.#column += 1;
    }
  }

  #command(name: string, given: string): void {
    const count = Math.max(1, Number.parseInt(given, 10) || 0);
    switch (name) {
      case 'A':
        this.#row = Math.max(0, this.#row - count);
        break;
      case 'B':
        this.#moveTo(this.#row + count);
        break;
      case 'C':
        this.#column += count;
        break;
      case 'D':
        this.#column = Math.max(0, this.#column - count);
        break;
      case 'G':
        this.#column = count - 1;
        break;
      case 'J':
        this.#lines.splice(this.#row + 1);
        this.#line().splice(this.#column);
        break;
      case 'K':
        this.#line().splice(given === '2' ? 0 : this.#column);
        break;
      // Colours, and whether the cursor is seen.
      case 'm':
      case 'h':
      case 'l':
        break;
      default:
        throw new Error(`this terminal does not know the command ${given}${name}`);
    }
  }

  #moveTo(row: number): void {
    this.#row = row;
    while (this.#lines.length <= row) this.#lines.push([]);
  }

  #line(): string[] {
    const line = this.#lines[this.#row];
    if (line === undefined) throw new Error('broken invariant: the cursor is on no line');
    return line;
  }
}
