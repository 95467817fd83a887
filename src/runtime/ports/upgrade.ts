/** One change to the tables of a store: its name, and the statements that make it. */
export interface Migration {
  readonly name: string;
  readonly statements: readonly string[];
}

/** What a store lacks for this version. */
export interface Upgrade {
  /** Changes that it has had; 0 for one that holds nothing yet. */
  readonly applied: number;
  readonly missing: readonly Migration[];
  /** Processes that use it at the moment, in words. */
  readonly inUseBy: readonly string[];
}

/** Copies a store that is open, as it is before it is changed, and resolves once the copy is on the disk. */
export type BeforeMigrating = (copy: {
  readonly missing: readonly Migration[];
  /** Writes all of the store into an existing, empty file. */
  readonly copyInto: (file: string) => Promise<void>;
}) => Promise<void>;
