import { liveShow } from '../../adapters/terminal/live-show.ts';
import { jsonShow, plainShow, type Show } from '../../adapters/terminal/show.ts';
import { type CliContext, logIsWanted } from './cli-context.ts';
import type { Output } from './output.ts';

export interface ShowOptions {
  readonly json: boolean;
  readonly plain: boolean;
}

/** Whether somebody is there to be asked. With `--json` the terminal belongs to a program. */
export function isInteractive({ json }: Pick<ShowOptions, 'json'>): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true && !json;
}

/** A picture where there is a terminal that nothing else writes to; lines otherwise. */
export function showFor(
  { json, plain }: ShowOptions,
  { configuration }: CliContext,
  output: Output,
  { now, interrupt }: { readonly now: () => number; readonly interrupt: () => void },
): Show {
  const toPeople = (text: string) => process.stderr.write(text);
  if (json) return jsonShow((text) => output.write(text), toPeople);
  if (plain || process.stderr.isTTY !== true || logIsWanted(configuration)) return plainShow(toPeople);
  return liveShow({ stderr: process.stderr, stdin: process.stdin, now, onInterrupt: interrupt });
}
