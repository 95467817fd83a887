import type { Command } from 'commander';
import { ACTS } from '../../acts/table.ts';
import { systemClock } from '../../adapters/system/clock.ts';
import { DesignView } from '../../presentation/schema/view.ts';
import { viewOf } from '../../presentation/view/view.ts';
import { STATUS_WORDS } from '../../presentation/words/phases.ts';
import { minuteOf } from '../../surfaces/terminal/format.ts';
import { TERMINAL_TEXTS } from '../../surfaces/terminal/texts.ts';
import { read } from '../cli/api.ts';
import { createCliContext } from '../cli/cli-context.ts';
import { conduct } from '../cli/conduct.ts';
import { type FoundDesign, useDesign } from '../cli/designs.ts';
import { EXIT } from '../cli/exit-codes.ts';
import { output } from '../cli/output.ts';
import { exitOf, resultTextOf } from '../cli/result-here.ts';
import { openScreen, type ShowOptions } from '../cli/screen.ts';
import { DESIGN_ARGUMENT, JSON_EVENTS } from '../cli/verb.ts';

export function configure(command: Command) {
  command.argument('<id>', DESIGN_ARGUMENT).option('--json', JSON_EVENTS);
}

/**
 * Shows a design live until it has ended, wherever it runs, then its result. Returns its exit code.
 */
export async function run(words: string, options: ShowOptions): Promise<number> {
  const end = await useDesign(words, async (at) => {
    const view = await read(at.api, DesignView, ACTS.show, { id: at.id });
    const { endedAt } = view;
    if (endedAt === null || options.json) return watch(at, options);
    process.stderr.write(
      `${TERMINAL_TEXTS.hasEnded(minuteOf(endedAt), STATUS_WORDS[view.status])}\n`,
    );
    return view;
  });
  // A person who stopped watching does not want the result.
  if (end === 'stopped') return EXIT.completed;
  if (end.endedAt !== null && !options.json)
    output.write(await resultTextOf(createCliContext(), end));
  return exitOf(end);
}

/** Ctrl-C stops only the watching; the design goes on. */
async function watch(
  { api, id, context }: FoundDesign,
  options: ShowOptions,
): Promise<DesignView | 'stopped'> {
  const stopped = new AbortController();
  const stop = () => stopped.abort();
  const { now } = systemClock;
  const { show: screen } = openScreen({ ...options, verbose: true }, context, {
    now,
    interrupt: stop,
  });
  const signal = AbortSignal.any([stopped.signal, output.gone]);
  process.once('SIGINT', stop);
  try {
    const course = api.course(id, 0, signal, ({ message, silence }) =>
      silence === undefined
        ? screen.say(TERMINAL_TEXTS.waiting(context.redact(message)))
        : screen.silent(silence, message),
    );
    const at = { api, id, context };
    const view = viewOf(
      await conduct({
        at,
        course,
        show: screen,
        people: null,
        written: null,
        now,
        onEnd: () => undefined,
        signal,
      }),
    );
    const idle = view.endedAt === null ? await api.explainIdle() : null;
    screen.end();
    if (idle !== null) process.stderr.write(`${idle}\n`);
    return view;
  } catch (error) {
    if (!signal.aborted) throw error;
    screen.end();
    if (stopped.signal.aborted)
      process.stderr.write(`${TERMINAL_TEXTS.watchStopped(context.program, id)}\n`);
    return 'stopped';
  } finally {
    process.off('SIGINT', stop);
    screen.end();
  }
}
