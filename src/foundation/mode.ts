/**
 * What something does now, as one value, and the table of what each mode leads to. A step that the
 * table lacks is a bug, and throws.
 */

/** For each mode those that follow it. */
export type LeadsTo<Kind extends string> = Readonly<Record<Kind, readonly Kind[]>>;

export class Mode<Now extends { readonly kind: string }> {
  readonly #owner: string;
  readonly #leadsTo: LeadsTo<Now['kind']>;
  #now: Now;

  /** `owner`: names it in the error. */
  constructor(owner: string, leadsTo: LeadsTo<Now['kind']>, first: Now) {
    this.#owner = owner;
    this.#leadsTo = leadsTo;
    this.#now = first;
  }

  get now(): Now {
    return this.#now;
  }

  mayBecome(kind: Now['kind']): boolean {
    const { kind: from }: { readonly kind: Now['kind'] } = this.#now;
    return this.#leadsTo[from].includes(kind);
  }

  become(next: Now): void {
    if (!this.mayBecome(next.kind))
      throw new Error(`${this.#owner} that is ${this.#now.kind} cannot become ${next.kind}`);
    this.#now = next;
  }
}
