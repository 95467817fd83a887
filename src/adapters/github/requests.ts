import { Octokit } from '@octokit/core';
import * as z from 'zod';
import { causeOf, hasNeverConnected } from '../../foundation/connection.ts';
import { cutText } from '../../foundation/cut-text.ts';
import { Fault } from '../../foundation/fault.ts';
import { FORGE_WORDS } from '../../presentation/format/forge.ts';

const REQUEST_MS = 20_000;

const Refusal = z.object({
  status: z.number().int(),
  // Missing if the connection failed, although that has a status too.
  response: z.object({ headers: z.record(z.string(), z.unknown()).default({}), data: z.unknown() }),
});
type Refusal = z.infer<typeof Refusal>;
const Said = z.object({
  message: z.string(),
  errors: z.array(z.object({ message: z.string().optional() }).loose()).optional(),
});

export interface AskGithub {
  /** One request to a repository, with its answer parsed. Throws a `Fault` that says what to do. */
  <Schema extends z.ZodType>(
    route: string,
    given: object,
    answers: Schema,
  ): Promise<z.output<Schema>>;
  /** The same; `null` for a refusal with the status `tolerated`. */
  <Schema extends z.ZodType>(
    route: string,
    given: object,
    answers: Schema,
    tolerated: number,
  ): Promise<z.output<Schema> | null>;
}

export function createGithubRequests(token: string, baseUrl: string) {
  const octokit = new Octokit({
    auth: token,
    baseUrl: baseUrl.replace(/\/$/, ''),
    userAgent: 'charrette',
    log: SILENT,
    request: { fetch: fetchBounded },
  });
  return (repository: string, signal: AbortSignal): AskGithub => {
    const [owner = '', repo = ''] = repository.split('/');
    return async <Schema extends z.ZodType>(
      route: string,
      given: object,
      answers: Schema,
      tolerated?: number,
    ) => {
      const isRead = route.startsWith('GET ');
      const what = `${isRead ? 'read' : 'write to'} ${repository}`;
      const explainSilence = (why: string, wasSent: boolean) =>
        FORGE_WORDS[wasSent && !isRead ? 'lost' : 'away'](new URL(baseUrl).origin, what, why);
      const boundedSignal = AbortSignal.any([signal, AbortSignal.timeout(REQUEST_MS)]);
      let data: unknown;
      try {
        ({ data } = await octokit.request(route, {
          owner,
          repo,
          ...given,
          request: { signal: boundedSignal },
        }));
      } catch (error) {
        const refusal = Refusal.safeParse(error).data;
        if (refusal !== undefined && refusal.status === tolerated) return null;
        const cause = error instanceof Error ? causeOf(error, baseUrl) : String(error);
        const words =
          refusal === undefined
            ? explainSilence(cause, !hasNeverConnected(error))
            : refusal.status >= 500
              ? explainSilence(`it answered ${refusal.status}`, true)
              : wordsOf(what, refusal, cause);
        throw new Fault('forge_refused', words, error);
      }
      const result = answers.safeParse(data);
      if (result.success) return result.data;
      const words = explainSilence('what answers there is not its API', true);
      throw new Fault('forge_refused', words, result.error);
    };
  };
}

/** Bytes of one answer. The longest is a page of pull requests with their texts. */
const ANSWER_BYTES = 16 * 1024 * 1024;

/**
 * Follows no redirect, which would resend the whole text: what has moved is not found. It stops
 * reading after `ANSWER_BYTES`.
 */
async function fetchBounded(...[input, init]: Parameters<typeof fetch>): Promise<Response> {
  const response = await fetch(input, { ...init, redirect: 'manual' });
  const { status, statusText, headers, body } = response;
  if (status >= 300 && status < 400) return Response.json({ message: 'moved' }, { status: 404 });
  if (body === null) return response;
  let bytes = 0;
  const counted = new TransformStream<Uint8Array, Uint8Array>({
    transform: (chunk, controller) => {
      bytes += chunk.byteLength;
      if (bytes > ANSWER_BYTES) controller.error(new Error('the forge’s answer is far too long'));
      else controller.enqueue(chunk);
    },
  });
  return new Response(body.pipeThrough(counted), { status, statusText, headers });
}

function isLimited({ status, response }: Refusal): boolean {
  const { headers } = response;
  return (
    status === 429 ||
    headers['retry-after'] !== undefined ||
    headers['x-ratelimit-remaining'] === '0'
  );
}

function wordsOf(what: string, refusal: Refusal, message: string): string {
  const { status, response } = refusal;
  const body = Said.safeParse(response.data).data;
  const details = (body?.errors ?? []).flatMap(({ message: each }) => each ?? []);
  if (isLimited(refusal)) return FORGE_WORDS.limited;
  if (status === 401 || status === 403) return FORGE_WORDS.denied(what);
  if (status === 404) return FORGE_WORDS.missing(what);
  return FORGE_WORDS.invalid(what, cutText([body?.message ?? message, ...details].join('; '), 300));
}

const ignore = () => undefined;
/** The library's warnings contain addresses. */
const SILENT = { debug: ignore, info: ignore, warn: ignore, error: ignore };
