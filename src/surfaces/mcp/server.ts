import { PassThrough } from 'node:stream';
import {
  createMcpHandler,
  McpServer,
  ResourceNotFoundError,
  ResourceTemplate,
  type Transport,
} from '@modelcontextprotocol/server';
import { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio';
import * as z from 'zod';
import type { Act, Tool } from '../../acts/act.ts';
import { ListAnswer } from '../../acts/listed.ts';
import { ACTS } from '../../acts/table.ts';
import { cutText } from '../../foundation/cut-text.ts';
import { INSTRUCTIONS } from '../../presentation/answers/agent.ts';
import { parseJson } from '../../sessions/child/envelope.mjs';
import { ApiRefusal, askApi } from './api.ts';
import { addFollowDesign } from './follow-design.ts';
import { completeAccept, completeMessage, fitAnswer, readMessages, wordError } from './messages.ts';
import type { McpParts, ToolParts } from './parts.ts';
import { addStartDesign } from './start-design.ts';
import { addActTool } from './tool.ts';

/** Milliseconds for a person to answer, with a client from before 2026. */
const CONSENT_MS = 10 * 60_000;

/** Tools by hand: what a person may have to consent to by its cost, and what is followed. */
const OWN: Readonly<Record<string, (parts: ToolParts, tool: Tool) => void>> = {
  start_design: addStartDesign,
  follow_design: addFollowDesign,
};

/** Answers what the library refuses in words for people. */
class PlainServer extends McpServer {
  override connect(transport: Transport): Promise<void> {
    const send = transport.send.bind(transport);
    transport.send = (message, options) => send(wordError(message), options);
    return super.connect(transport);
  }
}

function createMcpServer(parts: McpParts): McpServer {
  const about = { name: 'charrette', title: 'Charrette', version: parts.version };
  // There are none, but some clients ask for them, whatever a server declares.
  const capabilities = { prompts: {} };
  const options = {
    capabilities,
    instructions: INSTRUCTIONS,
    inputRequired: { roundTimeoutMs: CONSENT_MS },
  };
  const server = new PlainServer(about, options);
  const tools = { ...parts, server };
  for (const act of Object.values<Act>(ACTS)) {
    const { tool } = act;
    if (tool === undefined) continue;
    const own = OWN[tool.name];
    if (own !== undefined) own(tools, tool);
    else addActTool(tools, tool, act);
  }
  offerFiles(tools);
  return server;
}

/** Serves clients of both generations of the protocol. Keeps nothing between two requests. */
export async function answerMcp(request: Request, parts: McpParts): Promise<Response> {
  const { url, method, signal } = request;
  const headers = new Headers(request.headers);
  const accept = headers.get('accept');
  headers.set('accept', completeAccept(accept));
  const body = await request.text();
  const parsedBody = completeMessage(parseJson(body));
  const complete = new Request(url, { method, signal, headers, ...(body !== '' && { body }) });
  const answer = await createMcpHandler(() => createMcpServer(parts)).fetch(complete, {
    parsedBody,
  });
  return await fitAnswer(answer, accept);
}

/** Serves on standard input and output until the client closes them, or `closing` is aborted. */
export async function serveMcp(parts: McpParts, input: NodeJS.ReadableStream): Promise<void> {
  // The transport only writes: what it would read, it would not answer if it is no message.
  const transport = new StdioServerTransport(new PassThrough());
  const serving = serveStdio(() => createMcpServer(parts), { transport });
  const stopping = new Promise<void>((resolve) => {
    parts.closing.addEventListener('abort', () => resolve(), { once: true });
  });
  await Promise.race([readMessages(input.setEncoding('utf8'), transport), stopping]);
  await serving.close();
}

const LISTED = 20;

/** As `charrette://designs/<id>/<file>`. */
function offerFiles({ server, call }: ToolParts): void {
  const list = async () => {
    const { designs } = await askApi(
      call,
      ListAnswer,
      ACTS.list,
      {},
      { query: { limit: String(LISTED) } },
    );
    const ended = designs.filter(({ endedAt }) => endedAt !== null);
    return {
      resources: ended.map(({ id, topic }) => ({
        uri: `charrette://designs/${id}/brief.md`,
        name: `Brief: ${cutText(topic, 100)}`,
        mimeType: 'text/markdown',
      })),
    };
  };
  const template = new ResourceTemplate('charrette://designs/{id}/{+file}', { list });
  const config = {
    title: 'Files of a design',
    description: 'brief.md, decision.md, record.md, transcript.md, events.jsonl and the others',
  };
  server.registerResource('design-files', template, config, async (uri, { id, file }) => {
    try {
      const body = await askApi(call, z.unknown(), ACTS.artifact, {
        id: String(id),
        name: String(file),
      });
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      return { contents: [{ uri: uri.href, text }] };
    } catch (error) {
      if (error instanceof ApiRefusal) throw new ResourceNotFoundError(uri.href, error.message);
      throw error;
    }
  });
}
