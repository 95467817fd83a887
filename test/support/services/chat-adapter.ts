import { randomUUID } from 'node:crypto';
import { notificationOf } from '#acts/drawing/markdown.ts';
import { type Chat, ChatFault, type ChatMessage } from '#ports/chat.ts';
import type { InboxEntry, Store } from '#ports/store.ts';

const PLATFORM = 'local';

/** The threads of the local chat platform of `chat-endpoint.ts`. */
export function createEndpointChat(url: string): Chat {
  return {
    platform: PLATFORM,
    post: async ({ id, thread, post }, signal) => {
      const { channel, thread: threadId } = thread;
      const body = JSON.stringify({ id, channel, thread: threadId, text: textOf(post) });
      return receiptIn(await askEndpoint(`${url}/messages`, { method: 'POST', body, signal }));
    },
    findPosted: async ({ id, thread }, signal) => {
      const query = new URLSearchParams({ thread: thread.thread, id });
      const response = await askEndpoint(`${url}/messages?${query}`, { signal });
      return response.status === 404 ? null : receiptIn(response);
    },
    removeCopies: async ({ id, thread }, receipt, signal) => {
      const query = new URLSearchParams({ thread: thread.thread, id, receipt });
      await askEndpoint(`${url}/messages?${query}`, { method: 'DELETE', signal });
    },
    // It shows which message is there, and nothing that could change.
    look: textOf,
    edit: () => Promise.resolve(),
    say: async ({ channel, thread }, words, signal) => {
      const body = JSON.stringify({
        id: randomUUID(),
        channel,
        thread,
        text: notificationOf(words),
      });
      await askEndpoint(`${url}/messages`, { method: 'POST', body, signal });
    },
    acknowledge: () => Promise.resolve(),
    tellRequester: () => Promise.resolve(),
  };
}

/**
 * The same store, but a design that is asked for without a thread gets one on this platform, named
 * after its topic: the HTTP API knows no threads, and chat gateways that start designs are not what
 * is tried here.
 */
export function givingThreads(store: Store): Store {
  return new Proxy(store, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      if (name === 'accept')
        return (entry: InboxEntry, starts?: number) => target.accept(withThread(entry), starts);
      return (...given: unknown[]): unknown => Reflect.apply(value, target, given);
    },
  });
}

function withThread(entry: InboxEntry): InboxEntry {
  const { command } = entry;
  if (command.type !== 'start_design' || command.thread !== null) return entry;
  const thread = {
    platform: PLATFORM,
    channel: 'tests',
    thread: command.topic.slice(0, 200),
    starter: '',
  };
  return { ...entry, command: { ...command, thread } };
}

/** What the message says: which of the design's posts it is. */
export function textOf(post: ChatMessage['post']): string {
  switch (post.kind) {
    case 'files':
      return `files of ${post.of}`;
    case 'list':
      return post.of;
    case 'reminder':
      return `reminder ${post.index}`;
    case 'gate':
      return `gate ${post.gateId}`;
    default:
      return post.kind;
  }
}

async function askEndpoint(url: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, init);
  } catch (error) {
    throw new ChatFault('The chat platform could not be reached.', 'passing', null, error);
  }
  const { status } = response;
  if (response.ok || status === 404) return response;
  const seconds = response.headers.get('retry-after');
  const waitMs = seconds === null ? null : Number(seconds) * 1_000;
  const kind =
    status === 429 || status >= 500 ? 'passing' : status === 403 ? 'unreachable' : 'refused';
  throw new ChatFault(`The chat platform answered ${status}.`, kind, waitMs);
}

async function receiptIn(response: Response): Promise<string> {
  try {
    const { receipt } = (await response.json()) as { receipt: string };
    return receipt;
  } catch (error) {
    throw new ChatFault('The chat platform broke off its answer.', 'passing', null, error);
  }
}
