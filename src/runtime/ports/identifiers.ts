/** The only source of identifiers and of chance. */
export interface Identifiers {
  /** A UUIDv7. */
  uuid(): string;
  /** The items in an order drawn at random. */
  shuffled<Item>(items: readonly Item[]): Item[];
}

/** As many UUIDs as a decision takes, made when it takes them. */
export function* uuidsFrom(identifiers: Pick<Identifiers, 'uuid'>): Generator<string> {
  for (;;) yield identifiers.uuid();
}
