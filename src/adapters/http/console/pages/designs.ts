import type { Context } from 'hono';
import { LRUCache } from 'lru-cache';
import * as z from 'zod';
import { MAX_LOOKED_AT } from '../../../../acts/gateway/verbs/overview.ts';
import { designsWithWords } from '../../../../core/follow-up/earlier-decisions.ts';
import { nameOnRecord } from '../../../../core/vocabulary/claimed-name.ts';
import { dayWords } from '../../../../core/vocabulary/figures.ts';
import { DesignId } from '../../../../core/vocabulary/ids.ts';
import { placeName } from '../../../../engine/access/may-read.ts';
import type { Engine } from '../../../../engine/engine.ts';
import type { DesignFilter, DesignSummary } from '../../../../engine/ports/store.ts';
import { findDesigns } from '../../../../engine/starting/earlier-decisions.ts';
import { moment } from '../../../../presentation/format/document.ts';
import { PAGE, todayWords } from '../../../../presentation/format/page-words.ts';
import { oneLine } from '../../../../presentation/format/plain.ts';
import { type ListedRow, listedRow, SET_ASIDE_ROW } from '../../../../presentation/web/listed.ts';
import { safeUrl } from '../../access/own-path.ts';
import { readsAllChannels, viewerOf } from '../../access/viewer.ts';
import { drawnLine } from '../../drawing/html.ts';
import { html } from '../../drawing/html-template.ts';
import { onlyReadable, operatesHere, readerHere } from '../../readable.ts';
import { actingIn } from '../acting.ts';
import { channelNameOf } from '../channel-name.ts';
import type { ConsoleParts } from '../console-parts.ts';
import { liveList } from '../live.ts';
import { type Markup, mayOpen, page } from '../shell.ts';
import { storeFacts, troublesMarkup } from '../troubles.ts';
import { waitingFor } from '../waiting-for.ts';

const PER_PAGE = 30;
/** Most waiting and most running designs on one page. */
const OPEN_PER_PAGE = 60;
const WORDS_CHARACTERS = 200;
const CHANNEL = /^([a-z]{1,20})\/([\w.:-]{1,100})$/;
const OPEN = ['waiting', 'running'] as const;
const SHOWN = [...OPEN, 'decided', 'mine'] as const;

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
const EVERYTHING: Query = { show: '', channel: '', words: '' };

interface Group {
  readonly heading: string;
  readonly designs: readonly DesignSummary[];
  /** Leads to the rest of the group; `null` if this is all. */
  readonly next: Query | null;
}

type Open = Readonly<Record<(typeof OPEN)[number], readonly DesignSummary[]>>;

/** The first page: waiting, running and ended designs and today's cost; or the designs of one tab or search. */
export async function designsPage(context: Context, parts: ConsoleParts): Promise<Response> {
  const query = Query.parse({ ...EVERYTHING, ...context.req.query() });
  const isWhole = query.show === '' && query.words === '' && query.before === undefined;
  const live = liveList(parts);
  const within = { ...(await onlyReadable(context)), ...channelFilter(query) };
  const kinds = isWhole ? OPEN : OPEN.filter((kind) => kind === query.show);
  const [troubles, open, listed] = await Promise.all([
    isWhole && operatesHere(context) ? troublesMarkup(context, parts, await storeFacts(parts)) : null,
    openDesigns(context, parts, within),
    isWhole || kinds.length === 0 ? listedDays(context, parts, query, within, isWhole) : [],
  ]);
  const groups = [...kinds.map((kind) => openGroup(kind, open, query)), ...listed].filter(
    ({ designs }) => designs.length > 0,
  );
  const names = await channelNames(parts, groups);
  const drawn = await Promise.all(groups.map((group) => groupMarkup(group, names, parts)));
  const nothing = isWhole && query.channel === '' ? exampleMarkup(context, parts) : noneMarkup(query);
  const main = html`<h1 class="hidden">${PAGE.list.title}</h1>
${await headMarkup(context, parts, query, open, names)}
${troubles === null ? '' : html`${troubles}<p><a href="/operations">${PAGE.navigation['/operations']}</a></p>`}
${drawn.length === 0 ? nothing : drawn}
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

type Within = Pick<DesignFilter, 'readable' | 'platform' | 'channel'>;

function channelFilter({ channel: named }: Query): Within {
  const [, platform, channel] = CHANNEL.exec(named) ?? [];
  return platform === undefined || channel === undefined ? {} : { platform, channel };
}

/** Returns the designs that wait for this viewer, the nearest deadline first, and all other open ones, newest first. */
async function openDesigns(context: Context, parts: ConsoleParts, within: Within): Promise<Open> {
  const [{ waiting, others }, atWork] = await Promise.all([
    waitingFor(context, parts, MAX_LOOKED_AT, within),
    parts.engine.parts.store.list({ ...within, limit: MAX_LOOKED_AT, status: 'running' }),
  ]);
  const running = [...others, ...atWork].toSorted((one, other) => other.startedAt - one.startedAt);
  return { waiting, running };
}

function openGroup(kind: (typeof OPEN)[number], open: Open, query: Query): Group {
  const all = query.words === '' ? open[kind] : designsWithWords(query.words, open[kind]);
  const rest = all.slice(all.findIndex(({ id }) => id === query.before) + 1);
  const designs = rest.slice(0, OPEN_PER_PAGE);
  const last = designs.length < rest.length ? designs.at(-1) : undefined;
  const next = last === undefined ? null : { ...query, show: kind, before: last.id };
  return { heading: PAGE.list.tabs[kind], designs, next };
}

/** Returns a page of the stored designs by the day on which they began, without open ones that another group shows. */
async function listedDays(
  context: Context,
  parts: ConsoleParts,
  query: Query,
  within: Within,
  isWhole: boolean,
): Promise<Group[]> {
  const { before, words, show } = query;
  const { store, clock } = parts.engine.parts;
  const filter = {
    ...within,
    ...(isWhole && { isEnded: true as const }),
    ...(show === 'decided' && { isDecided: true as const }),
    ...(show === 'mine' && ownOf(context, parts)),
    ...(before && { before }),
  };
  // One design more than a page holds shows that another page follows.
  const found =
    words === ''
      ? await store.list({ ...filter, limit: PER_PAGE + 1 })
      : await findDesigns(words, store, await readerHere(context), { ...filter, limit: PER_PAGE });
  const designs = found.slice(0, PER_PAGE);
  const last = designs.length < found.length ? designs.at(-1) : undefined;
  const viewer = viewerOf(context);
  const { utcOffsetMs = 0 } = viewer.kind === 'person' ? viewer.person : {};
  const days = Map.groupBy(designs, ({ startedAt }) => dayWords(startedAt, clock.now(), utcOffsetMs));
  return [...days].map(([day, these]) => ({
    heading: day === dayWords(clock.now(), clock.now(), utcOffsetMs) ? PAGE.list.today : day,
    designs: these,
    next: last !== undefined && these.includes(last) ? { ...query, before: last.id } : null,
  }));
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

/** Names of the channels of these designs, which the viewer may read, by their place. */
async function channelNames(parts: ConsoleParts, groups: readonly Group[]): Promise<Map<string, string>> {
  const threads = groups.flatMap(({ designs }) => designs.flatMap(({ thread }) => thread ?? []));
  const places = new Map(threads.map((thread) => [placeName(thread), thread]));
  const named = [...places].map(
    async ([place, thread]) => [place, await channelNameOf(parts, thread)] as const,
  );
  return new Map(await Promise.all(named));
}

async function headMarkup(
  context: Context,
  { engine }: ConsoleParts,
  query: Query,
  open: Open,
  names: ReadonlyMap<string, string>,
): Promise<Markup> {
  const viewer = viewerOf(context);
  const spent = readsAllChannels(viewer) ? await engine.spentToday() : null;
  const tab = (show: Query['show']) => {
    const count = show === 'waiting' || show === 'running' ? html` <b>${open[show].length}</b>` : '';
    const calls = show === 'waiting' && open.waiting.length > 0 ? 'calls' : '';
    const current = query.show === show ? html` aria-current="true"` : '';
    return html`<li><a class="${calls}" href="${safeUrl(pathTo({ ...query, show, before: undefined }))}"${current}>${PAGE.list.tabs[show]}${count}</a></li>`;
  };
  const everywhere = pathTo({ ...query, channel: '', before: undefined });
  const name = names.get(query.channel) ?? query.channel;
  const channel =
    name === ''
      ? ''
      : html`<li><a class="chip" href="${safeUrl(everywhere)}" aria-label="${`${name}: ${PAGE.list.everyChannel}`}"><bdi>${name}</bdi> <span aria-hidden="true">✕</span></a></li>`;
  const kept = (['show', 'channel'] as const)
    .filter((field) => query[field] !== '')
    .map((field) => html`<input type="hidden" name="${field}" value="${query[field]}">`);
  return html`<div class="list-head"><form method="get" action="/" role="search">${kept}
<input type="search" name="words" value="${oneLine(query.words)}" maxlength="${String(WORDS_CHARACTERS)}" aria-label="${PAGE.list.words}" placeholder="${PAGE.list.words}"><button>${PAGE.list.find}</button></form>
${spent === null ? '' : html`<p class="today">${todayWords(spent.spentUsd, spent.budgetUsd)}</p>`}
${mayOpen(context, viewer, '/start') ? html`<a class="button primary" href="/start">${PAGE.start.title}</a>` : ''}
<nav class="tabs" aria-label="${PAGE.list.which}"><ul>${(['', ...SHOWN] as const).map(tab)}${channel}</ul></nav></div>`;
}

function pathTo({ show, channel, words, before }: Query): string {
  const named = Object.entries({ show, channel, words, before: before ?? '' });
  const query = String(new URLSearchParams(named.filter(([, value]) => value !== '')));
  return query === '' ? '/' : `/?${query}`;
}

function noneMarkup({ show, words }: Query): Markup {
  const none = show === 'waiting' && words === '' ? PAGE.list.noneWaiting : PAGE.list.noneFound;
  return html`<p class="empty">${none}</p>`;
}

/** Shows a newcomer what a design ends in, and how to play it. */
function exampleMarkup(context: Context, { engine }: ConsoleParts): Markup {
  const { topic, decision, because, caveat } = PAGE.example;
  const { program = 'charrette' } = engine.parts;
  const start = `/start?${new URLSearchParams({ topic })}`;
  const here = mayOpen(context, viewerOf(context), '/start')
    ? html`<p><a class="button" href="${safeUrl(start)}">${PAGE.example.start}</a></p>`
    : '';
  return html`<section class="empty"><h2>${PAGE.list.none}</h2><p>${PAGE.example.lead}</p>
<blockquote><h3>${topic}</h3><p><strong>${decision}</strong></p><p>${because}</p><p class="caution">${caveat}</p></blockquote>
${here}<p>${PAGE.example.command}</p><pre><code>${`${program} design "${topic}"`}</code></pre></section>`;
}

async function groupMarkup(
  { heading, designs, next }: Group,
  names: ReadonlyMap<string, string>,
  { engine }: ConsoleParts,
): Promise<Markup> {
  const now = engine.parts.clock.now();
  const rows = designs.map(async (design) => rowMarkup(design, await rowOf(engine, design), names, now));
  const more =
    next === null
      ? ''
      : html`<p class="older"><a class="button" href="${safeUrl(pathTo(next))}" rel="next">${PAGE.list.older}</a></p>`;
  return html`<section class="group"><h2>${heading}</h2><ul class="rows">${await Promise.all(rows)}</ul>${more}</section>`;
}

function rowMarkup(
  { id, thread, startedAt, status }: DesignSummary,
  row: ListedRow,
  names: ReadonlyMap<string, string>,
  now: number,
): Markup {
  const channel = thread === null ? '' : placeName(thread);
  const place =
    channel === ''
      ? ''
      : html`<a href="${safeUrl(pathTo({ ...EVERYTHING, channel }))}" dir="auto">${names.get(channel) ?? channel}</a>`;
  const caution =
    row.caution.length === 0
      ? ''
      : html`<p class="caution" data-level="${row.level}" dir="auto">${drawnLine(row.caution)}</p>`;
  return html`<li class="row" id="${id}" data-status="${status}">
<span class="mark" data-sign="${row.mark.sign}" role="img" aria-label="${row.mark.words}" title="${row.mark.words}">${row.mark.sign}</span>
<h3><a href="${safeUrl(`/designs/${id}`)}" dir="auto">${oneLine(row.topic)}</a></h3>
<p class="said" dir="auto">${drawnLine(row.said)}</p>${caution}
<ul class="asides"><li>${place}</li><li><bdi title="${oneLine(row.by)}">${oneLine(row.by)}</bdi></li><li>${drawnLine([moment(startedAt, now)])}</li><li class="cost">${row.cost}</li></ul></li>`;
}

/** Most rows in the cache, enough for many readers at once. */
const KEPT_ROWS = 2_000;
const kept = new LRUCache<string, ListedRow>({ max: KEPT_ROWS });

/**
 * Returns the row of a design. That of an ended or waiting design is cached by its version. That of a running one is not: only its
 * process knows, for example, that its model is silent.
 */
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
