import type { Context } from 'hono';
import * as z from 'zod';
import { moment } from '../../../../core/presentation/format/document.ts';
import { capitalized } from '../../../../core/presentation/format/plain.ts';
import { LAPSE_WORDS, OUTAGE_WORDS, plainerWords } from '../../../../core/presentation/run/outage.ts';
import {
  costsWords,
  daemonWords,
  failureWords,
  OPERATIONS,
  queueWords,
  spentWords,
  turnTimesWords,
} from '../../../../core/presentation/web/operations-words.ts';
import { happenedWords, remedyWords } from '../../../../core/presentation/web/remedies.ts';
import { dayWords, duration, grouped, money, utcDay } from '../../../../core/vocabulary/figures.ts';
import { tokenEnd, whyTokenIsOver } from '../../../../engine/ports/access-tokens.ts';
import { sessionEnd, whyLoginIsOver } from '../../../../engine/ports/logins.ts';
import type { ModelForm } from '../../../../engine/ports/model-forms.ts';
import type { DaemonRow, OperationFacts } from '../../../../engine/ports/operations.ts';
import { DAY_MS } from '../../../../foundation/day.ts';
import { readsAllChannels, viewerOf } from '../../access/viewer.ts';
import { drawnLine } from '../../drawing/html.ts';
import { html } from '../../drawing/html-template.ts';
import { Problem } from '../../problem.ts';
import { columns } from '../charts.ts';
import type { ConsoleParts } from '../console-parts.ts';
import { liveList } from '../live.ts';
import { sentForm } from '../sent-form.ts';
import { type Markup, page } from '../shell.ts';
import { storeFacts, troublesHere, troublesMarkup, unlessAway } from '../troubles.ts';

const [MAX_SESSIONS, MAX_TOKENS, MAX_WARNINGS] = [50, 50, 10];
const MIB = 1_048_576;

const [CHART_DAYS, CHART_TURNS, TURNS_PER_COLUMN] = [14, 200, 10];

/**
 * Shows operators the state of the daemon and its queues. Facts about all channels are only for viewers
 * who may read them all.
 */
export async function operationsPage(context: Context, parts: ConsoleParts): Promise<Response> {
  const { engine } = parts;
  const live = liveList(parts);
  const isOfAll = readsAllChannels(viewerOf(context));
  const [found, charts, daemons, forms] = await Promise.all([
    storeFacts(parts),
    isOfAll ? unlessAway(chartsOf(parts)) : null,
    unlessAway(engine.parts.operations.daemons()),
    unlessAway(engine.parts.modelForms.list()),
  ]);
  const { facts, today } = found;
  const troubles = troublesHere(context, parts, found);
  const main = html`<div class="sheet wide operations"><h1>${OPERATIONS.title}</h1>
${troubles.length === 0 ? html`<p class="well">${OPERATIONS.well}</p>` : troublesMarkup(troubles)}
${charts ?? ''}<div class="facts">${facts === null ? '' : queues(facts, engine.parts.clock.now())}
${isOfAll ? html`<section><h2>${OPERATIONS.today}</h2><p>${today === null ? OPERATIONS.storeAway : spentWords(today)}</p></section>` : ''}
${platforms(parts)}${models(parts, forms ?? [])}${daemonsOf(daemons ?? [], engine.openDesigns)}</div>
${isOfAll && facts !== null ? await acrossChannels(context, parts) : warningsOf(parts)}</div>`;
  return page(context, { title: OPERATIONS.title, navigation: '/operations', main, live });
}

const Ending = z.object({ kind: z.enum(['session', 'token']), id: z.string().min(1).max(100) });

export async function endSubmitted(context: Context, { engine }: ConsoleParts): Promise<Response> {
  const { text } = await sentForm(context);
  const form = Ending.safeParse({ kind: text('kind'), id: text('id') });
  if (!form.success) throw new Problem('conflict', 'This form is incomplete. Reload the page.');
  const { kind, id } = form.data;
  context.set('verb', kind === 'session' ? 'end_session' : 'revoke_token');
  context.set('about', id);
  const { logins, tokens, clock } = engine.parts;
  const isEnded = await (kind === 'session'
    ? logins.revoke(id, clock.now())
    : tokens.revoke(id, clock.now()));
  if (!isEnded) throw new Problem('not_found', OPERATIONS.overAlready);
  return context.redirect('/operations', 303);
}

/** Draws the cost by day and the time of turns, ten turns per column. */
async function chartsOf({ engine }: ConsoleParts): Promise<Markup> {
  const { clock, operations } = engine.parts;
  const today = Math.floor(clock.now() / DAY_MS);
  const first = today - CHART_DAYS + 1;
  const [costs, newest] = await Promise.all([
    operations.costs(first * DAY_MS),
    operations.turnTimes(CHART_TURNS),
  ]);
  const days = Array.from({ length: CHART_DAYS }, (_, at) => {
    const { usd = 0, designs = 0 } = costs.find(({ day }) => day === first + at) ?? {};
    return { name: utcDay((first + at) * DAY_MS), value: usd, designs, words: money(usd) };
  });
  const total = (what: 'value' | 'designs') => days.reduce((sum, each) => sum + each[what], 0);
  const spent = costsWords(CHART_DAYS, total('value'), total('designs'));
  const times = newest.toReversed();
  const groups = Array.from({ length: Math.ceil(times.length / TURNS_PER_COLUMN) }, (_, at) => {
    const ms = medianOf(times.slice(at * TURNS_PER_COLUMN, (at + 1) * TURNS_PER_COLUMN));
    return { name: OPERATIONS.turnTimes, value: ms, words: duration(ms) };
  });
  const took = times.length === 0 ? OPERATIONS.noTurns : turnTimesWords(times.length, medianOf(times));
  return html`<div class="charts"><section><h2>${OPERATIONS.costs}</h2><p>${spent}</p>${columns(`${OPERATIONS.costs}: ${spent}`, days, [dayWords(first * DAY_MS, clock.now()), OPERATIONS.thisDay])}</section>
<section><h2>${OPERATIONS.turnTimes}</h2><p>${took}</p>${groups.length === 0 ? '' : columns(`${OPERATIONS.turnTimes}: ${took}`, groups, [OPERATIONS.turnsAgo(times.length), OPERATIONS.lastTurn])}</section></div>`;
}

/** The median; of two middle values, the upper one. */
function medianOf(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}

function queues({ outbox, inbox, people, gates, rounds }: OperationFacts, now: number): Markup {
  const since = (oldestAt: number | null) => (oldestAt === null ? null : Math.max(0, now - oldestAt));
  const rows = [
    queueWords(OPERATIONS.outbox, outbox.waiting, since(outbox.oldestAt)),
    queueWords(OPERATIONS.inbox, inbox.waiting, since(inbox.oldestAt)),
    queueWords(OPERATIONS.rounds, rounds.waiting, since(rounds.oldestAt)),
    queueWords(OPERATIONS.people, people.waiting, since(people.oldestAt)),
    queueWords(OPERATIONS.gates, gates.waiting, since(gates.oldestAt)),
  ];
  return html`<section><h2>${OPERATIONS.queues}</h2><ul>${rows.map((row) => html`<li>${row}</li>`)}</ul></section>`;
}

function platforms({ gateways, engine }: ConsoleParts): Markup {
  const rows = [...gateways].map(([name, { isConnected }]) => {
    const failures = failureWords(engine.chatFailures(name).counts);
    const state = isConnected() ? OPERATIONS.connected : OPERATIONS.notConnected;
    return html`<li><b>${capitalized(name)}</b>: ${state}${failures === '' ? '' : html` (${failures})`}</li>`;
  });
  if (rows.length === 0) return html``;
  return html`<section><h2>${OPERATIONS.platforms}</h2><ul>${rows}</ul></section>`;
}

function models({ engine }: ConsoleParts, forms: readonly ModelForm[]): Markup {
  const { failing, isCalled } = engine.models;
  const rows = [
    ...engine.models.current.map(({ model, outage }) => ({ model, words: OUTAGE_WORDS[outage] })),
    ...failing.map(({ model, lapse }) => ({ model, words: LAPSE_WORDS[lapse] })),
  ].map(({ model, words }) => html`<li><b>${model}</b>: ${words}</li>`);
  const well = isCalled ? OPERATIONS.modelsWell : OPERATIONS.noModelCalled;
  const shown = rows.length === 0 ? html`<p>${well}</p>` : html`<ul>${rows}</ul>`;
  const plainer = forms
    .filter(({ leftOut }) => leftOut.length > 0)
    .map(
      ({ model, endpoint, leftOut }) =>
        html`<li><b>${model}</b> (${endpoint}): ${plainerWords(leftOut)}</li>`,
    );
  const asked = plainer.length === 0 ? html`` : html`<ul>${plainer}</ul>`;
  return html`<section><h2>${OPERATIONS.models}</h2>${shown}${asked}</section>`;
}

function daemonsOf(daemons: readonly DaemonRow[], openHere: number): Markup {
  const memory = `${OPERATIONS.memory}: ${grouped(Math.round(process.memoryUsage.rss() / MIB))} MiB`;
  const rows = daemons.map(
    ({ id, host, pid, beatAgoMs, designs }) =>
      html`<li><b>${OPERATIONS.daemon} ${id}</b> (${host}, ${pid}): ${daemonWords(beatAgoMs, designs)}</li>`,
  );
  const shown =
    rows.length === 0
      ? html`<p>${OPERATIONS.onlyOne} ${daemonWords(null, openHere)}</p>`
      : html`<ul>${rows}</ul>`;
  return html`<section><h2>${OPERATIONS.daemons}</h2>${shown}<p>${memory}</p></section>`;
}

function warningsOf({ warnings, engine }: ConsoleParts): Markup {
  const now = engine.parts.clock.now();
  const rows = warnings.all
    .slice(0, MAX_WARNINGS)
    .map(
      ({ at, event, times }) =>
        html`<li><b>${happenedWords(event)}</b>${times > 1 ? ` × ${times}` : ''} <small>${timeOf(at, now)} <code>${event}</code></small><br>${remedyWords(event) ?? OPERATIONS.remedyUnknown}</li>`,
    );
  const shown =
    rows.length === 0 ? html`<p>${OPERATIONS.noWarnings}</p>` : html`<ul class="entries">${rows}</ul>`;
  return html`<section><h2>${OPERATIONS.warnings}</h2>${shown}</section>`;
}

async function acrossChannels(context: Context, parts: ConsoleParts): Promise<Markup> {
  const { engine } = parts;
  const { logins, tokens, clock } = engine.parts;
  const mayEnd = viewerOf(context).kind === 'operator';
  const [sessions, named] = await Promise.all([
    logins.list({ kind: 'session', now: clock.now(), limit: MAX_SESSIONS }),
    tokens.list(MAX_TOKENS),
  ]);
  const now = clock.now();
  const valid = named.filter((token) => whyTokenIsOver(token, now) === null);
  const timeOr = (at: number | null) => (at === null ? OPERATIONS.never : timeOf(at, now));
  return html`<div class="halves"><div>${warningsOf(parts)}</div><div><section><h2>${OPERATIONS.sessions}</h2>${listOr(
    sessions
      .filter((each) => whyLoginIsOver(each, now) === null)
      .map(
        ({ id, name, way, lastUsedAt, ...end }) =>
          html`<li>${name} (${way}), ${OPERATIONS.used} ${timeOr(lastUsedAt)}, ${OPERATIONS.ends} ${timeOf(sessionEnd({ lastUsedAt, ...end }), now)} ${mayEnd ? endButton('session', id, name) : ''}</li>`,
      ),
    OPERATIONS.noSessions,
  )}</section>
<section><h2>${OPERATIONS.tokens}</h2>${listOr(
    valid.map(
      ({ name, role, lastUsedAt, ...end }) =>
        html`<li>${name}, ${role}, ${OPERATIONS.used} ${timeOr(lastUsedAt)}, ${OPERATIONS.ends} ${timeOf(tokenEnd(end), now)} ${mayEnd ? endButton('token', name, name) : ''}</li>`,
    ),
    OPERATIONS.noTokens,
  )}</section></div></div>`;
}

function timeOf(at: number, now: number): Markup {
  return drawnLine([moment(at, now)]);
}

function listOr(rows: readonly Markup[], none: string): Markup {
  return rows.length === 0 ? html`<p>${none}</p>` : html`<ul class="entries">${rows}</ul>`;
}

function endButton(kind: 'session' | 'token', id: string, name: string): Markup {
  return html`<form class="inline" method="post" action="/operations/ends"><input type="hidden" name="kind" value="${kind}"><input type="hidden" name="id" value="${id}"><button type="submit" aria-label="${`${OPERATIONS.end}: ${name}`}">${OPERATIONS.end}</button></form>`;
}
