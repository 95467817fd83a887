/**
 * A set of texts of which only a 64-bit hash is kept, 8 bytes each at a load of at most 0.6. Among
 * three million states the chance that any two collide, so that one would be taken for visited, is
 * below one in a million.
 */
export class Visited {
  #high = new Uint32Array(1 << 16);
  #low = new Uint32Array(1 << 16);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Whether the text is new; it is no longer afterwards. */
  add(text: string): boolean {
    if (this.#size > this.#high.length * 0.6) this.#grow();
    const { high, low } = hash(text);
    const added = this.#put(high, low);
    if (added) this.#size++;
    return added;
  }

  #put(high: number, low: number): boolean {
    const mask = this.#high.length - 1;
    let slot = low & mask;
    while (this.#high[slot] !== 0 || this.#low[slot] !== 0) {
      if (this.#high[slot] === high && this.#low[slot] === low) return false;
      slot = (slot + 1) & mask;
    }
    this.#high[slot] = high;
    this.#low[slot] = low;
    return true;
  }

  #grow(): void {
    const { high, low } = { high: this.#high, low: this.#low };
    this.#high = new Uint32Array(high.length * 2);
    this.#low = new Uint32Array(low.length * 2);
    for (let slot = 0; slot < high.length; slot++) {
      const [upper, lower] = [high[slot] ?? 0, low[slot] ?? 0];
      if (upper !== 0 || lower !== 0) this.#put(upper, lower);
    }
  }
}

/**
 * Two lanes of 32 bits, each a bijection of its state for every character, with different odd
 * multipliers; at the end the lanes are mixed, so that the low bits, which choose the slot, depend
 * on the whole text.
 */
function hash(text: string): { high: number; low: number } {
  let one = 0x243f6a88;
  let two = 0x85a308d3;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    one = Math.imul(one ^ code, 0x9e3779b1);
    one ^= one >>> 15;
    two = Math.imul(two ^ code, 0x5bd1e995);
    two ^= two >>> 13;
  }
  return { high: mixed(one ^ Math.imul(two, 3)), low: mixed(two) };
}

function mixed(lane: number): number {
  const once = Math.imul(lane ^ (lane >>> 16), 0x21f0aaad);
  const twice = Math.imul(once ^ (once >>> 15), 0x735a2d97);
  return (twice ^ (twice >>> 15)) >>> 0;
}
