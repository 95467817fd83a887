import type { Context } from 'hono';
import { html } from 'hono/html';
import * as z from 'zod';
import { OUTAGE_WORDS } from '../../../../core/telling/facts/outage.ts';
import {
  failureWords,
  OPERATIONS,
  queueWords,
  spentWords,
} from '../../../../core/telling/page/operations-words.ts';
import { remedyWords } from '../../../../core/telling/page/remedies.ts';
import { duration, grouped, iso } from '../../../../core/vocabulary/figures.ts';
import { noteAct } from '../../../../runtime/audit.ts';
import type { AuditEntry } from '../../../../runtime/ports/audit-log.ts';
import type { DaemonRow, OperationFacts } from '../../../../runtime/ports/operations.ts';
import { Problem } from '../../problem.ts';
import { readingOf } from '../../readable.ts';
import { signedInOf, viaOf } from '../../via.ts';
import { readsAllChannels, viewerOf } from '../../viewer.ts';
import type { ConsoleParts } from '../console-parts.ts';
import { liveList } from '../live.ts';
import { sentForm } from '../sent-form.ts';
import { type Markup, page } from '../shell.ts';

const [MAX_ENTRIES, MAX_SESSIONS, MAX_TOKENS, MAX_WARNINGS] = [30, 50, 50, 10];
const MIB = 1_048_576;

/** Shows operators what runs, where work waits and why, and who did what; what is over all channels, to those who may read all. */
export async function operationsPage(context: Context, parts: ConsoleParts): Promise<Response> {
  assertOperator(context);
  const { engine } = parts;
  const live = liveList(parts);
  const [facts, daemons, today] = await Promise.all([
    unlessAway(engine.parts.operations.facts(engine.parts.clock.now())),
    unlessAway(engine.parts.operations.daemons()),
    unlessAway(engine.spentToday()),
  ]);
  const main = html`<article class="operations"><h1>${OPERATIONS.title}</h1>
${facts === null ? html`<p role="alert">${OPERATIONS.storeAway}</p>` : queues(facts, engine.parts.clock.now())}
<section><h2>${OPERATIONS.today}</h2><p>${today === null ? '' : spentWords(today.spentUsd, today.budgetUsd)}</p></section>
${platforms(parts)}${models(parts)}${daemonsOf(daemons ?? [], engine.openDesigns)}${warningsOf(parts)}
${readsAllChannels(viewerOf(context)) && facts !== null ? await overAll(context, parts) : ''}</article>`;
  return page(context, { title: OPERATIONS.title, navigation: '/operations', main, live });
}

const Ending = z.object({ kind: z.enum(['session', 'token']), id: z.string().min(1).max(100) });

/** Ends a session, or revokes a token, for the admin alone. */
export async function endSent(context: Context, { engine }: ConsoleParts): Promise<Response> {
  const { text } = await sentForm(context);
  const form = Ending.safeParse({ kind: text('kind'), id: text('id') });
  if (!form.success) throw new Problem('conflict', 'This form is not whole. Load the page again.');
  const { kind, id } = form.data;
  const { passes, tokens, clock } = engine.parts;
  const isEnded = await (kind === 'session'
    ? passes.revoke(id, clock.now())
    : tokens.revoke(id, clock.now()));
  const via = viaOf(context);
  const who = signedInOf(context)?.name ?? via.token ?? 'unknown';
  const what = kind === 'session' ? 'end_session' : 'revoke_token';
  const act = { who, via, what, designId: null, detail: id, from: '' };
  if (isEnded) await noteAct(engine.parts, { ...act, outcome: 'done' });
  return context.redirect('/operations', 303);
}

function assertOperator(context: Context): void {
  const viewer = viewerOf(context);
  const { platforms: known } = readingOf(context);
  const isByPlatform =
    viewer.kind === 'person' && known.get(viewer.platform)?.isOperator(viewer.person) === true;
  const isByToken = viewer.kind === 'token' && viewer.token.role === 'operate';
  if (viewer.kind !== 'operator' && !isByPlatform && !isByToken)
    throw new Problem('forbidden', OPERATIONS.onlyOperators);
}

/** Returns `null` where the store does not answer: the page says so, and the rest of it stands. */
async function unlessAway<Facts>(asked: Promise<Facts>): Promise<Facts | null> {
  const [found] = await Promise.allSettled([asked]);
  return found.status === 'fulfilled' ? found.value : null;
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
    return html`<li><b>${name}</b>: ${state}${failures === '' ? '' : html` (${failures})`}</li>`;
  });
  if (rows.length === 0) return html``;
  return html`<section><h2>${OPERATIONS.platforms}</h2><ul>${rows}</ul></section>`;
}

function models({ engine }: ConsoleParts): Markup {
  const rows = engine.modelOutages.map(
    ({ model, outage }) => html`<li><b>${model}</b>: ${OUTAGE_WORDS[outage]}</li>`,
  );
  const shown = rows.length === 0 ? html`<p>${OPERATIONS.modelsWell}</p>` : html`<ul>${rows}</ul>`;
  return html`<section><h2>${OPERATIONS.models}</h2>${shown}</section>`;
}

function daemonsOf(daemons: readonly DaemonRow[], openHere: number): Markup {
  const memory = `${grouped(Math.round(process.memoryUsage.rss() / MIB))} MiB`;
  const rows = daemons.map(
    ({ id, host, pid, beatAgoMs, designs }) =>
      html`<tr><td>${id}</td><td>${host}, ${pid}</td><td>${duration(beatAgoMs)}</td><td>${designs}</td></tr>`,
  );
  const shown =
    rows.length === 0
      ? html`<p>${OPERATIONS.onlyOne} ${OPERATIONS.designs}: ${openHere}</p>`
      : html`<table><thead><tr><th>${OPERATIONS.daemon}</th><th>${OPERATIONS.host}</th><th>${OPERATIONS.beat}</th><th>${OPERATIONS.designs}</th></tr></thead><tbody>${rows}</tbody></table>`;
  return html`<section><h2>${OPERATIONS.daemons}</h2>${shown}<p>${OPERATIONS.memory}: ${memory}</p></section>`;
}

function warningsOf({ warnings }: ConsoleParts): Markup {
  const rows = warnings.all
    .slice(0, MAX_WARNINGS)
    .map(
      ({ at, event, times }) =>
        html`<li>${iso(at)} <code>${event}</code>${times > 1 ? ` × ${times}` : ''}: ${remedyWords(event) ?? OPERATIONS.remedyUnknown}</li>`,
    );
  const shown = rows.length === 0 ? html`<p>${OPERATIONS.noWarnings}</p>` : html`<ul>${rows}</ul>`;
  return html`<section><h2>${OPERATIONS.warnings}</h2>${shown}</section>`;
}

async function overAll(context: Context, { engine }: ConsoleParts): Promise<Markup> {
  const { audit, passes, tokens, clock } = engine.parts;
  const mayEnd = viewerOf(context).kind === 'operator';
  const [entries, sessions, named] = await Promise.all([
    audit.entries({ limit: MAX_ENTRIES }),
    passes.list({ kind: 'session', now: clock.now(), limit: MAX_SESSIONS }),
    tokens.list(MAX_TOKENS),
  ]);
  const holding = named.filter(({ revokedAt }) => revokedAt === null);
  const timeOf = (at: number | null) => (at === null ? OPERATIONS.never : iso(at));
  return html`<section><h2>${OPERATIONS.sessions}</h2>${listOr(
    sessions.map(
      ({ id, name, way, lastUsedAt, endsAt }) =>
        html`<li>${name} (${way}), ${OPERATIONS.used} ${timeOf(lastUsedAt)}, ${OPERATIONS.ends} ${iso(endsAt)} ${mayEnd ? ending('session', id) : ''}</li>`,
    ),
    OPERATIONS.noSessions,
  )}</section>
<section><h2>${OPERATIONS.tokens}</h2>${listOr(
    holding.map(
      ({ name, role, expiresAt, lastUsedAt }) =>
        html`<li>${name}, ${role}, ${OPERATIONS.used} ${timeOf(lastUsedAt)}, ${OPERATIONS.ends} ${timeOf(expiresAt)} ${mayEnd ? ending('token', name) : ''}</li>`,
    ),
    OPERATIONS.noTokens,
  )}</section>
<section><h2>${OPERATIONS.audit}</h2><table><thead><tr><th>${OPERATIONS.when}</th><th>${OPERATIONS.who}</th><th>${OPERATIONS.way}</th><th>${OPERATIONS.what}</th><th>${OPERATIONS.outcome}</th><th>${OPERATIONS.detail}</th></tr></thead><tbody>${entries.map(entryRow)}</tbody></table></section>`;
}

function listOr(rows: readonly Markup[], none: string): Markup {
  return rows.length === 0 ? html`<p>${none}</p>` : html`<ul>${rows}</ul>`;
}

function ending(kind: 'session' | 'token', id: string): Markup {
  return html`<form class="inline" method="post" action="/operations/ends"><input type="hidden" name="kind" value="${kind}"><input type="hidden" name="id" value="${id}"><button type="submit">${OPERATIONS.end}</button></form>`;
}

function entryRow({ at, who, via, what, outcome, detail, from }: AuditEntry): Markup {
  const by = via.token === undefined ? via.way : `${via.way} (${via.token})`;
  return html`<tr><td>${iso(at)}</td><td dir="auto">${who}</td><td>${by} ${from}</td><td>${what}</td><td>${outcome}</td><td dir="auto">${detail}</td></tr>`;
}
