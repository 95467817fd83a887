/** The only source of identifiers and of randomness. */
export interface Identifiers {
  uuid(): string;
  shuffle<Item>(items: readonly Item[]): Item[];
  /** Returns 256 random bits in base64url: 43 characters. */
  secret(): string;
}

/** Endless UUIDs, each made on demand. */
export function* generateUuids(identifiers: Pick<Identifiers, 'uuid'>): Generator<string> {
  for (;;) yield identifiers.uuid();
}
