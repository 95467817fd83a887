/** The person at the terminal answers questions: a line or a paste each, an empty line goes on. */

import type { Design } from '#design/state.ts';
import { openQuestions } from '#design/status.ts';
import { readExample } from '#models/example.ts';
import { md } from '#words/md.ts';
import type { House } from './house.ts';
import type { Terminal } from './terminal.ts';
import { delivery, operator, say } from './who.ts';

export interface Part {
  readonly house: House;
  readonly terminal: Terminal;
  /** The design runs in this process. */
  readonly isHere: boolean;
  readonly design: () => Design;
}

/** So long the example waits for a first key. */
const FIRST_KEY_MS = 20_000;
/** Who answers where nobody has pressed a key. */
const NOBODY = 'the written example';

/** Until people can answer no longer. */
export async function answerQuestions(part: Part, over: AbortSignal): Promise<void> {
  const { house, terminal, isHere, design } = part;
  const { isRehearsal, id } = design();
  if (isRehearsal && (isHere || terminal.isInteractive)) return playAnswers(part, over);
  if (!terminal.isInteractive) return;
  terminal.say(
    md`Type an answer, then Enter; “Q2: …” says to which question. Enter alone goes on.`,
  );
  const { designs } = house.engine;
  while (!over.aborted) {
    const text = (await terminal.ask('> ', over))?.trim();
    if (text === undefined) continue;
    const result =
      text === ''
        ? await designs.goOn(id, operator(), delivery())
        : await designs.reply(id, { text }, operator(), delivery());
    if (!over.aborted) say(terminal, result);
    if (text === '' && result.ok) return;
  }
}

/** The example's questions, one by one: Enter takes the written answer, and without a key it answers itself. */
async function playAnswers(part: Part, over: AbortSignal): Promise<void> {
  const { house, terminal, design } = part;
  const { designs } = house.engine;
  const { answers } = await readExample();
  const { id } = design();
  const idle = new AbortController();
  const countdown = setTimeout(() => idle.abort(), FIRST_KEY_MS);
  const stayHere = () => clearTimeout(countdown);
  if (terminal.isInteractive)
    terminal.say(
      md`Type your own answer, or press Enter for the written one. After ${FIRST_KEY_MS / 1_000} s without a key the example answers itself.`,
    );
  else idle.abort();
  const either = AbortSignal.any([over, idle.signal]);
  const person = () => operator(idle.signal.aborted ? NOBODY : undefined);
  for (const question of openQuestions(design())) {
    const written = answers[question.participant] ?? '';
    if (!idle.signal.aborted) terminal.say(md`*Enter answers “${written}”*`);
    let typed: string | null = null;
    while (typed === null && !either.aborted)
      typed = await terminal.ask(`${question.id}> `, either, stayHere);
    const answer = { text: typed?.trim() || written, questionId: question.id };
    if (answer.text !== '' && !over.aborted)
      say(terminal, await designs.reply(id, answer, person(), delivery()));
  }
  stayHere();
  if (!over.aborted) say(terminal, await designs.goOn(id, person(), delivery()));
}
