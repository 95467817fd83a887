import type { Context } from 'hono';
import { LRUCache } from 'lru-cache';
import * as z from 'zod';
import { pageOf } from '#acts/runs/list.ts';
import { formatDay } from '#core/vocabulary/figures.ts';
import { DesignId } from '#core/vocabulary/ids.ts';
import { placeName, type Reader } from '#engine/access/may-read.ts';
import { CHANNEL_NAME } from '#engine/access/start-place.ts';
import type { Engine } from '#engine/engine.ts';
import type { DesignFilter, DesignSummary } from '#ports/store.ts';
import { type ListedRow, listedRowOf, SET_ASIDE_ROW } from '#presentation/answers/console-row.ts';
import { MAY_LACK } from '#presentation/answers/lists.ts';
import { saySpentOf } from '#presentation/answers/operations.ts';
import { moment } from '#presentation/format/document.ts';
import { PAGE } from '#presentation/format/page-words.ts';
import { capitalize, foldToOneLine } from '#presentation/format/plain.ts';
import { viewOf } from '#presentation/view/view.ts';
import { SET_ASIDE } from '#presentation/words/phases.ts';
import { cleanUrl } from '../../access/own-path.ts';
import { readsAllChannels, viewerOf } from '../../access/viewer.ts';
import { drawLine } from '../../drawing/html.ts';
import { html } from '../../drawing/html-template.ts';
import { operatesHere, readerOfRequest } from '../../readable.ts';
import { nameChannels } from '../channel-name.ts';
import type { ConsoleParts } from '../console-parts.ts';
import { drawHiddenField, drawState, linkToDesign } from '../elements.ts';
import { liveListAddressOf } from '../live.ts';
import { drawPage, type Markup, mayOpen } from '../shell.ts';
import { drawTroubles, readStoreFacts } from '../troubles.ts';
import { listWaiting, MAX_LOOKED_AT } from '../waiting-for.ts';

const PER_PAGE = 30;
const WORDS_CHARACTERS = 200;

const Query = z.object({
  channel: z.string().regex(CHANNEL_NAME).catch(''),
  words: z.string().trim().max(WORDS_CHARACTERS).catch(''),
  before: DesignId.optional().catch(undefined),
});
type Query = z.infer<typeof Query>;
const EVERYTHING: Query = { channel: '', words: '' };

interface Group {
  readonly heading: string;
  readonly designs: readonly DesignSummary[];
  /** Place on the page, which its count at the head leads to. */
  readonly id?: 'waiting' | 'running' | 'aside';
}

/**
 * The first page: designs that wait for this viewer, run, or have ended, and today's cost; or those
 * that a search finds.
 */
export async function drawDesignsPage(context: Context, parts: ConsoleParts): Promise<Response> {
  const query = Query.parse(context.req.query());
  const isWhole = query.words === '' && query.before === undefined;
  const live = liveListAddressOf(parts);
  const reader = await readerOfRequest(context);
  const { listed, isPartial } = reader;
  const within = { ...(listed === null ? {} : { readable: listed }), ...channelFilterOf(query) };
  const [troubles, open, { days, next }] = await Promise.all([
    isWhole && operatesHere(context)
      ? drawTroubles(context, parts, await readStoreFacts(parts))
      : null,
    isWhole ? listOpenDesigns(context, parts, within) : [],
    listDays(context, parts, reader, query, {
      ...within,
      ...(query.words === '' && { isEnded: true as const }),
    }),
  ]);
  const groups = [...open, ...days].filter(({ designs }) => designs.length > 0);
  const names = await nameChannels(
    parts,
    groups.flatMap(({ designs }) => designs),
  );
  const sections = await Promise.all(groups.map((group) => drawGroup(group, names, parts)));
  const nothing =
    isWhole && query.channel === ''
      ? drawExample(context, parts, isPartial)
      : html`<p class="empty">${PAGE.list.noneFound}</p>`;
  const older =
    next !== null &&
    html`<p class="older"><a class="button" href="${cleanUrl(addressOf({ ...query, before: next }))}" rel="next">${PAGE.list.older}</a></p>`;
  const main = html`<h1 class="hidden">${PAGE.list.title}</h1>
${await drawHead(context, parts, query, open, names)}
${troubles && html`${troubles}<p><a href="/operations">${PAGE.navigation['/operations']}</a></p>`}
${isPartial && html`<p class="caution" data-level="warning">${MAY_LACK}</p>`}
${sections.length === 0 ? nothing : sections}${older}
<p class="keys">${PAGE.list.keys.map(([key, does]) => html`<span><kbd>${key}</kbd> ${does}</span>`)}</p>`;
  const waits = open.find(({ id }) => id === 'waiting')?.designs.length ?? 0;
  return drawPage(context, {
    title: waits === 0 ? PAGE.list.title : `(${waits}) ${PAGE.list.title}`,
    main,
    live,
    script: 'list.js',
  });
}

type Within = Pick<DesignFilter, 'readable' | 'platform' | 'channel' | 'isEnded'>;

function channelFilterOf({ channel: place }: Query): Within {
  const [, platform, channel] = CHANNEL_NAME.exec(place) ?? [];
  return platform === undefined || channel === undefined ? {} : { platform, channel };
}

/**
 * Returns the designs that wait for this viewer, the nearest deadline first, and all other open
 * ones, newest first.
 */
async function listOpenDesigns(
  context: Context,
  parts: ConsoleParts,
  within: Within,
): Promise<Group[]> {
  const [{ waiting, others }, atWork] = await Promise.all([
    listWaiting(context, parts, within),
    parts.engine.parts.store.list({ ...within, limit: MAX_LOOKED_AT, status: 'running' }),
  ]);
  const open = [...others, ...atWork].toSorted((one, other) => other.startedAt - one.startedAt);
  const { running = [], aside = [] } = Object.groupBy(open, ({ setAside }) =>
    setAside === undefined ? 'running' : 'aside',
  );
  return [
    { id: 'waiting', heading: PAGE.list.waiting, designs: waiting },
    { id: 'running', heading: PAGE.list.running, designs: running },
    ...(aside.length === 0
      ? []
      : [{ id: 'aside' as const, heading: capitalize(SET_ASIDE), designs: aside }]),
  ];
}

/**
 * Returns a page of the stored designs by the day on which they began, and the last of them if
 * another page follows.
 */
async function listDays(
  context: Context,
  { engine }: ConsoleParts,
  reader: Reader,
  { before, words }: Query,
  within: Within,
): Promise<{ readonly days: Group[]; readonly next: DesignId | null }> {
  const { store, clock } = engine.parts;
  const filter = { ...within, before, words, limit: PER_PAGE };
  const { designs, next } = await pageOf(store, reader, filter);
  const viewer = viewerOf(context);
  const { utcOffsetMs = 0 } = viewer.kind === 'person' ? viewer.person : {};
  const now = clock.now();
  const dayOf = (at: number) => formatDay(at, now, utcOffsetMs);
  const days = [...Map.groupBy(designs, ({ startedAt }) => dayOf(startedAt))].map(
    ([day, these]) => ({
      heading: day === dayOf(now) ? PAGE.list.today : day,
      designs: these,
    }),
  );
  return { days, next };
}

async function drawHead(
  context: Context,
  { engine }: ConsoleParts,
  { words, channel }: Query,
  open: readonly Group[],
  names: ReadonlyMap<string, string>,
): Promise<Markup> {
  const viewer = viewerOf(context);
  const costs = readsAllChannels(viewer) ? await engine.readSpendingToday() : null;
  const counts = open.map(({ id = '', heading, designs }) =>
    designs.length === 0
      ? html`<li>${heading}: none</li>`
      : html`<li><a class="${id}" href="${`#${id}`}">${heading}: <b>${designs.length}</b></a></li>`,
  );
  const name = names.get(channel) ?? channel;
  const chip =
    name &&
    html`<li><a class="chip" href="${cleanUrl(addressOf({ words, channel: '' }))}" aria-label="${`${name}: ${PAGE.list.everyChannel}`}"><bdi>${name}</bdi> <span aria-hidden="true">✕</span></a></li>`;
  const channelField = channel && drawHiddenField('channel', channel);
  return html`<div class="list-head"><ul class="counts">${counts}${chip}${costs && html`<li>${PAGE.list.today}: ${saySpentOf(costs)}</li>`}</ul>
<form method="get" action="/" role="search">${channelField}
<input type="search" name="words" value="${foldToOneLine(words)}" maxlength="${WORDS_CHARACTERS}" aria-label="${PAGE.list.words}" placeholder="${PAGE.list.words}"><button>${PAGE.list.find}</button></form>
${mayOpen(context, viewer, '/start') && html`<a class="button primary" href="/start">${PAGE.start.title}</a>`}</div>`;
}

function addressOf({ channel, words, before }: Query): string {
  const entries = Object.entries({ channel, words, before: before ?? '' });
  const query = String(new URLSearchParams(entries.filter(([, value]) => value !== '')));
  return query === '' ? '/' : `/?${query}`;
}

/** Shows a newcomer what a design ends in, and how to play it. */
function drawExample(context: Context, { engine }: ConsoleParts, isPartial: boolean): Markup {
  const { topic, decision, because, caveat } = PAGE.example;
  const { program = 'charrette' } = engine.parts;
  const start = `/start?${new URLSearchParams({ topic })}`;
  const here =
    mayOpen(context, viewerOf(context), '/start') &&
    html`<p><a class="button" href="${cleanUrl(start)}">${PAGE.example.start}</a></p>`;
  // A list that lacks some cannot say that there is none.
  const none = readsAllChannels(viewerOf(context)) ? PAGE.list.none : PAGE.list.noneReadable;
  return html`<section class="empty">${!isPartial && html`<h2>${none}</h2>`}<p>${PAGE.example.lead}</p>
<blockquote><h3>${topic}</h3><p><strong>${decision}</strong></p><p>${because}</p><p class="caution" data-level="warning">${caveat}</p></blockquote>
${here}<p>${PAGE.example.command}</p><pre><code>${`${program} design "${topic}"`}</code></pre></section>`;
}

async function drawGroup(
  { heading, designs, id }: Group,
  names: ReadonlyMap<string, string>,
  { engine }: ConsoleParts,
): Promise<Markup> {
  const now = engine.parts.clock.now();
  const rows = designs.map(async (design) =>
    drawRow(design, await rowOf(engine, design), names, now),
  );
  return html`<section class="group"${id && html` id="${id}"`}><h2>${heading}</h2><ul class="rows">${await Promise.all(rows)}</ul></section>`;
}

function drawRow(
  { id, thread, startedAt, status }: DesignSummary,
  row: ListedRow,
  names: ReadonlyMap<string, string>,
  now: number,
): Markup {
  const channel = thread === null ? '' : placeName(thread);
  const place =
    channel &&
    html`<a href="${cleanUrl(addressOf({ ...EVERYTHING, channel }))}" dir="auto">${names.get(channel) ?? channel}</a>`;
  const caution =
    row.caution.length > 0 &&
    html`<p class="caution" data-level="${row.level}" dir="auto">${drawLine(row.caution)}</p>`;
  return html`<li class="row" id="${id}" data-status="${status}">
<h3>${linkToDesign(id, row.topic)} ${drawState(row.mark)}</h3>
<p class="said" dir="auto">${drawLine(row.said)}</p>${caution}
<ul class="asides"><li>${place}</li><li><bdi title="${foldToOneLine(row.by)}">${foldToOneLine(row.by)}</bdi></li><li>${drawLine([moment(startedAt, now)])}</li><li class="cost">${row.cost}</li></ul></li>`;
}

/** Most rows in the cache, enough for many readers at once. */
const KEPT_ROWS = 2_000;
const rowCache = new LRUCache<string, ListedRow>({ max: KEPT_ROWS });

/**
 * Returns the row of a design. That of an ended or waiting design is cached by its version. That of
 * a running one is not: only its process knows, for example, that its model is silent.
 */
async function rowOf(
  engine: Pick<Engine, 'loadListed'>,
  summary: DesignSummary,
): Promise<ListedRow> {
  const { id, version, setAside } = summary;
  const key = `${id} ${version}`;
  const cachedRow = setAside === undefined ? rowCache.get(key) : undefined;
  if (cachedRow !== undefined) return cachedRow;
  const design = await engine.loadListed(summary);
  if (design === null) return SET_ASIDE_ROW;
  const row = listedRowOf(viewOf(design));
  if (design.version === version && summary.status !== 'running') rowCache.set(key, row);
  return row;
}
