/**
 * Shows a design as it goes, and lets the person at the terminal take part: answer, decide, cancel.
 * Ends with the design, or when the person leaves it.
 */

import { evolve } from '#design/evolve.ts';
import type { DesignId } from '#design/ids.ts';
import { headlineOf } from '#design/outcome.ts';
import type { Design } from '#design/state.ts';
import { isOver, openGate } from '#design/status.ts';
import { isSetAside } from '#engine/set-aside.ts';
import { md } from '#words/md.ts';
import { answerQuestions } from './answering.ts';
import { decideAtGate } from './deciding.ts';
import type { House } from './house.ts';
import { commandOf } from './program-name.ts';
import { lineOf, nowWords, phaseWords } from './progress.ts';
import { resultOf } from './result.ts';
import { stopSignal } from './stop-signal.ts';
import type { Terminal } from './terminal.ts';
import { delivery, operator, say } from './who.ts';

const TICK_MS = 1_000;

export interface FollowOptions {
  /** It runs in this process. */
  readonly isHere: boolean;
  /** The design as far as it is shown already. */
  readonly from: Design | null;
}

/** Returns the exit code. */
export async function follow(
  house: House,
  id: DesignId,
  terminal: Terminal,
  { isHere, from }: FollowOptions,
): Promise<number> {
  const { designs } = house.engine;
  const left = new AbortController();
  const signal = AbortSignal.any([left.signal, stopSignal()]);
  let design = from;
  let talk = { about: '', end: new AbortController() };
  /** Opens and ends the conversation that the design waits for now. */
  const converse = (now: Design) => {
    const about = subjectOf(now);
    if (talk.about === about) return;
    talk.end.abort();
    talk = { about, end: new AbortController() };
    if (about === '') return;
    const part = { house, terminal, isHere, design: () => design ?? now };
    const over = AbortSignal.any([talk.end.signal, signal]);
    // What fails here ends the process with its reason; the design goes on with `watch`.
    void (about === 'answers' ? answerQuestions(part, over) : decideAtGate(part, over));
  };
  const spin = () =>
    terminal.spin(design === null || talk.about !== '' ? '' : nowWords(design, Date.now()));
  let isAsking = false;
  const interrupt = async () => {
    if (isAsking || !isHere || !terminal.isInteractive) return left.abort();
    isAsking = true;
    const isSure = await terminal.confirm('Cancel this design?', signal);
    isAsking = false;
    if (isSure === null) left.abort();
    else if (isSure) say(terminal, await designs.cancel(id, '', operator(), delivery()));
  };
  terminal.onInterrupt = () => void interrupt();
  await terminal.open();
  const ticking = setInterval(spin, TICK_MS);
  try {
    if (design !== null) converse(design);
    for await (const { event } of designs.follow(id, design?.version ?? 0, signal)) {
      design = evolve(design, event);
      const line = lineOf(event, design, !terminal.isInteractive);
      if (line !== null) terminal.say(line, phaseWords(design));
      converse(design);
      spin();
    }
  } finally {
    clearInterval(ticking);
    talk.end.abort();
    terminal.close();
  }
  if (design?.end == null) {
    const row = (await designs.read(id))?.row;
    if (row !== undefined && isSetAside(row)) {
      terminal.say(md`${row.summary.headline}`);
      return 1;
    }
    const goes = isHere ? 'It stops here' : 'It goes on elsewhere';
    terminal.say(
      md`${goes}. ${commandOf('watch', id)} goes on with it, ${commandOf('cancel', id)} ends it.`,
    );
    return 1;
  }
  terminal.print(resultOf(design, house.dataDir));
  return headlineOf(design).exitCode;
}

/** What people are asked now; empty: nothing. */
function subjectOf(design: Design): string {
  if (isOver(design)) return '';
  return openGate(design)?.id ?? (design.answering === null ? '' : 'answers');
}
