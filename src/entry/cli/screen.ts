import { isOtherEndGone } from '../../foundation/fault.ts';
import { changeLinesOf, phaseLinesOf } from '../../surfaces/terminal/change-lines.ts';
import { createLiveShow } from '../../surfaces/terminal/live-show.ts';
import { createJsonShow, createPlainShow, type Show } from '../../surfaces/terminal/show.ts';
import {
  createLiveTyping,
  createPlainTyping,
  type Typing,
} from '../../surfaces/terminal/typing.ts';
import { type CliContext, logIsWanted } from './cli-context.ts';
import { output } from './output.ts';

export interface ShowOptions {
  readonly json?: boolean;
  readonly verbose?: boolean;
}

/** `true` for the short form of output: without a terminal, unless `--verbose`. */
function isBrief({ verbose }: ShowOptions, stream: NodeJS.WriteStream): boolean {
  return stream.isTTY !== true && !verbose;
}

/** `true` if a person can be asked. With `--json` the terminal belongs to a program. */
export function isInteractive({ json }: Pick<ShowOptions, 'json'>): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true && !json;
}

/** `true` for a terminal with a cursor (not `TERM=dumb`), to which nothing else writes. */
function canDraw({ json }: ShowOptions, { configuration }: CliContext): boolean {
  const isTerminal = process.stderr.isTTY === true && configuration.environment.TERM !== 'dumb';
  return isTerminal && !json && !logIsWanted(configuration);
}

export function openScreen(
  options: ShowOptions,
  context: CliContext,
  { now, interrupt }: { readonly now: () => number; readonly interrupt: () => void },
): { readonly show: Show; readonly typing: Typing } {
  const { stdin, stderr } = process;
  stdin.on('error', (error) => {
    if (!isOtherEndGone(stdin, error)) throw error;
  });
  const toPeople = (text: string) => stderr.write(text);
  if (canDraw(options, context)) {
    const show = createLiveShow({ stderr, stdin, now, onInterrupt: interrupt });
    return { show, typing: createLiveTyping(stderr, stdin) };
  }
  const linesOf = isBrief(options, stderr) ? phaseLinesOf : changeLinesOf;
  const show = options.json
    ? createJsonShow((text) => output.write(text), toPeople)
    : createPlainShow(toPeople, linesOf);
  return { show, typing: createPlainTyping(stdin, stderr) };
}
