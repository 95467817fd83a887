import { once } from 'node:events';
import { ACTS } from '../../acts/table.ts';
import { systemClock } from '../../adapters/system/clock.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import { BusyError, Fault } from '../../foundation/fault.ts';
import { viewOf } from '../../presentation/view/view.ts';
import type { WrittenAnswer } from '../../surfaces/terminal/answering.ts';
import { type EndingSignal, Interrupts } from '../../surfaces/terminal/interrupts.ts';
import { TerminalPeople } from '../../surfaces/terminal/people.ts';
import { TERMINAL_TEXTS } from '../../surfaces/terminal/texts.ts';
import { carryOut } from './acts.ts';
import type { Waiter } from './api.ts';
import { conduct } from './conduct.ts';
import type { FoundDesign } from './designs.ts';
import { EXIT } from './exit-codes.ts';
import { output } from './output.ts';
import { exitOf, resultTextOf } from './result-here.ts';
import { isInteractive, openScreen, type ShowOptions } from './screen.ts';

const REASONS: Readonly<Record<EndingSignal, string>> = {
  SIGINT: 'Charrette was interrupted',
  SIGTERM: 'Charrette was told to stop',
  SIGHUP: 'the terminal was closed',
};

/**
 * Follows a design started by this command to its end, handling Ctrl-C and signals. Prints the
 * result and returns the exit code. Leaves the API open.
 */
export async function runToEnd(
  at: FoundDesign,
  options: ShowOptions,
  written: WrittenAnswer | null = null,
): Promise<number> {
  const { api, id, context } = at;
  const { program } = context;
  const { now } = systemClock;
  if (api.url !== null) process.stderr.write(`${TERMINAL_TEXTS.inDaemon(api.url)}\n`);
  const failure = new AbortController();
  const fail = (error: unknown) => failure.abort(error);
  let hasEnded = false;
  const interrupt = () => interrupts.pressed();
  const { show, typing } = openScreen(options, context, { now, interrupt });
  const people = isInteractive(options)
    ? new TerminalPeople(show, typing, { interrupt, broken: fail })
    : null;
  const leave = () => {
    show.end();
    const left =
      api.url === null ? TERMINAL_TEXTS.killed(program) : TERMINAL_TEXTS.leftInDaemon(program, id);
    process.stderr.write(`${hasEnded ? TERMINAL_TEXTS.leftEnded(program, id) : left}\n`);
    process.exit(EXIT.other);
  };
  const interrupts = new Interrupts(
    {
      ask: async (signal) => {
        if (people !== null) return people.confirmCancel(signal);
        // Nobody can answer: only the next interruption ends this question.
        show.say('Interrupted. Press Ctrl-C again to cancel this design; until then it goes on.');
        await once(signal, 'abort');
        return true;
      },
      cancel: (signal) => {
        show.say(
          'Cancelling. Contributions so far are kept and saved. Press Ctrl-C again to end everything at once.',
        );
        const isByPerson = signal === 'SIGINT' && people !== null;
        const why = isByPerson
          ? { reason: 'Ctrl-C was pressed' }
          : { reason: REASONS[signal], author: signal };
        carryOut(at, ACTS.cancel, { id }, { body: why }).then(
          ({ ok, words }) => ok || show.say(words),
          (error) => fail(explainNotCancelled(program, id, error)),
        );
      },
      kill: leave,
      failed: fail,
    },
    now,
  );
  const noteWait = followWaits(now, {
    say: (why) => show.say(TERMINAL_TEXTS.waiting(context.redact(why))),
    end: (why) => {
      // A daemon waits on by itself.
      if (api.url !== null) return;
      fail(new Fault('store_unavailable', TERMINAL_TEXTS.gaveUp(program, context.redact(why))));
    },
  });
  const sayWaiting: Waiter = ({ what, message, silence }) => {
    if (silence !== undefined) return show.silent(silence, message);
    noteWait(what, message);
  };
  using _signals = listen({
    SIGINT: () => interrupts.pressed(),
    SIGTERM: () => interrupts.cancel('SIGTERM'),
    // A closed terminal: a daemon runs the design without it.
    SIGHUP: api.url === null ? () => interrupts.cancel('SIGHUP') : leave,
  });
  try {
    const { signal } = failure;
    const course = api.course(id, 0, signal, sayWaiting);
    const onEnd = () => {
      hasEnded = true;
      interrupts.end();
    };
    const view = viewOf(await conduct({ at, course, show, people, written, now, onEnd, signal }));
    show.end();
    if (!options.json) output.write(`\n${await resultTextOf(context, view)}`);
    return exitOf(view);
  } finally {
    show.end();
  }
}

/**
 * A wait counts as over after these milliseconds without a report. Reports come every ten seconds.
 */
const AVAILABLE_AFTER_MS = 30_000;
const STORE_AWAY_MS = 10 * 60_000;

/**
 * Notes reports of waits. Says each wait once while it lasts, and calls `end` once the store has
 * failed for ten minutes: nobody has to watch it any longer.
 */
export function followWaits(
  now: () => number,
  { say, end }: Readonly<Record<'say' | 'end', (why: string) => void>>,
): (what: string, why: string) => void {
  const waits = new Map<string, { readonly since: number; readonly reportedAt: number }>();
  return (what, why) => {
    const reportedAt = now();
    const before = waits.get(what);
    const isNew = before === undefined || reportedAt - before.reportedAt > AVAILABLE_AFTER_MS;
    const since = isNew ? reportedAt : before.since;
    waits.set(what, { since, reportedAt });
    if (isNew) say(why);
    if (what === 'store_away' && reportedAt - since >= STORE_AWAY_MS) end(why);
  };
}

/** The error of an unanswered cancellation, in words for the person who asked for it. */
function explainNotCancelled(program: string, id: DesignId, error: unknown): unknown {
  if (error instanceof BusyError)
    return new Fault('store_unavailable', TERMINAL_TEXTS.cancelledLater(program), error);
  if (!(error instanceof Fault)) return error;
  const why =
    error.code === 'store_full' ? 'The disk that holds the store is full.' : error.message;
  return new Fault(error.code, TERMINAL_TEXTS.notCancelled(program, id, why), error);
}

function listen(handlers: Readonly<Record<EndingSignal, () => void>>): Disposable {
  const listening = new DisposableStack();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, handlers[signal]);
    listening.defer(() => process.off(signal, handlers[signal]));
  }
  return listening;
}
