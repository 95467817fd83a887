import {
  Client,
  StreamableHTTPClientTransport,
  type Transport,
} from '@modelcontextprotocol/client';
import { expect } from 'vitest';
import { TOKEN } from '../http/client.ts';

/** The generations of the protocol, as the official client negotiates them. */
export const GENERATIONS = ['2025-11-25', '2026-07-28'] as const;
export type Generation = (typeof GENERATIONS)[number];

/** How the person answers a question of their agent. */
export type Person = (message: string) => 'agrees' | 'refuses';

/** The official client, as a coding agent has it. */
export class Agent {
  readonly client: Client;
  /** Everything that the person was asked. */
  readonly askedOfPerson: string[] = [];

  constructor(generation: Generation, person: Person | null) {
    const mode = generation === '2025-11-25' ? 'legacy' : { pin: generation };
    const capabilities = person === null ? {} : { elicitation: {} };
    this.client = new Client(
      { name: 'claude-code', version: '9' },
      { capabilities, versionNegotiation: { mode } },
    );
    if (person === null) return;
    this.client.setRequestHandler('elicitation/create', async ({ params: { message } }) => {
      this.askedOfPerson.push(message);
      if (person(message) === 'refuses') return { action: 'decline' };
      return { action: 'accept', content: { consent: true } };
    });
  }

  async connect(transport: Transport): Promise<this> {
    await this.client.connect(transport);
    return this;
  }

  /** Calls a tool, and returns its words and its data. */
  async call(name: string, given: Record<string, unknown>, progress?: (message: string) => void) {
    const onprogress = ({ message = '' }: { message?: string | undefined }) => progress?.(message);
    const options = progress === undefined ? {} : { onprogress };
    const result = await this.client.callTool({ name, arguments: given }, options);
    const words = result.content.map((each) => ('text' in each ? each.text : '')).join('\n');
    // biome-ignore lint/suspicious/noExplicitAny: a client knows no shape of JSON.
    const data: any = result.structuredContent ?? {};
    return { words, data, isError: result.isError === true };
  }

  /** The same for a call that has to be carried out. */
  async done(...given: Parameters<Agent['call']>) {
    const answer = await this.call(...given);
    expect(answer).toMatchObject({ isError: false });
    return answer;
  }

  /** Follows a design until it needs something that its version does not tell, or has ended. */
  async followed(id: string, since?: number, progress?: (message: string) => void) {
    return this.done('follow_design', { id, ...(since === undefined ? {} : { since }) }, progress);
  }

  close(): Promise<void> {
    return this.client.close();
  }
}

/** A way to the daemon by HTTP, with this token. */
export function byHttp(
  answer: (url: string, init?: RequestInit) => Promise<Response>,
  token = TOKEN,
): Transport {
  return new StreamableHTTPClientTransport(new URL('http://localhost/mcp'), {
    fetch: async (url, init) => answer(String(url), init),
    requestInit: { headers: { authorization: `Bearer ${token}` } },
  });
}
