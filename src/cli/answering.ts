/** Lets the person at the terminal answer questions, one line or paste each; an empty line goes on. */

import type { Design } from '#design/state.ts';
import { openQuestions } from '#design/status.ts';
import { readExample } from '#models/example.ts';
import { md } from '#words/md.ts';
import type { App } from './app.ts';
import { newDelivery, operator, report } from './operator.ts';
import type { Terminal } from './terminal.ts';

export interface Part {
  readonly app: App;
  readonly terminal: Terminal;
  /** The design runs in this process. */
  readonly isHere: boolean;
  readonly design: () => Design;
}

/** If nothing is typed for so long, the example gives its written answers. */
const IDLE_TIMEOUT_MS = 20_000;

/** Asks until people can answer no longer. */
export async function answerQuestions(part: Part, over: AbortSignal): Promise<void> {
  const { app, terminal, isHere, design } = part;
  const { designs } = app.engine;
  const { id, isRehearsal } = design();
  if (!terminal.isInteractive) {
    if (isRehearsal && isHere) await giveWrittenAnswers(part, over);
    return;
  }
  const goesOn = isRehearsal ? ', or 20 s of silence, gives the written answers' : ' goes on';
  terminal.inform(md`Type an answer, then Enter. Enter alone${goesOn}.`);
  while (!over.aborted) {
    const typed = await terminal.ask('Answer: ', over, isRehearsal ? IDLE_TIMEOUT_MS : undefined);
    const text = typed?.trim();
    if (text === undefined || over.aborted) continue;
    if (text !== '') {
      report(terminal, await designs.reply(id, { text }, operator(), newDelivery()));
      continue;
    }
    if (isRehearsal) await giveWrittenAnswers(part, over);
    else report(terminal, await designs.goOn(id, operator(), newDelivery()));
    return;
  }
}

/** The example answers what is open, in its own name, and goes on. */
async function giveWrittenAnswers({ app, terminal, design }: Part, over: AbortSignal) {
  const { designs } = app.engine;
  const { answers } = await readExample();
  const example = operator('the written example');
  const { id } = design();
  for (const { id: questionId, participant } of openQuestions(design())) {
    const text = answers[participant] ?? '';
    if (over.aborted) return;
    if (text !== '')
      report(terminal, await designs.reply(id, { text, questionId }, example, newDelivery()));
  }
  report(terminal, await designs.goOn(id, example, newDelivery()));
}
