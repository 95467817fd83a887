import type { Context } from 'hono';
import { html } from 'hono/html';
import { PAGE } from '../../../../core/telling/page/page-words.ts';
import { cutLine, oneLine } from '../../../../core/telling/plain.ts';
import { BOUNDS } from '../../../../core/vocabulary/bounds.ts';
import { nameOnRecord } from '../../../../core/vocabulary/claimed-name.ts';
import type { Lesson } from '../../../../core/vocabulary/events.ts';
import { iso } from '../../../../core/vocabulary/figures.ts';
import { DesignId } from '../../../../core/vocabulary/ids.ts';
import { cutText } from '../../../../core/vocabulary/text.ts';
import { findLessons } from '../../../../runtime/lessons.ts';
import { safeUrl } from '../../own-path.ts';
import { Problem } from '../../problem.ts';
import { onlyReadable, operatesHere, readableDesign } from '../../readable.ts';
import { actingIn } from '../acting.ts';
import type { ConsoleParts } from '../console-parts.ts';
import { liveList } from '../live.ts';
import { type Markup, page } from '../shell.ts';

const MOST = 50;

/** Lessons of the designs that this viewer may read: to look through, and for operators to dismiss. */
export async function lessonsPage(context: Context, parts: ConsoleParts): Promise<Response> {
  const { title, words: label, find, none, noneFound } = PAGE.lessons;
  const words = cutText(context.req.query('words') ?? '', BOUNDS.topicCharacters);
  const live = liveList(parts);
  const found = await findLessons(words, MOST, parts.engine.parts.store, await onlyReadable(context));
  const isOperator = operatesHere(context);
  const list =
    found.length === 0
      ? html`<p class="empty">${words.trim() === '' ? none : noneFound}</p>`
      : html`<ol class="rows lessons">${found.map((lesson) => lessonMarkup(lesson, isOperator))}</ol>`;
  const main = html`<div class="sheet"><h1>${title}</h1>
<form class="filter" method="get" action="/lessons" role="search"><label>${label}<input name="words" value="${oneLine(words)}" maxlength="${String(BOUNDS.topicCharacters)}" dir="auto"></label><button>${find}</button></form>
${list}</div>`;
  return page(context, { title, navigation: '/lessons', main, live });
}

function lessonMarkup(lesson: Lesson, isOperator: boolean): Markup {
  const { designId, topic, endedAt, decision, decidedBy, failed, declined } = lesson;
  const { noDecision, dismiss } = PAGE.lessons;
  const under = (heading: string, lines: readonly string[]) =>
    lines.length === 0
      ? ''
      : html`<h4>${heading}</h4><ul>${lines.map((each) => html`<li dir="auto">${oneLine(each)}</li>`)}</ul>`;
  const form = html`<form method="post" action="${safeUrl(`/lessons/${designId}/dismissal`)}"><button data-look="danger" aria-label="${`${dismiss}: ${cutLine(topic, 80)}`}">${dismiss}</button></form>`;
  return html`<li class="lesson"><article><h3 dir="auto"><a href="${safeUrl(`/designs/${designId}`)}">${oneLine(topic)}</a></h3>
<p class="said" dir="auto">${oneLine(decision ?? noDecision)}</p>
<p><small><time datetime="${iso(endedAt)}">${iso(endedAt).slice(0, 10)}</time>${declined === true ? ` · ${PAGE.lessons.declined}` : ''}</small></p>
${under(PAGE.lessons.decidedBy, decidedBy)}${under(PAGE.lessons.failed, failed)}${isOperator ? form : ''}</article></li>`;
}

/** Dismisses a lesson in the name of the operator who asks for it. */
export async function lessonDismissed(context: Context, parts: ConsoleParts): Promise<Response> {
  const { store, clock } = parts.engine.parts;
  const id = DesignId.safeParse(context.req.param('id'));
  const design = id.success ? await readableDesign(context, store, id.data) : null;
  if (design === null) throw new Problem('not_found', PAGE.lessons.notFound);
  if (!operatesHere(context)) throw new Problem('forbidden', PAGE.lessons.forOperators);
  const { person, context: gateway } = actingIn(context, parts);
  const by = nameOnRecord(person.name, gateway.via);
  if (!(await store.dismissLesson(design.id, { at: clock.now(), by })))
    throw new Problem('not_found', PAGE.lessons.notFound);
  return context.redirect('/lessons', 303);
}
