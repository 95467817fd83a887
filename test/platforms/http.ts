import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Mishap } from './faults.ts';

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Null for nothing; a text or a buffer is sent as it is, anything else as JSON. */
  readonly body: unknown;
}

/** What a platform says when a call fails, and when one is limited by a mishap. */
export interface MishapAnswers {
  readonly failed: Answer;
  readonly limited: Answer;
}

/**
 * Does the work and answers, or what goes wrong instead; the work's answer, or null where it was
 * not done.
 */
export async function behave(
  outgoing: ServerResponse,
  mishap: Mishap | null,
  { failed, limited }: MishapAnswers,
  work: () => Answer | Promise<Answer>,
): Promise<Answer | null> {
  const isDone = mishap === null || mishap === 'failed_after' || mishap === 'cut_after';
  const answer = isDone ? await work() : null;
  if (mishap === 'cut_before' || mishap === 'cut_after') outgoing.socket?.resetAndDestroy();
  else if (mishap === 'limited') send(outgoing, limited);
  else send(outgoing, mishap === null && answer !== null ? answer : failed);
  return answer;
}

function send(outgoing: ServerResponse, { status, headers = {}, body }: Answer): void {
  const isPlain = body === null || typeof body === 'string' || Buffer.isBuffer(body);
  outgoing.writeHead(
    status,
    isPlain ? headers : { 'content-type': 'application/json', ...headers },
  );
  outgoing.end(isPlain ? body : JSON.stringify(body));
}

export async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

export function formIn(body: Buffer, type: string): Promise<FormData> {
  return new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
}

/** What listens, where, and its end. */
export interface Listening {
  readonly server: Server;
  readonly origin: string;
  close(): Promise<void>;
}

/** Serves on a free port of this machine; `broken` is called with errors of the server itself. */
export async function listening(
  serve: (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>,
  broken: (what: string) => void,
): Promise<Listening> {
  const server = createServer((incoming, outgoing) => {
    serve(incoming, outgoing).catch((error: unknown) => {
      broken(`the server itself failed: ${String(error)}`);
      outgoing.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}
