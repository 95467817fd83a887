import type { Context } from 'hono';
import { LRUCache } from 'lru-cache';
import * as z from 'zod';
import { MAX_LOOKED_AT } from '../../../../acts/gateway/verbs/overview.ts';
import { designsWithWords } from '../../../../core/follow-up/earlier-decisions.ts';
import { nameOnRecord } from '../../../../core/vocabulary/claimed-name.ts';
import { DesignId } from '../../../../core/vocabulary/ids.ts';
import { placeName } from '../../../../engine/access/may-read.ts';
import type { Engine } from '../../../../engine/engine.ts';
import type { DesignFilter, DesignSummary } from '../../../../engine/ports/store.ts';
import { findDesigns } from '../../../../engine/starting/earlier-decisions.ts';
import { moment } from '../../../../presentation/format/document.ts';
import { PAGE, todayWords } from '../../../../presentation/format/page-words.ts';
import { oneLine } from '../../../../presentation/format/plain.ts';
import { type ListedRow, listedRow, SET_ASIDE_ROW } from '../../../../presentation/web/listed.ts';
import { OPERATIONS } from '../../../../presentation/web/operations-words.ts';
import { safeUrl } from '../../access/own-path.ts';
import { readsAllChannels, viewerOf } from '../../access/viewer.ts';
import { drawnLine } from '../../drawing/html.ts';
import { html } from '../../drawing/html-template.ts';
import { onlyReadable, operatesHere, readerHere } from '../../readable.ts';
import { actingIn } from '../acting.ts';
import type { ConsoleParts } from '../console-parts.ts';
import { liveList } from '../live.ts';
import { type Markup, mayOpen, page } from '../shell.ts';
import { storeFacts, troublesHere, troublesMarkup } from '../troubles.ts';
import { waitingFor } from '../waiting-for.ts';

const PER_PAGE = 30;
/** Most waiting and most running designs on one page. */
const OPEN_PER_PAGE = 60;
const WORDS_CHARACTERS = 200;
const CHANNEL = /^([a-z]{1,20})\/([\w.:-]{1,100})$/;
const SHOWN = ['waiting', 'running', 'decided', 'mine'] as const;

const Query = z.object({
  show: z.enum(SHOWN).or(z.literal('')).catch(''),
  channel: z.string().regex(CHANNEL).catch(''),
  words: z.string().trim().max(WORDS_CHARACTERS).catch(''),
  before: z
    .custom<DesignId>((id) => DesignId.safeParse(id).success)
    .optional()
    .catch(undefined),
});
type Query = z.infer<typeof Query>;

/** The first page: waiting, running and decided designs and today's cost; or the designs of one tab or search. */
export async function designsPage(context: Context, parts: ConsoleParts): Promise<Response> {
  const query = Query.parse({ show: '', channel: '', words: '', ...context.req.query() });
  const isWhole = query.show === '' && query.words === '' && query.before === undefined;
  const live = liveList(parts);
  const within = { ...(await onlyReadable(context)), ...channelFilter(query) };
  const [facts, open, older] = await Promise.all([
    isWhole && operatesHere(context) ? storeFacts(parts) : null,
    openDesigns(context, parts, within),
    olderRows(context, parts, query, within, isWhole),
  ]);
  const { engine } = parts;
  const kind = query.show === 'running' ? 'running' : 'waiting';
  const fitting = query.words === '' ? open[kind] : designsWithWords(query.words, open[kind]);
  const from = fitting.findIndex(({ id }) => id === query.before) + 1;
  const shown = fitting.slice(from, from + OPEN_PER_PAGE);
  const rest = shown.length < fitting.length - from ? shown.at(-1)?.id : undefined;
  const next = isOpen(query) ? (rest ?? null) : older.next;
  const first = (all: readonly DesignSummary[]) => shownRows(engine, all.slice(0, OPEN_PER_PAGE));
  const groups: readonly Group[] = isWhole
    ? [
        { heading: PAGE.list.waiting, rows: await first(open.waiting), more: moreOf('waiting', open) },
        { heading: PAGE.list.running, rows: await first(open.running), more: moreOf('running', open) },
        { heading: PAGE.list.ended, rows: older.rows },
      ]
    : [{ heading: null, rows: isOpen(query) ? await shownRows(engine, shown) : older.rows }];
  const isEmpty = groups.every(({ rows }) => rows.length === 0);
  const way = html`<p><a href="/operations">${OPERATIONS.more}</a></p>`;
  const troubles = facts === null ? '' : troublesMarkup(troublesHere(context, parts, facts), way);
  const main = html`<h1 class="hidden">${PAGE.list.title}</h1>
${await headMarkup(context, parts, query, open)}
${troubles}
${groups.map((each) => [groupMarkup(each, parts), each.more ?? ''])}
${isEmpty ? html`<p class="empty">${emptyWords(query, isWhole)}</p>` : ''}
${next === null ? '' : html`<p class="older"><a class="button" href="${safeUrl(pathTo({ ...query, before: next }))}" rel="next">${PAGE.list.older}</a></p>`}
<p class="keys">${PAGE.list.keys.map(([key, does]) => html`<span><kbd>${key}</kbd> ${does}</span>`)}</p>`;
  const waits = open.waiting.length === 0 ? '' : `(${open.waiting.length}) `;
  return page(context, {
    title: `${waits}${PAGE.list.title}`,
    navigation: '/',
    main,
    live,
    script: 'list.js',
  });
}

function isOpen({ show }: Query): boolean {
  return show === 'waiting' || show === 'running';
}

/** Links to the open designs beyond the first page. */
function moreOf(
  kind: 'waiting' | 'running',
  { [kind]: all }: Readonly<Record<typeof kind, readonly DesignSummary[]>>,
): Markup {
  const last = all[OPEN_PER_PAGE - 1];
  if (last === undefined || all.length === OPEN_PER_PAGE) return html``;
  const path = pathTo({ ...NOTHING, show: kind, before: last.id });
  return html`<p class="older"><a class="button" href="${safeUrl(path)}">${PAGE.list.older}: ${PAGE.list[kind]}</a></p>`;
}

function emptyWords({ show, words }: Query, isWhole: boolean): string {
  if (isWhole) return PAGE.list.none;
  return show === 'waiting' && words === '' ? PAGE.list.noneWaiting : PAGE.list.noneFound;
}

type Within = Pick<DesignFilter, 'readable' | 'platform' | 'channel'>;

function channelFilter({ channel: named }: Query): Within {
  const [, platform, channel] = CHANNEL.exec(named) ?? [];
  return platform === undefined || channel === undefined ? {} : { platform, channel };
}

/** Returns the designs that wait for this viewer, the nearest deadline first, and all other open ones, newest first. */
async function openDesigns(context: Context, parts: ConsoleParts, within: Within) {
  const [{ waiting, others }, atWork] = await Promise.all([
    waitingFor(context, parts, MAX_LOOKED_AT, within),
    parts.engine.parts.store.list({ ...within, limit: MAX_LOOKED_AT, status: 'running' }),
  ]);
  const running = [...others, ...atWork].toSorted((one, other) => other.startedAt - one.startedAt);
  return { waiting, running };
}

/** Returns a page of the stored designs, without open ones that another group shows. */
async function olderRows(
  context: Context,
  parts: ConsoleParts,
  query: Query,
  within: Within,
  isWhole: boolean,
) {
  const { engine } = parts;
  if (isOpen(query)) return { rows: [], next: null };
  const { before, words, show } = query;
  const { store } = engine.parts;
  const filter = {
    ...within,
    // Open designs are listed above.
    ...(isWhole && { isEnded: true as const }),
    ...(show === 'decided' && { isDecided: true as const }),
    ...(show === 'mine' && ownOf(context, parts)),
    ...(before && { before }),
  };
  if (words !== '') {
    const matches = await findDesigns(words, store, await readerHere(context), {
      ...filter,
      limit: PER_PAGE,
    });
    return { rows: await shownRows(engine, matches), next: null };
  }
  // One design more than a page holds shows that another page follows.
  const found = await store.list({ ...filter, limit: PER_PAGE + 1 });
  const shown = found.slice(0, PER_PAGE);
  const next = found.length > PER_PAGE ? (shown.at(-1)?.id ?? null) : null;
  return { rows: await shownRows(engine, shown), next };
}

/** Selects the viewer's own designs: a person's by their platform, others' by the name on record. */
function ownOf(
  context: Context,
  parts: ConsoleParts,
): Pick<DesignFilter, 'platform' | 'starter' | 'startedBy'> {
  const { context: rights, person } = actingIn(context, parts);
  const viewer = viewerOf(context);
  if (viewer.kind === 'person') return { platform: viewer.platform, starter: viewer.person.id };
  return { startedBy: nameOnRecord(person.name, rights.via) };
}

async function headMarkup(
  context: Context,
  { engine }: ConsoleParts,
  query: Query,
  open: Readonly<Record<'waiting' | 'running', readonly unknown[]>>,
): Promise<Markup> {
  const viewer = viewerOf(context);
  const spent = readsAllChannels(viewer) ? await engine.spentToday() : null;
  const tab = (show: Query['show']) => {
    const count = show === 'waiting' || show === 'running' ? html` <b>${open[show].length}</b>` : '';
    const path = pathTo({ ...query, show, before: undefined });
    const calls = show === 'waiting' && open.waiting.length > 0 ? 'calls' : '';
    return query.show === show
      ? html`<li><a class="${calls}" href="${safeUrl(path)}" aria-current="true">${PAGE.list.tabs[show]}${count}</a></li>`
      : html`<li><a class="${calls}" href="${safeUrl(path)}">${PAGE.list.tabs[show]}${count}</a></li>`;
  };
  const everywhere = pathTo({ ...query, channel: '', before: undefined });
  const channel =
    query.channel === ''
      ? ''
      : html`<li><a class="chip" href="${safeUrl(everywhere)}" aria-label="${`${query.channel}: ${PAGE.list.everyChannel}`}">${query.channel} <span aria-hidden="true">✕</span></a></li>`;
  const kept = (['show', 'channel'] as const)
    .filter((name) => query[name] !== '')
    .map((name) => html`<input type="hidden" name="${name}" value="${query[name]}">`);
  return html`<div class="list-head"><form method="get" action="/" role="search">${kept}
<input type="search" name="words" value="${oneLine(query.words)}" maxlength="${String(WORDS_CHARACTERS)}" aria-label="${PAGE.list.words}" placeholder="${PAGE.list.words}"><button>${PAGE.list.find}</button></form>
${spent === null ? '' : html`<p class="today">${todayWords(spent.spentUsd, spent.budgetUsd)}</p>`}
${mayOpen(context, viewer, '/start') ? html`<a class="button primary" href="/start">${PAGE.list.start}</a>` : ''}
<nav class="tabs" aria-label="${PAGE.list.which}"><ul>${(['', ...SHOWN] as const).map(tab)}${channel}</ul></nav></div>`;
}

function pathTo({ show, channel, words, before }: Query): string {
  const named = Object.entries({ show, channel, words, before: before ?? '' });
  const query = String(new URLSearchParams(named.filter(([, value]) => value !== '')));
  return query === '' ? '/' : `/?${query}`;
}

interface Group {
  /** `null` if a tab names the group. */
  readonly heading: string | null;
  readonly rows: readonly RowView[];
  readonly more?: Markup;
}

function groupMarkup({ heading, rows }: Group, { engine }: ConsoleParts): Markup {
  if (rows.length === 0) return html``;
  const now = engine.parts.clock.now();
  const head =
    heading === null ? html`<h2 class="hidden">${PAGE.list.found}</h2>` : html`<h2>${heading}</h2>`;
  return html`<section class="group">${head}<ul class="rows">${rows.map((row) => rowMarkup(row, now))}</ul></section>`;
}

function rowMarkup({ summary, row }: RowView, now: number): Markup {
  const { id, thread, startedAt, endedAt } = summary;
  const place = thread === null ? '' : placeName(thread);
  const channel =
    place === '' ? '' : html`<a href="${safeUrl(pathTo({ ...NOTHING, channel: place }))}">${place}</a>`;
  const caution =
    row.caution.length === 0
      ? ''
      : html`<p class="caution" data-level="${row.level}" dir="auto">${drawnLine(row.caution)}</p>`;
  return html`<li class="row" id="${id}" data-status="${summary.status}">
<span class="mark" data-sign="${row.mark.sign}" role="img" aria-label="${row.mark.words}" title="${row.mark.words}">${row.mark.sign}</span>
<h3><a href="${safeUrl(`/designs/${id}`)}" dir="auto">${oneLine(row.topic)}</a></h3>
<p class="said" dir="auto">${drawnLine(row.said)}</p>${caution}
<ul class="asides"><li>${channel}</li><li><bdi title="${oneLine(row.by)}">${oneLine(row.by)}</bdi></li><li>${drawnLine([moment(endedAt ?? startedAt, now)])}</li><li class="cost">${row.cost}</li></ul></li>`;
}

const NOTHING: Query = { show: '', channel: '', words: '' };

/** A listed design with its row. */
interface RowView {
  readonly summary: DesignSummary;
  readonly row: ListedRow;
}

/** Most rows in the cache, enough for many readers at once. */
const KEPT_ROWS = 2_000;
const kept = new LRUCache<string, ListedRow>({ max: KEPT_ROWS });

/**
 * Returns the rows of these designs. The row of an ended or waiting design is cached by its version. The row of a
 * running one is not: only its process knows, for example, that its model is silent.
 */
function shownRows(
  engine: Pick<Engine, 'listedDesign'>,
  summaries: readonly DesignSummary[],
): Promise<RowView[]> {
  return Promise.all(summaries.map(async (summary) => ({ summary, row: await rowOf(engine, summary) })));
}

async function rowOf(engine: Pick<Engine, 'listedDesign'>, summary: DesignSummary): Promise<ListedRow> {
  const { id, version, setAside } = summary;
  const key = `${id} ${version}`;
  const known = setAside === undefined ? kept.get(key) : undefined;
  if (known !== undefined) return known;
  const design = await engine.listedDesign(summary);
  if (design === null) return SET_ASIDE_ROW;
  const row = listedRow(design);
  if (design.version === version && summary.status !== 'running') kept.set(key, row);
  return row;
}
