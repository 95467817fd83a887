import type { Command } from 'commander';
import type { CommandLineVerb, Group } from '../../acts/act.ts';

/** A verb's help, and its file, loaded when it is called. */
export interface Verb extends Required<Pick<CommandLineVerb, 'synopsis' | 'summary' | 'examples'>> {
  readonly group: Group;
  /** `--help` shows only these. */
  readonly isFirst?: true;
  load(): Promise<VerbFile>;
}

export interface VerbFile {
  configure?(command: Command): unknown;
  /**
   * Takes arguments in the declared order, then the options. Returns the exit code unless that is
   * always 0.
   */
  run?(...given: Parameters<Parameters<Command['action']>[0]>): Promise<number> | Promise<void>;
  /** Verbs below it, by their second word. */
  readonly under?: Readonly<Record<string, VerbFile>>;
}

export function commandNameOf({ synopsis }: Pick<Verb, 'synopsis'>): string {
  return synopsis.split(' ')[0] ?? '';
}

export const DESIGN_ARGUMENT = 'its id, or at least six characters of it';
export const JSON_EVENTS = 'print one JSON object per event, and nothing else; ask nothing';
export const VERBOSE = 'every step as it happens and the whole result, even without a terminal';
