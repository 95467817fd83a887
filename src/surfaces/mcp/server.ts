import {
  createMcpHandler,
  McpServer,
  ResourceNotFoundError,
  ResourceTemplate,
  type Transport,
} from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import * as z from 'zod';
import type { Act, Tool } from '../../acts/act.ts';
import { ListAnswer } from '../../acts/listed.ts';
import { ACTS } from '../../acts/table.ts';
import { isObject } from '../../foundation/is-object.ts';
import { INSTRUCTIONS } from '../../presentation/agent.ts';
import { parseJson } from '../../sessions/child/envelope.mjs';
import { ask, Refused } from './api.ts';
import { addFollowDesign } from './follow-design.ts';
import type { McpParts, ToolParts } from './parts.ts';
import { addStartDesign } from './start-design.ts';
import { addActTool } from './tool.ts';

/** Enough for a topic with its context. */
const REQUEST_BYTES = 1024 * 1024;
/** Milliseconds for a person to answer, with a client from before 2026. */
const CONSENT_MS = 10 * 60_000;

/** Tools by hand: what a person may have to consent to by its cost, and what is followed. */
const OWN: Readonly<Record<string, (parts: ToolParts, tool: Tool) => void>> = {
  start_design: addStartDesign,
  follow_design: addFollowDesign,
};

/** Reads arguments that a client sends as JSON in a string. All that is no object becomes one unknown argument. */
class LenientServer extends McpServer {
  override async connect(transport: Transport): Promise<void> {
    await super.connect(transport);
    const { onmessage } = transport;
    transport.onmessage = (message, extra) => {
      const params = 'params' in message ? message.params : undefined;
      if (params !== undefined && 'arguments' in params) params.arguments = objectIn(params.arguments);
      onmessage?.(message, extra);
    };
  }
}

function objectIn(value: unknown): object {
  const read = typeof value === 'string' ? (parseJson(value) ?? value) : value;
  return isObject(read) && !Array.isArray(read) ? read : { arguments: read };
}

function createMcpServer(parts: McpParts): McpServer {
  const about = { name: 'charrette', title: 'Charrette', version: parts.version };
  const options = { instructions: INSTRUCTIONS, inputRequired: { roundTimeoutMs: CONSENT_MS } };
  const server = new LenientServer(about, options);
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
export function answerMcp(request: Request, parts: McpParts): Promise<Response> {
  return createMcpHandler(() => createMcpServer(parts), { maxRequestBodySize: REQUEST_BYTES }).fetch(request);
}

/** Serves on standard input and output until the client closes them, or `closing` is aborted. */
export async function serveMcp(parts: McpParts, input: NodeJS.ReadableStream): Promise<void> {
  const ending = new Promise<void>((resolve) => {
    input.once('end', resolve);
    input.once('close', resolve);
    parts.closing.addEventListener('abort', () => resolve(), { once: true });
  });
  const serving = serveStdio(() => createMcpServer(parts));
  await ending;
  await serving.close();
}

const LISTED = 20;

/** As `charrette://designs/<id>/<file>`. */
function offerFiles({ server, call }: ToolParts): void {
  const list = async () => {
    const { designs } = await ask(call, ListAnswer, ACTS.list, {}, { query: { limit: String(LISTED) } });
    const ended = designs.filter(({ endedAt }) => endedAt !== null);
    return {
      resources: ended.map(({ id, topic }) => ({
        uri: `charrette://designs/${id}/brief.md`,
        name: `Brief: ${topic.slice(0, 100)}`,
        mimeType: 'text/markdown',
      })),
    };
  };
  const template = new ResourceTemplate('charrette://designs/{id}/{+file}', { list });
  const config = {
    title: 'Files of a design',
    description: 'brief.md, decision.md, adr.md, record.md, transcript.md, events.jsonl and the others',
  };
  server.registerResource('design-files', template, config, async (uri, { id, file }) => {
    try {
      const body = await ask(call, z.unknown(), ACTS.artifact, { id: String(id), name: String(file) });
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      return { contents: [{ uri: uri.href, text }] };
    } catch (error) {
      if (error instanceof Refused) throw new ResourceNotFoundError(uri.href, error.message);
      throw error;
    }
  });
}
