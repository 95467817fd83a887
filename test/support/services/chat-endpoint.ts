import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * A local chat platform. It keeps what was posted in the order in which it came, twice if it was
 * posted twice, and can misbehave as platforms do. In a process of its own, `node chat-endpoint.ts
 * [seed] [share]` prints its URL.
 */
export interface ChatEndpoint {
  readonly url: string;
  readonly posted: readonly PostedMessage[];
  /** How often each way of misbehaving was seen. */
  readonly misbehaved: Readonly<Record<string, number>>;
  /** The next attempts at posting this text are treated like this, one after the other. */
  misbehave(text: string, faults: readonly ChatMishap[]): void;
  /**
   * The next attempt at posting this text for this design arrives, and is not looked at before it
   * is released.
   */
  hold(designId: string, text: string): { readonly arrived: Promise<void>; release(): void };
  close(): Promise<void>;
}

export interface PostedMessage {
  /** The platform's own id of the message. */
  readonly receipt: string;
  /** When it was posted. */
  readonly at: number;
  /** The id that the message carries. */
  readonly id: string;
  readonly channel: string;
  readonly thread: string;
  readonly text: string;
}

/** Those with `after` in their name have posted the message all the same. */
export const CHAT_MISHAPS = [
  'refused',
  'failed_after',
  'cut_before',
  'cut_after',
  'limited',
  'slow_after',
  'archived',
] as const;
export type ChatMishap = (typeof CHAT_MISHAPS)[number];

export interface ChatEndpointOptions {
  /** What happens to which attempt follows from this alone, in whatever order the attempts come. */
  readonly seed?: number;
  /** Share of attempts that go wrong, from 0 to 1. */
  readonly share?: number;
}

/**
 * Attempts at one message, or at finding it, that may go wrong by the seed; a later one succeeds.
 */
const MAX_MISHAPS = 3;
const SLOW_MS = 300;
const RETRY_AFTER_SECONDS = 0.2;

interface Hold {
  readonly arrived: PromiseWithResolvers<void>;
  readonly released: PromiseWithResolvers<void>;
}

export async function startChatEndpoint(options: ChatEndpointOptions = {}): Promise<ChatEndpoint> {
  const posted: PostedMessage[] = [];
  const misbehaved: Record<string, number> = {};
  const script = new Map<string, ChatMishap[]>();
  const holds = new Map<string, Hold>();
  const attempts = new Map<string, number>();
  let count = 0;

  function mishapOf(what: 'post' | 'find', id: string, text: string): ChatMishap | null {
    const attempt = (attempts.get(`${what} ${id}`) ?? 0) + 1;
    attempts.set(`${what} ${id}`, attempt);
    const drawn = attempt > MAX_MISHAPS ? null : drawMishap(options, `${what} ${id} ${attempt}`);
    // Without its first message a design has no thread to check, and a note takes the place of
    // files that are refused once.
    const isSpared =
      drawn === 'archived' && (what === 'find' || text === 'card' || text.startsWith('files'));
    const mishap = script.get(text)?.shift() ?? (isSpared ? 'refused' : drawn);
    if (mishap !== null) misbehaved[mishap] = (misbehaved[mishap] ?? 0) + 1;
    return mishap;
  }

  async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(incoming.url ?? '', 'http://localhost');
    if (pathname === '/record') return answer(outgoing, 200, { posted, misbehaved });
    if (incoming.method === 'POST') {
      const message = JSON.parse(await textOf(incoming)) as Omit<PostedMessage, 'receipt'>;
      const held = `${message.id.split('/')[0]} ${message.text}`;
      const hold = holds.get(held);
      holds.delete(held);
      hold?.arrived.resolve();
      await hold?.released.promise;
      let receipt = '';
      const work = () => {
        count += 1;
        receipt = `m${count}`;
        posted.push({ ...message, receipt, at: Date.now() });
      };
      return behave(outgoing, mishapOf('post', message.id, message.text), work, () => {
        answer(outgoing, 201, { receipt });
      });
    }
    if (incoming.method === 'DELETE') {
      const isCopy = (message: PostedMessage): boolean =>
        message.id === searchParams.get('id') && message.receipt !== searchParams.get('receipt');
      for (let at = posted.length - 1; at >= 0; at--)
        if (isCopy(posted[at] as PostedMessage)) posted.splice(at, 1);
      return answer(outgoing, 200, {});
    }
    const [thread, id] = [searchParams.get('thread'), searchParams.get('id') ?? ''];
    const found = posted.find((message) => message.thread === thread && message.id === id);
    await behave(outgoing, mishapOf('find', id, `find ${id}`), null, () => {
      answer(outgoing, found === undefined ? 404 : 200, { receipt: found?.receipt });
    });
  }

  const server = createServer((incoming, outgoing) => {
    serve(incoming, outgoing).catch((error: unknown) => outgoing.destroy(error as Error));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    posted,
    misbehaved,
    hold: (designId, text) => {
      const hold = {
        arrived: Promise.withResolvers<void>(),
        released: Promise.withResolvers<void>(),
      };
      holds.set(`${designId} ${text}`, hold);
      return { arrived: hold.arrived.promise, release: hold.released.resolve };
    },
    misbehave: (text, faults) => script.set(text, [...(script.get(text) ?? []), ...faults]),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function drawMishap(
  { seed = 0, share = 0 }: ChatEndpointOptions,
  attempt: string,
): ChatMishap | null {
  const drawn = createHash('sha256').update(`${seed} ${attempt}`).digest();
  if (drawn.readUInt32BE(0) >= share * 2 ** 32) return null;
  return CHAT_MISHAPS[drawn.readUInt32BE(4) % CHAT_MISHAPS.length] ?? null;
}

/**
 * Does the work, if there is any, and answers; or what goes wrong instead. Nothing is done for who
 * has gone away.
 */
async function behave(
  outgoing: ServerResponse,
  mishap: ChatMishap | null,
  work: (() => void) | null,
  respond: () => void,
): Promise<void> {
  const isBefore =
    mishap !== null && ['refused', 'cut_before', 'limited', 'archived'].includes(mishap);
  if (!isBefore) work?.();
  switch (mishap) {
    case 'refused':
    case 'failed_after':
      return answer(outgoing, 500, { error: mishap });
    case 'archived':
      return answer(outgoing, 403, { error: mishap });
    case 'limited':
      outgoing.setHeader('retry-after', RETRY_AFTER_SECONDS);
      return answer(outgoing, 429, { error: mishap });
    case 'cut_before':
    case 'cut_after':
      outgoing.socket?.resetAndDestroy();
      return;
    case 'slow_after':
      await delay(SLOW_MS);
      return respond();
    case null:
      return respond();
  }
}

function answer(outgoing: ServerResponse, status: number, body: unknown): void {
  outgoing.writeHead(status, { 'content-type': 'application/json' });
  outgoing.end(JSON.stringify(body));
}

async function textOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

if (import.meta.main) {
  const [seed = '0', share = '0'] = process.argv.slice(2);
  const { url } = await startChatEndpoint({ seed: Number(seed), share: Number(share) });
  process.stdout.write(`chat ready ${url}\n`);
}
