import type { Command } from 'commander';
import type { Group, Typed } from '../../acts/act.ts';

/** A verb of the command line: what `--help` says of it, and the file that has the rest, loaded when it is called. */
export interface Verb extends Required<Pick<Typed, 'synopsis' | 'summary' | 'examples'>> {
  /** The heading under which `help all` has it. */
  readonly group: Group;
  /** Among the dozen that `--help` shows. */
  readonly isFirst?: true;
  load(): Promise<VerbFile>;
}

/** Exports of a verb's file. */
export interface VerbFile {
  /** Declares arguments and options. */
  configure(command: Command): unknown;
  /** Takes them in the order in which they are declared, the options last. Returns the exit code where it may not be 0. */
  run(...given: Parameters<Parameters<Command['action']>[0]>): Promise<number> | Promise<void>;
}

export function nameOf({ synopsis }: Pick<Verb, 'synopsis'>): string {
  return synopsis.split(' ')[0] ?? '';
}

/** Help for the argument that names a design. */
export const DESIGN_ARGUMENT = 'its id, or at least six characters from either end of it';
/** Help for options that several verbs have. */
export const JSON_EVENTS = 'print one JSON object per event, and nothing else; ask nothing';
export const JSON_AS_API = 'as the HTTP API gives it, in JSON';
export const VERBOSE = 'without a terminal, too: every step as it happens, and the whole result';
