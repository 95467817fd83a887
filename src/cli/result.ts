/** What a design came to, in one screen, with the one path that leads to the rest. */

import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Design } from '#design/state.ts';
import { folderOf } from '#record/write.ts';
import { renderCard } from '#words/card.ts';
import { renderDecision } from '#words/decision.ts';
import { renderEnd } from '#words/ending.ts';
import { blocks, code, Markdown, md } from '#words/md.ts';
import { renderQuestions } from '#words/questions.ts';

export function resultOf(design: Design, dataDir: string): Markdown {
  return blocks(endOf(design), pathOf(design, dataDir));
}

/** The decision, also while a gate asks about it; or why there is none. */
export function endOf(design: Design): Markdown {
  const status = design.end?.status;
  const isStopped = status === 'cancelled' || status === 'failed';
  const shown = (isStopped ? null : renderDecision(design)) ?? renderEnd(design);
  return new Markdown(shown.text);
}

/** Of one that runs. */
export function standingOf(design: Design): Markdown {
  const card = new Markdown(renderCard(design).text);
  return design.answering === null ? card : blocks(card, questionsOf(design));
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
