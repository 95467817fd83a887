/** What a design came to, in one screen, with the one path that leads to the rest. */

import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { mayRunAgain } from '#design/outcome.ts';
import type { Design } from '#design/state.ts';
import { newestDecision, openGate } from '#design/status.ts';
import { folderOf } from '#record/write.ts';
import { renderCard } from '#words/card.ts';
import { renderDecision } from '#words/decision.ts';
import { ANEW, renderEnd } from '#words/ending.ts';
import { questionOf } from '#words/headline.ts';
import { blocks, bullets, code, Markdown, md } from '#words/md.ts';
import { renderQuestions } from '#words/questions.ts';
import type { App } from './app.ts';
import { commandOf } from './program-name.ts';

export async function resultOf({ store, dataDir }: App, design: Design): Promise<Markdown> {
  const again = await store.findCommand('run_again', design.id);
  return blocks(endOf(design, again?.designId), pathOf(design, dataDir));
}

/** The decision, also while a gate asks about it; or why there is none. `successor`: it ran again. */
export function endOf(design: Design, successor = ''): Markdown {
  const status = design.end?.status;
  const isStopped = status === 'cancelled' || status === 'failed';
  const shown = (isStopped ? null : renderDecision(design)) ?? renderEnd(design);
  const words = new Markdown(shown.text.replace(` ${ANEW}`, ''));
  if (successor !== '')
    return blocks(words, md`It ran again: ${code(commandOf('show', successor))} shows that run.`);
  if (!mayRunAgain(design)) return words;
  return blocks(words, md`${code(commandOf('run-again', design.id))} starts it anew.`);
}

/** What the terminal shows of a design that has not ended. */
export function standingOf(design: Design): Markdown {
  if (openGate(design) !== null)
    return blocks(md`**${questionOf(design)}**`, endOf(design), decidingOf(design));
  const card = new Markdown(renderCard(design).text);
  // The card says already that it is an example.
  return design.answering === null
    ? card
    : blocks(card, questionsOf({ ...design, isRehearsal: false }));
}

/** The commands that decide the open gate, also for use outside of this terminal. */
function decidingOf(design: Design): Markdown {
  const hash = newestDecision(design)?.sha256.slice(0, 8) ?? '';
  const options = {
    accept: `accept --text ${hash}`,
    send_back: 'send-back --note "…"',
    stop: 'stop',
  };
  const choices = openGate(design)?.choices ?? [];
  return blocks(
    md`To decide, type one of these:`,
    bullets(choices.map((choice) => code(`${commandOf('decide', design.id)} ${options[choice]}`))),
  );
}

export function questionsOf(design: Design): Markdown {
  return new Markdown(renderQuestions(design).text);
}

function pathOf(design: Design, dataDir: string): Markdown {
  const names = design.end?.files.map(({ name }) => name) ?? [];
  const name = names.includes('decision.md') ? 'decision.md' : 'record.md';
  const file = join(folderOf(dataDir, design.id), name);
  if (!existsSync(file)) return md`Its files are on the machine that finished it.`;
  const near = relative('', file);
  return code(near.startsWith('..') ? file : near);
}
