import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import * as z from 'zod';
import type { ApiAnswer, Call } from '../../acts/call.ts';
import { Fault } from '../../foundation/fault.ts';
import { No } from '../../foundation/no.ts';
import { httpRequestOf, isJsonType, proofOf } from '../../surfaces/http/access/local.ts';
import type { Variables } from '../config.ts';
import { type DaemonFile, readDaemonFile } from '../daemon-file.ts';
import { jsonOf, sendRequest, textOf } from './plain-http.ts';

/**
 * Milliseconds until a silent daemon counts as not running. An overloaded machine answers sooner.
 */
const FIND_MS = 5_000;
/** Milliseconds for a call: a daemon may have to read a large repository first. */
const CALL_MS = 120_000;
/** Bytes of an answer before and after a daemon has proved itself. A page of events can be long. */
const PROOF_BYTES = 1_000;
const ANSWER_BYTES = 512 * 1024 * 1024;
const Proof = z.object({ proof: z.string() });

/** The daemon on the data folder, called as its operator. */
export interface Daemon extends Pick<DaemonFile, 'version' | 'url' | 'models'> {
  /** Throws `Fault('store_unavailable')` for an unreadable answer. */
  readonly call: Call;
  readReadiness(): Promise<ApiAnswer>;
  /**
   * Calls the API for an answer without an end, which the caller reads: an event stream, or after a
   * long time.
   */
  open(signal: AbortSignal, ...call: Parameters<Call>): Promise<IncomingMessage>;
}

/** `null` if there is none; `No` for one that seems to be there and was not asked. */
export type Found = Daemon | No<string> | null;

/**
 * Finds the data folder's daemon. If a daemon was killed, another program may now use the address
 * in its file. So a daemon must prove that it knows the token before it receives token or topic.
 */
export async function findDaemon({ dataDir }: Pick<Variables, 'dataDir'>): Promise<Found> {
  const file = await readDaemonFile(dataDir);
  if (file === null || file instanceof No) return file;
  const why = await findObstacle(file);
  if (why !== null) return new No(why);
  const { version, url, models } = file;
  return { version, url, models, ...reach(file) };
}

async function findObstacle({ local, token }: DaemonFile): Promise<string | null> {
  const challenge = randomBytes(32).toString('hex');
  let answer: unknown;
  try {
    const signal = AbortSignal.timeout(FIND_MS);
    answer = await jsonOf(
      await sendRequest(`${local}/proof/${challenge}`, { signal }),
      PROOF_BYTES,
    );
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return `daemon.json names ${local}, where no daemon answers`;
  }
  const proof = Proof.safeParse(answer);
  if (proof.success && proof.data.proof === proofOf(token, challenge)) return null;
  return `daemon.json names ${local}, where something else answers`;
}

function reach({ local, token }: DaemonFile): Pick<Daemon, 'call' | 'open' | 'readReadiness'> {
  const authorization = `Bearer ${token}`;
  const callDaemon = async (
    address: string,
    request: Partial<Parameters<typeof sendRequest>[1]>,
  ): Promise<ApiAnswer> => {
    try {
      const answer = await sendRequest(address, {
        signal: AbortSignal.timeout(CALL_MS),
        ...request,
      });
      const text = await textOf(answer, ANSWER_BYTES);
      const isJson = isJsonType(answer.headers['content-type']);
      return { status: answer.statusCode ?? 0, body: isJson ? JSON.parse(text) : text };
    } catch (error) {
      const advice =
        request.method === 'POST' || request.method === 'DELETE'
          ? ' It may have done this: check with list before you repeat it.'
          : '';
      const message = `The daemon of this data folder gave no usable answer. Is it still running?${advice}`;
      throw new Fault('store_unavailable', message, error);
    }
  };
  return {
    call: (...call) => {
      const { path, headers, ...request } = httpRequestOf(...call);
      return callDaemon(`${local}${path}`, { ...request, headers: { authorization, ...headers } });
    },
    readReadiness: () => callDaemon(`${local}/readyz`, {}),
    open: (signal, ...call) => {
      const { path, headers, ...request } = httpRequestOf(...call);
      const accept = 'text/event-stream, application/json';
      return sendRequest(`${local}${path}`, {
        ...request,
        headers: { authorization, accept, ...headers },
        signal,
      });
    },
  };
}

/** True for a daemon that can be asked. */
export function isFound(found: Found): found is Daemon {
  return found !== null && !(found instanceof No);
}

/** Adds to a `store_in_use` fault which daemon has the store, or why no daemon could be asked. */
export function explainInUse(error: unknown, found: Found): unknown {
  if (!(error instanceof Fault) || error.code !== 'store_in_use') return error;
  if (found === null) return error;
  const words =
    found instanceof No
      ? `No daemon could be asked: ${found.why}.`
      : `It is the daemon at ${found.url}.`;
  return new Fault('store_in_use', `${error.message} ${words}`, error);
}
