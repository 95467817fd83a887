import type { Context } from 'hono';
import { sayPrice } from '#acts/runs/in-threads.ts';
import { findSuperseding } from '#core/follow-up/decision-status.ts';
import type { Design } from '#core/vocabulary/design.ts';
import { askDocument } from '#presentation/answers/answers.ts';
import { PAGE } from '#presentation/format/page-words.ts';
import { drawAnswerInThread } from '#presentation/thread/answer.ts';
import { viewOf } from '#presentation/view/view.ts';
import { drawDocument } from '../../drawing/html.ts';
import { html } from '../../drawing/html-template.ts';
import { findReadable } from '../../readable.ts';
import type { ConsoleParts } from '../console-parts.ts';
import type { PlacedOnPage } from '../drawn.ts';
import { linkToDesign } from '../elements.ts';
import type { Markup } from '../shell.ts';

/**
 * Draws the questions about a design with their answers, and what can be asked next; `null` for
 * neither.
 */
export async function drawAfterwards(
  parts: ConsoleParts,
  design: Design,
  placed: PlacedOnPage,
): Promise<Markup | null> {
  const view = viewOf(design);
  const answers = view.asked.map((asked) => {
    const answer = { ...drawAnswerInThread(view, asked), clickable: null };
    return html`<div class="answered">${drawDocument(answer, placed)}</div>`;
  });
  const asking = placed.may('ask') ? askDocument(view, await sayPrice(parts.engine, design)) : null;
  if (asking === null && answers.length === 0) return null;
  return html`${answers}${asking && drawDocument(asking, placed)}`;
}

/** Links to related designs that the viewer may read; empty for none. */
export async function drawOtherDesigns(
  context: Context,
  { engine }: ConsoleParts,
  design: Design,
): Promise<Markup> {
  const { later, earlier, before } = PAGE.others;
  const relations = [
    [findSuperseding(design)?.successor, later],
    [design.followUpOf, earlier],
    [design.successorOf, before],
  ] as const;
  const links = await Promise.all(
    relations.map(async ([id, words]) => {
      const other = id == null ? null : await findReadable(context, engine.parts.store, id);
      return (
        other && html`<p>${words} ${linkToDesign(other.id, other.decision ?? other.topic)}</p>`
      );
    }),
  );
  return html`${links}`;
}
