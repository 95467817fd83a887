import { changeLines, phaseLines } from '../../adapters/terminal/change-lines.ts';
import { liveShow } from '../../adapters/terminal/live-show.ts';
import { jsonShow, plainShow, type Show } from '../../adapters/terminal/show.ts';
import { liveTyping, plainTyping, type Typing } from '../../adapters/terminal/typing.ts';
import { type CliContext, logIsWanted } from './cli-context.ts';
import { output } from './output.ts';

export interface ShowOptions {
  readonly json?: boolean;
  readonly verbose?: boolean;
}

/** Tells if a stream gets the little that a log or a pipe is read for. */
export function isBrief({ verbose }: ShowOptions, stream: NodeJS.WriteStream): boolean {
  return stream.isTTY !== true && !verbose;
}

/** Tells if a person is there to be asked. With `--json` the terminal belongs to a program. */
export function isInteractive({ json }: Pick<ShowOptions, 'json'>): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true && !json;
}

/** Tells if there is a terminal that knows a cursor (`TERM=dumb` does not), and that nothing else writes to. */
function canDraw({ json }: ShowOptions, { configuration }: CliContext): boolean {
  const isTerminal = process.stderr.isTTY === true && configuration.environment.TERM !== 'dumb';
  return isTerminal && !json && !logIsWanted(configuration);
}

/** A picture where one can be drawn, and lines otherwise; and how somebody types below it. */
export function screenFor(
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
