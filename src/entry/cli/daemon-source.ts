import * as z from 'zod';
import type { Call } from '../../adapters/http/in-process.ts';
import type { Outcome } from '../../adapters/terminal/answering.ts';
import { TEXTS } from '../../adapters/terminal/texts.ts';
import { eventReads } from './event-pages.ts';
import { accepted, type Daemon, reasonIn } from './find-daemon.ts';
import { type Commands, cancelledWords, ListedDesign, Retryable, type Source } from './source.ts';

const Page = z.object({ designs: z.array(ListedDesign) });
const Ended = z.object({ endedAt: z.string().nullable() });

/** The designs of a running daemon. */
export function daemonSource(daemon: Daemon, author: string): Source {
  return {
    ...commandsOf(daemon.call, author),
    list: async (limit, before, status) => {
      const query = new URLSearchParams({ limit: String(limit) });
      if (before !== null) query.set('before', before);
      if (status !== undefined) query.set('status', status);
      return Page.parse(accepted(await daemon.call('GET', `?${query}`))).designs;
    },
    has: async (id) => {
      const answer = await daemon.call('GET', `/${id}`);
      if (answer.status === 404) return false;
      accepted(answer);
      return true;
    },
    ...eventReads({
      events: async (id, since) => {
        const { readable, StoredPage } = await import('./follow-in-daemon.ts');
        return readable(StoredPage, accepted(await daemon.call('GET', `/${id}/course?since=${since}`)))
          .events;
      },
      isOver: async (id) => Ended.parse(accepted(await daemon.call('GET', `/${id}`))).endedAt !== null,
    }),
    retryPreview: async (id) => Retryable.parse(accepted(await daemon.call('GET', `/${id}/retry/preview`))),
    whyIdle: async () => {
      const answer = await daemon.readiness();
      return answer.status < 400 ? null : TEXTS.daemonWaits(reasonIn(answer));
    },
    close: () => Promise.resolve(),
  };
}

/** What a person says and decides, as calls of the API. */
export function commandsOf(call: Call, author: string): Commands {
  const post = async (
    path: string,
    body: Record<string, unknown>,
    words: (status: number) => string,
  ): Promise<Outcome> => {
    const answer = await call('POST', path, { author, ...body });
    return answer.status < 400
      ? { ok: true, words: words(answer.status) }
      : { ok: false, words: reasonIn(answer) };
  };
  return {
    cancel: (id, reason, by = author) =>
      post(`/${id}/cancel`, { reason, author: by }, (status) => cancelledWords(status === 200)),
    reply: (id, text) => post(`/${id}/replies`, { text }, () => 'Recorded.'),
    finishAnswering: (id, skip) =>
      post(`/${id}/answered`, { skip }, () => 'Answering is over; what is open is assumed.'),
    decide: (id, gateId, choice, note) => post(`/${id}/gates/${gateId}`, { choice, note }, () => 'Decided.'),
    settle: (id, divergenceId, position, note) =>
      post(`/${id}/divergences/${divergenceId}`, { position, note }, () => 'Settled.'),
  };
}
