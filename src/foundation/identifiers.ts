/** The only source of identifiers and of chance. */
export interface Identifiers {
  /** Returns a UUIDv7. */
  uuid(): string;
  /** Returns the items in an order drawn at random. */
  shuffled<Item>(items: readonly Item[]): Item[];
  /** Returns 256 random bits in base64url: 43 characters. */
  secret(): string;
}

/** Yields as many UUIDs as a decision takes, each made on demand. */
export function* uuidsFrom(identifiers: Pick<Identifiers, 'uuid'>): Generator<string> {
  for (;;) yield identifiers.uuid();
}
