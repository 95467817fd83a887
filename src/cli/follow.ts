/**
 * Shows a design as it goes, and lets the person at the terminal take part: answer, decide, cancel.
 * Ends with the design, or when the person leaves it.
 */

import { flushCompileCache } from 'node:module';
import { evolve } from '#design/evolve.ts';
import type { DesignId } from '#design/ids.ts';
import { headlineOf } from '#design/outcome.ts';
import type { Design } from '#design/state.ts';
import { isSettled, openGate } from '#design/status.ts';
import { isFault } from '#support/fault.ts';
import { md } from '#words/md.ts';
import { answerQuestions } from './answering.ts';
import type { App } from './app.ts';
import { decideAtGate } from './deciding.ts';
import { newDelivery, operator, report } from './operator.ts';
import { commandOf } from './program-name.ts';
import { createProgress, nowWords } from './progress.ts';
import { resultOf } from './result.ts';
import { stopSignal } from './stop-signal.ts';
import type { Terminal } from './terminal.ts';

/** Between two looks at what a model has answered. */
const LOOKOUT_MS = 3_000;

export interface FollowOptions {
  /** It runs in this process. */
  readonly isHere: boolean;
  /** The design as far as it is shown already. */
  readonly from: Design | null;
}

/** Returns the exit code. */
export async function follow(
  app: App,
  id: DesignId,
  terminal: Terminal,
  { isHere, from }: FollowOptions,
): Promise<number> {
  const { designs } = app.engine;
  const left = new AbortController();
  const signal = AbortSignal.any([left.signal, stopSignal()]);
  let design = from;
  let talk = { about: '', end: new AbortController() };
  const endTalk = (about: string) => {
    if (talk.about !== about) talk.end.abort();
  };
  /** Opens the conversation that the design waits for now. */
  const converse = (now: Design) => {
    const about = subjectOf(now);
    if (talk.about === about) return;
    talk = { about, end: new AbortController() };
    if (about === '') return;
    const part = { app, terminal, isHere, design: () => design ?? now };
    const over = AbortSignal.any([talk.end.signal, signal]);
    // What fails here ends the process with its reason; the design goes on with `watch`.
    void (about === 'answers' ? answerQuestions(part, over) : decideAtGate(part, over));
  };
  let isAsking = false;
  const interrupt = async () => {
    if (isAsking || !isHere || !terminal.isInteractive) return left.abort();
    isAsking = true;
    const isSure = await terminal.confirm('Cancel this design?', signal, async () => {
      talk.end.abort();
      report(terminal, await designs.cancel(id, '', operator(), newDelivery()));
    });
    isAsking = false;
    if (isSure === null) left.abort();
  };
  terminal.onInterrupt = () => void interrupt();
  await terminal.open();
  const newsOf = createProgress(!terminal.isInteractive);
  const spin = () => {
    if (design !== null) terminal.spin(talk.about === '' ? nowWords(design).text : '');
  };
  const told = new Set<string>();
  const tellDelay = async (now: Design) => {
    const why = await whyDelayed(app, now);
    if (why === null || told.has(why) || left.signal.aborted) return;
    told.add(why);
    terminal.inform(md`Waiting for the model: ${why}. Each turn tries again for some minutes.`);
  };
  const clock = setInterval(spin, 1_000);
  const lookout = setInterval(() => design !== null && void tellDelay(design), LOOKOUT_MS);
  try {
    if (design !== null) {
      newsOf(design);
      converse(design);
    }
    for await (const { event } of designs.follow(id, design?.version ?? 0, signal)) {
      design = evolve(design, event);
      endTalk(subjectOf(design));
      const news = newsOf(design, event);
      if (news.text !== '') terminal.inform(news);
      converse(design);
      spin();
      // By then most of the program has run once.
      if (event.type === 'proposals_revealed') flushCompileCache();
    }
  } finally {
    clearInterval(clock);
    clearInterval(lookout);
    talk.end.abort();
    terminal.close();
  }
  if (design?.end == null) {
    const goes = isHere ? 'It stops here' : 'It goes on elsewhere';
    terminal.inform(
      md`${goes}. ${commandOf('watch', id)} goes on with it, ${commandOf('cancel', id)} ends it.`,
    );
    return 1;
  }
  terminal.print(await resultOf(app, design));
  return headlineOf(design).exitCode;
}

/** The error that a turn waits out, or `null`. */
async function whyDelayed({ store }: App, { id, turns }: Design): Promise<string | null> {
  const open = turns.find(({ outcome }) => outcome === 'open');
  if (open === undefined) return null;
  const turn = await store.turn(id, open.id).catch((error: unknown) => {
    if (!isFault(error, 'store_away')) throw error;
    return null;
  });
  const last = turn?.trace.findLast(({ step }) => step !== 'request');
  return last?.step === 'call_failed' ? last.message : null;
}

/** What people are asked now; empty: nothing. */
function subjectOf(design: Design): string {
  if (isSettled(design)) return '';
  return openGate(design)?.id ?? (design.answering === null ? '' : 'answers');
}
