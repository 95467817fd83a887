import { changeLines, phaseLines } from '../../surfaces/terminal/change-lines.ts';
import { liveShow } from '../../surfaces/terminal/live-show.ts';
import { jsonShow, plainShow, type Show } from '../../surfaces/terminal/show.ts';
import { liveTyping, plainTyping, type Typing } from '../../surfaces/terminal/typing.ts';
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
  const toPeople = (text: string) => stderr.write(text);
  if (canDraw(options, context)) {
    const show = liveShow({ stderr, stdin, now, onInterrupt: interrupt });
    return { show, typing: liveTyping(stderr, stdin) };
  }
  const linesOf = isBrief(options, stderr) ? phaseLines : changeLines;
  const show = options.json ? jsonShow((text) => output.write(text), toPeople) : plainShow(toPeople, linesOf);
  return { show, typing: plainTyping(stdin, stderr) };
}
