import type { Command } from 'commander';

/** A verb of the command line: what `--help` says of it, and the file that has the rest, loaded when it is called. */
export interface Verb {
  /** The heading under which `help all` has it. */
  readonly group: 'Run' | 'Read' | 'Act' | 'Check and publish' | 'Set up' | 'Keep';
  /** Its name, and the arguments that the file declares. */
  readonly synopsis: string;
  readonly summary: string;
  /** Commands to type behind the name of the program, unchanged. */
  readonly examples: readonly string[];
  load(): Promise<VerbFile>;
}

/** Exports of a verb's file. */
export interface VerbFile {
  /** Declares arguments and options. */
  configure(command: Command): unknown;
  /** Takes them in the order in which they are declared, the options last. Returns the exit code where it may not be 0. */
  run(...given: Parameters<Parameters<Command['action']>[0]>): Promise<number> | Promise<void>;
}

export function nameOf({ synopsis }: Verb): string {
  return synopsis.split(' ')[0] ?? '';
}

/** Characters of what somebody says to a decision after the end. */
export const NOTE_CHARACTERS = 2_000;
/** Help for the argument that names a design. */
export const DESIGN_ARGUMENT = 'its id, or at least six characters from either end of it';
/** Help for options that several verbs have. */
export const JSON_EVENTS = 'print one JSON object per event, and nothing else; ask nothing';
export const JSON_AS_API = 'as the HTTP API gives it, in JSON';
