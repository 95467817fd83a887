/** The only source of identifiers and of chance. */
export interface Identifiers {
  /** A UUIDv7. */
  uuid(): string;
  /** The items in an order drawn at random. */
  shuffled<Item>(items: readonly Item[]): Item[];
}
