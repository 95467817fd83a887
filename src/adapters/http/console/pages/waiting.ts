import type { Context } from 'hono';
import { html } from 'hono/html';
import { openGateDocument, questionsDocument } from '../../../../core/telling/page/design-parts.ts';
import { PAGE } from '../../../../core/telling/page/page-words.ts';
import { oneLine } from '../../../../core/telling/plain.ts';
import type { Design } from '../../../../core/vocabulary/design.ts';
import { safeUrl } from '../../own-path.ts';
import type { ConsoleParts } from '../console-parts.ts';
import { drawnDocument, placedOn } from '../drawn.ts';
import { liveList } from '../live.ts';
import { type Markup, page } from '../shell.ts';
import { waitingFor } from '../waiting-for.ts';

/** The newest that are shown: once one of them is decided, the next one stands here. */
const MAX_SHOWN = 30;

/** Gates and questions that wait for this viewer, each with what it takes to decide it. */
export async function waitingPage(context: Context, parts: ConsoleParts): Promise<Response> {
  const { engine } = parts;
  const live = liveList(parts);
  const { waiting } = await waitingFor(context, parts, MAX_SHOWN);
  const designs = (await Promise.all(waiting.map(({ id }) => engine.design(id)))).filter(
    (each) => each !== null,
  );
  const shown = await Promise.all(designs.map((design) => waitingMarkup(context, parts, design)));
  const main = html`<div class="waits"><h1>${PAGE.waiting.title}</h1>
${designs.length === 0 ? html`<p class="empty">${PAGE.waiting.none}</p>` : shown}</div>`;
  return page(context, { title: PAGE.waiting.title, navigation: '/waiting', main, live });
}

async function waitingMarkup(context: Context, parts: ConsoleParts, design: Design): Promise<Markup> {
  const { id, topic } = design;
  const placed = await placedOn(context, parts, design);
  const asked = openGateDocument(design) ?? questionsDocument(design);
  return html`<section class="wait" id="${id}"><h2><a href="${safeUrl(`/designs/${id}`)}" dir="auto">${oneLine(topic)}</a></h2>
${asked === null ? '' : drawnDocument(asked, placed)}
${design.answering === null ? '' : html`<p><a class="button primary" href="${safeUrl(`/designs/${id}#questions`)}">${PAGE.waiting.answer}</a></p>`}</section>`;
}
