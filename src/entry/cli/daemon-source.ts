import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { Fault } from '../../runtime/fault.ts';
import { adminTokenPath } from '../admin-token.ts';
import type { Configuration } from '../config.ts';
import { EventPage, followPages, type Pages } from './event-pages.ts';
import { cancelledWords, ListedDesign, type Outcome, type Source } from './source.ts';

/** Milliseconds after which a daemon that does not respond counts as not running. */
const FIND_MS = 2_000;
const CALL_MS = 30_000;
const Envelope = z.object({ error: z.object({ code: z.string(), message: z.string() }) });
const Page = z.object({ designs: z.array(ListedDesign) });
const Ended = z.object({ endedAt: z.string().nullable() });
const Preview = z.object({ retry: z.boolean(), reason: z.string() });

interface Answer {
  readonly status: number;
  readonly body: unknown;
}
type Call = (method: 'GET' | 'POST', path: string, body?: unknown) => Promise<Answer>;

export type Daemon = Source & {
  /** Runs a design again there. */
  retry(id: string): Promise<Outcome>;
};

/** `refused`: a daemon answers, but does not take the token that is known here. */
export type Found = Daemon | 'none' | 'refused';

/**
 * The daemon of this configuration, if one runs and takes the token that is known here. One on an unknown port
 * (CHARRETTE_HTTP_PORT=0) cannot be found.
 */
export async function findDaemon(configuration: Configuration, person: string): Promise<Found> {
  const token = configuration.adminToken ?? (await keptToken(configuration.dataDir));
  if (token === null || configuration.httpPort === 0) return 'none';
  const call = caller(daemonUrl(configuration), token);
  let found: Answer;
  try {
    found = await call('GET', '?limit=1', undefined, FIND_MS);
  } catch (error) {
    if (error instanceof Fault) return 'none';
    throw error;
  }
  if (found.status === 401) return 'refused';
  // One whose store is damaged or away answers as well, with the reason.
  const isDaemon =
    found.status === 503
      ? Envelope.safeParse(found.body).success
      : found.status === 200 && Page.safeParse(found.body).success;
  return isDaemon ? daemonSource(call, person) : 'none';
}

export function daemonUrl({ httpHost, httpPort }: Configuration): string {
  const everywhere = httpHost === '0.0.0.0' || httpHost === '::';
  const host = everywhere ? '127.0.0.1' : httpHost.includes(':') ? `[${httpHost}]` : httpHost;
  return `http://${host}:${httpPort}`;
}

function daemonSource(call: Call, author: string): Daemon {
  const post = async (
    path: string,
    body: Record<string, unknown>,
    words: (status: number) => string,
  ): Promise<Outcome> => {
    const { status, body: answer } = await call('POST', path, { author, ...body });
    return status < 400 ? { ok: true, words: words(status) } : { ok: false, words: reasonIn(answer, status) };
  };
  return {
    list: async (limit, before, status) => {
      const query = new URLSearchParams({ limit: String(limit) });
      if (before !== null) query.set('before', before);
      if (status !== undefined) query.set('status', status);
      return Page.parse(accepted(await call('GET', `?${query}`))).designs;
    },
    design: async (id) => {
      const answer = await call('GET', `/${id}`);
      return answer.status === 404 ? null : accepted(answer);
    },
    events: (id, since, follow, signal) => {
      const pages: Pages = {
        page: async (from) =>
          EventPage.parse(accepted(await call('GET', `/${id}/events?since=${from}`))).events,
        isOver: async () => Ended.parse(accepted(await call('GET', `/${id}`))).endedAt !== null,
      };
      return followPages(pages, { since, follow, signal });
    },
    cancel: (id, reason) => post(`/${id}/cancel`, { reason }, (status) => cancelledWords(status === 200)),
    reply: (id, text) => post(`/${id}/replies`, { text }, () => 'Recorded.'),
    finishAnswering: (id) => post(`/${id}/answered`, {}, () => 'Answering is over; what is open is assumed.'),
    decide: (id, gateId, choice, note) => post(`/${id}/gates/${gateId}`, { choice, note }, () => 'Decided.'),
    settle: (id, divergenceId, position, note) =>
      post(`/${id}/divergences/${divergenceId}`, { position, note }, () => 'Settled.'),
    retryPreview: async (id) => Preview.parse(accepted(await call('GET', `/${id}/retry/preview`))),
    retry: async (id) => {
      const { status, body } = await call('POST', `/${id}/retry`, { author });
      if (status >= 400) return { ok: false, words: reasonIn(body, status) };
      return { ok: true, words: z.object({ id: z.string() }).parse(body).id };
    },
    close: () => Promise.resolve(),
  };
}

function caller(url: string, token: string) {
  return async (
    method: 'GET' | 'POST',
    path: string,
    body?: unknown,
    timeoutMs = CALL_MS,
  ): Promise<Answer> => {
    try {
      const response = await fetch(`${url}/api/v1/designs${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        signal: AbortSignal.timeout(timeoutMs),
        redirect: 'error',
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { status: response.status, body: await response.json() };
    } catch (error) {
      throw new Fault(
        'store_unavailable',
        `The daemon at ${url} gave no usable answer. Is it still running?`,
        error,
      );
    }
  };
}

function accepted({ status, body }: Answer): unknown {
  if (status < 400) return body;
  throw new Fault('store_unavailable', `The daemon refused: ${reasonIn(body, status)}`);
}

/** The words of an error's envelope (A12), which are for people. */
export function reasonIn(body: unknown, status: number): string {
  const envelope = Envelope.safeParse(body);
  return envelope.success ? envelope.data.error.message : `status ${status}, without a reason`;
}

async function keptToken(dataDir: string): Promise<string | null> {
  try {
    const kept = (await readFile(adminTokenPath(dataDir), 'utf8')).trim();
    return kept === '' ? null : kept;
  } catch (error) {
    if (error instanceof Error) return null;
    throw error;
  }
}
