import type { Line } from '../presentation/format/document.ts';

export interface ForgeItem {
  readonly number: number;
  readonly url: string;
  readonly body: string;
}

/**
 * A pull request of Charrette's. `body`: its paragraphs; `mark`: a comment for finding it again.
 */
export interface ForgeProposal {
  readonly branch: string;
  readonly files: readonly { readonly path: string; readonly text: string }[];
  readonly title: string;
  readonly body: readonly Line[];
  readonly mark: string;
}

/**
 * A forge and the repositories to publish to. Methods throw `Fault('forge_refused')` with the
 * forge's reason and the remedy. After a call without an answer, `pulls` finds what it created.
 */
export interface Forge {
  /** `owner/name` of each repository that may be published to; the first is the default. */
  readonly repositories: readonly string[];
  /**
   * Paths on the default branch, and what its `.adr-dir` says. Of a huge repository, only where
   * records usually are.
   */
  files(
    repository: string,
    signal: AbortSignal,
  ): Promise<{ readonly paths: readonly string[]; readonly folder: string | null }>;
  read(repository: string, path: string, signal: AbortSignal): Promise<string | null>;
  /**
   * Charrette's pull requests, newest first: of this branch, open or not; for `null`, all open
   * ones. Only branches of the repository itself count, which its writers alone can make: anyone
   * can copy a mark.
   */
  pulls(
    repository: string,
    branch: string | null,
    signal: AbortSignal,
  ): Promise<readonly ForgeItem[]>;
  /** Creates or renews the branch, then creates its pull request. */
  propose(repository: string, proposal: ForgeProposal, signal: AbortSignal): Promise<ForgeItem>;
}
