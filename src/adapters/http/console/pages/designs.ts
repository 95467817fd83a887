import type { Context } from 'hono';
import { html } from 'hono/html';
import * as z from 'zod';
import { STATUS_WORDS } from '../../../../core/telling/facts/course.ts';
import { OPERATIONS } from '../../../../core/telling/page/operations-words.ts';
import { PAGE, todayWords } from '../../../../core/telling/page/page-words.ts';
import { oneLine } from '../../../../core/telling/plain.ts';
import { DesignId } from '../../../../core/vocabulary/ids.ts';
import { STATUSES } from '../../../../core/vocabulary/sets.ts';
import { foundDesigns } from '../../../../runtime/found-designs.ts';
import { placeName } from '../../../../runtime/may-read.ts';
import { safeUrl } from '../../own-path.ts';
import { onlyReadable, operatesHere } from '../../readable.ts';
import { readsAllChannels, viewerOf } from '../../viewer.ts';
import type { ConsoleParts } from '../console-parts.ts';
import { drawnLine } from '../drawn.ts';
import { liveList } from '../live.ts';
import { type Markup, mayOpen, page } from '../shell.ts';
import { storeFacts, troublesHere, troublesMarkup } from '../troubles.ts';
import { waitingFor } from '../waiting-for.ts';
import { type ShownRow, shownRows } from './listed-rows.ts';

const PER_PAGE = 30;
/** Open designs of each kind that stand above the others. */
const MAX_OPEN = 60;
const WORDS_CHARACTERS = 200;

const Query = z.object({
  status: z.enum(STATUSES).optional().catch(undefined),
  words: z.string().trim().max(WORDS_CHARACTERS).catch(''),
  before: z
    .custom<DesignId>((id) => DesignId.safeParse(id).success)
    .optional()
    .catch(undefined),
});
type Query = z.infer<typeof Query>;

/** The first page: what waits, what runs, what was decided, and what it costs. */
export async function designsPage(context: Context, parts: ConsoleParts): Promise<Response> {
  const { words = '', ...query } = Query.parse({ words: '', ...context.req.query() });
  const asked = { ...query, words };
  const isFirst = asked.before === undefined && asked.words === '' && asked.status === undefined;
  const live = liveList(parts);
  const [found, open, ended] = await Promise.all([
    isFirst && operatesHere(context) ? storeFacts(parts) : null,
    isFirst ? openRows(context, parts) : { waiting: [], running: [] },
    endedRows(context, parts, asked, isFirst),
  ]);
  const { waiting, running } = open;
  const isEmpty = waiting.length + running.length + ended.rows.length === 0;
  const way = html`<p><a href="/operations">${OPERATIONS.more}</a></p>`;
  const troubles = found === null ? '' : troublesMarkup(troublesHere(context, parts, found), way);
  const main = html`${await summaryOf(context, parts, waiting.length, running.length)}
${troubles}${isFirst ? '' : filterForm(asked)}
${group(PAGE.list.waiting, waiting)}${group(PAGE.list.running, running)}
${isFirst ? html`<details class="find"><summary>${PAGE.list.find}</summary>${filterForm(asked)}</details>` : ''}
${group(isFirst ? PAGE.list.ended : PAGE.list.title, ended.rows)}
${isEmpty ? html`<p class="empty">${isFirst ? PAGE.list.none : PAGE.list.noneFound}</p>` : ''}
${ended.next === null ? '' : html`<p class="older"><a href="${safeUrl(olderPath(asked, ended.next))}" rel="next">${PAGE.list.older}</a></p>`}`;
  return page(context, { title: PAGE.list.title, navigation: '/', main, live });
}

/** Designs that have not ended: those that wait for this viewer, and all others. */
async function openRows(context: Context, parts: ConsoleParts) {
  const { engine } = parts;
  const running = { limit: MAX_OPEN, status: 'running', ...(await onlyReadable(context)) } as const;
  const [{ waiting, others }, atWork] = await Promise.all([
    waitingFor(context, parts, MAX_OPEN),
    engine.parts.store.list(running),
  ]);
  const [shown, rest] = await Promise.all([
    shownRows(engine, waiting),
    shownRows(
      engine,
      [...others, ...atWork].toSorted((one, other) => other.startedAt - one.startedAt),
    ),
  ]);
  return { waiting: shown, running: rest };
}

async function endedRows(
  context: Context,
  { engine }: ConsoleParts,
  asked: Query & { words: string },
  isFirst: boolean,
) {
  const { found, next } = await foundDesigns(engine.parts.store, {
    // Those that have not ended stand above.
    filter: { ...(await onlyReadable(context)), ...(isFirst && { isEnded: true as const }) },
    ...asked,
    limit: PER_PAGE,
  });
  return { rows: await shownRows(engine, found), next };
}

async function summaryOf(
  context: Context,
  { engine }: ConsoleParts,
  waiting: number,
  running: number,
): Promise<Markup> {
  const viewer = viewerOf(context);
  const spent = readsAllChannels(viewer) ? await engine.spentToday() : null;
  const today = spent === null ? '' : html`<li>${todayWords(spent.spentUsd, spent.budgetUsd)}</li>`;
  return html`<div class="summary"><h1 class="hidden">${PAGE.list.title}</h1>
<ul class="figures"><li class="${waiting > 0 ? 'calls' : ''}">${PAGE.list.waiting} <b>${String(waiting)}</b></li><li>${PAGE.list.running} <b>${String(running)}</b></li>${today}</ul>
${mayOpen(context, viewer, '/start') ? html`<a class="button primary" href="/start">${PAGE.list.start}</a>` : ''}</div>`;
}

function filterForm({ status, words }: Query & { words: string }): Markup {
  const options = STATUSES.map((each) =>
    each === status
      ? html`<option value="${each}" selected>${STATUS_WORDS[each]}</option>`
      : html`<option value="${each}">${STATUS_WORDS[each]}</option>`,
  );
  return html`<form class="filter" method="get" action="/" role="search">
<label><span>${PAGE.list.words}</span><input type="search" name="words" value="${oneLine(words)}" maxlength="${String(WORDS_CHARACTERS)}"></label>
<label><span>${PAGE.list.status}</span><select name="status"><option value="">${PAGE.list.anyStatus}</option>${options}</select></label>
<button>${PAGE.list.find}</button></form>`;
}

function olderPath({ status, words }: Query & { words: string }, before: DesignId): string {
  const query = new URLSearchParams({ ...(status && { status }), ...(words !== '' && { words }), before });
  return `/?${query}`;
}

function group(heading: string, rows: readonly ShownRow[]): Markup {
  if (rows.length === 0) return html``;
  return html`<section class="group"><h2>${heading}</h2><ul class="rows">${rows.map(rowMarkup)}</ul></section>`;
}

function rowMarkup({ summary, row }: ShownRow): Markup {
  const { id, thread } = summary;
  const place = thread === null ? '' : html`<li><code>${placeName(thread)}</code></li>`;
  const caution =
    row.caution.length === 0
      ? ''
      : html`<p class="caution" data-level="${row.level}" dir="auto">${drawnLine(row.caution)}</p>`;
  return html`<li class="row" id="${id}" data-status="${row.status}">
<span class="sign" aria-hidden="true">${row.sign}</span>
<div class="what"><h3><a href="${safeUrl(`/designs/${id}`)}" dir="auto">${oneLine(row.topic)}</a></h3>
<p class="said" dir="auto">${drawnLine(row.said)}</p>${caution}</div>
<ul class="asides"><li class="state">${row.statusWords}</li>${row.facts.map((fact) => html`<li>${fact}</li>`)}${place}</ul></li>`;
}
