import type { Context } from 'hono';
import { moment } from '../../../../core/presentation/format/document.ts';
import { oneLine } from '../../../../core/presentation/format/plain.ts';
import {
  collectionWords,
  keepingWords,
  OPERATIONS,
} from '../../../../core/presentation/web/operations-words.ts';
import { collect, endOfKeeping, previewCollection } from '../../../../record/collection.ts';
import { safeUrl } from '../../access/own-path.ts';
import { drawnLine } from '../../drawing/html.ts';
import { html } from '../../drawing/html-template.ts';
import { Problem } from '../../problem.ts';
import type { ConsoleParts } from '../console-parts.ts';
import { page } from '../shell.ts';

/** Shows the admin the designs that are old enough to be removed (P9). */
export async function collectionPage(context: Context, { engine }: ConsoleParts): Promise<Response> {
  const { clock, store } = engine.parts;
  const keepDays = daysKept(engine.parts.keepDays);
  const designs = await previewCollection({ store }, endOfKeeping(clock, keepDays));
  const rows = designs.map(({ id, topic, endedAt }) => {
    const ended = endedAt === null ? '' : html` <small>${drawnLine([moment(endedAt, clock.now())])}</small>`;
    return html`<li><a href="${safeUrl(`/designs/${id}`)}" dir="auto">${oneLine(topic)}</a>${ended}</li>`;
  });
  const form =
    rows.length === 0
      ? ''
      : html`<form method="post" action="/operations/collection"><button data-look="danger">${OPERATIONS.collect}</button></form>`;
  const main = html`<div class="sheet"><h1>${OPERATIONS.collection}</h1><p>${keepingWords(keepDays)}</p>
<p>${collectionWords(designs.length)}</p><ul class="entries">${rows}</ul>
${form}<p><a href="/operations">${OPERATIONS.backToOperations}</a></p></div>`;
  return page(context, { title: OPERATIONS.collection, navigation: '/operations', main });
}

/** Removes old designs now, by the daily rule. */
export async function collectionSubmitted(
  context: Context,
  { engine, closing }: ConsoleParts,
): Promise<Response> {
  const endedBefore = endOfKeeping(engine.parts.clock, daysKept(engine.parts.keepDays));
  const { designs } = await collect(engine.parts, endedBefore, closing);
  context.set('about', String(designs.length));
  return context.redirect('/operations/collection', 303);
}

function daysKept(keepDays: number | undefined): number {
  if (keepDays === undefined) throw new Problem('not_found', 'This daemon removes no old designs.');
  return keepDays;
}
