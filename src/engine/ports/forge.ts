import type { Section } from '../../core/presentation/format/document.ts';

/** A file of a repository, or one that is to be there. */
export interface ForgeFile {
  readonly path: string;
  readonly text: string;
}

/** A pull request or an issue. */
export interface ForgeItem {
  readonly number: number;
  readonly url: string;
  readonly body: string;
  readonly isOpen: boolean;
}

/** Texts of a pull request or an issue, before a forge draws them. `mark`: a comment, by which it is found again. */
export interface ForgeText {
  readonly title: string;
  readonly body: readonly Section[];
  readonly mark: string;
}

/** A branch with one commit on top of the repository's default branch. */
export interface ForgeProposal extends ForgeText {
  readonly branch: string;
  readonly files: readonly ForgeFile[];
}

/**
 * A forge with the repositories that may be published to. Every method throws `Fault('forge_refused')` with what the forge has against
 * it and what to do; after one that did not answer, what it may have done is there and found again by `pullOf` and `labelled`.
 */
export interface Forge {
  /** `owner/name` of each repository that may be published to; the first is meant where none is named. */
  readonly repositories: readonly string[];
  /** Folder of the decision records. */
  readonly folder: string;
  /** Returns the names of the files in the folder of decisions, on the default branch; none where there is no folder. */
  decisions(repository: string, signal: AbortSignal): Promise<readonly string[]>;
  /** Returns a file of the default branch; `null` where there is none. */
  read(repository: string, path: string, signal: AbortSignal): Promise<string | null>;
  /** Returns our newest pull request from this branch, open or not; `null` for none. */
  pullOf(repository: string, branch: string, signal: AbortSignal): Promise<ForgeItem | null>;
  /** Returns our pull requests that are open: a mark in the text of another account's is none. */
  openPulls(repository: string, signal: AbortSignal): Promise<readonly ForgeItem[]>;
  /** Returns our issues with Charrette's label, open or not. */
  labelled(repository: string, signal: AbortSignal): Promise<readonly ForgeItem[]>;
  /** Makes or renews the branch, and its pull request if `pull` names none; else gives that one these texts. */
  propose(
    repository: string,
    proposal: ForgeProposal,
    pull: number | null,
    signal: AbortSignal,
  ): Promise<ForgeItem>;
  /** Opens an issue with Charrette's label. */
  openIssue(repository: string, text: ForgeText, signal: AbortSignal): Promise<ForgeItem>;
}
