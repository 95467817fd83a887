import {
  type CallToolResult,
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  type McpServer,
  type ServerContext,
} from '@modelcontextprotocol/server';
import * as z from 'zod';
import type { Call } from '../../acts/call.ts';
import type { Clock } from '../../foundation/clock.ts';
import { cutText } from '../../foundation/cut-text.ts';

export interface McpParts {
  readonly call: Call;
  readonly clock: Clock;
  /** From this cost in US dollars, the person is asked before an agent starts a design. */
  readonly agentBudgetUsd: number;
  readonly person: string;
  /** The command that runs Charrette on the person's machine. */
  readonly program: string;
  /** Aborted when this process stops. */
  readonly closing: AbortSignal;
  readonly version: string;
}

/** `server`: of one connection or request. */
export interface ToolParts extends McpParts {
  readonly server: McpServer;
}

const MAX_NAME = 60;

/** A client of 2026 sends this with each request; an earlier one, once. */
const Envelope = z.object({
  [CLIENT_INFO_META_KEY]: z.object({ name: z.string() }).optional(),
  [CLIENT_CAPABILITIES_META_KEY]: z.object({ elicitation: z.unknown() }).partial().optional(),
});

/** The client's own name, in characters that a header can carry. */
export function agentOf({ server }: Pick<ToolParts, 'server'>, context: ServerContext): string {
  const client = Envelope.safeParse(context.mcpReq.envelope).data?.[CLIENT_INFO_META_KEY];
  const { name } = client ?? server.server.getClientVersion() ?? {};
  const printable = (name ?? '').replaceAll(/[^\x20-\x7e]/g, '').trim();
  return printable === '' ? 'unnamed' : cutText(printable, MAX_NAME).trim();
}

/** `true` if the client can ask its person a question. */
export function canAsk({ server }: Pick<ToolParts, 'server'>, context: ServerContext): boolean {
  const declared = Envelope.safeParse(context.mcpReq.envelope).data?.[CLIENT_CAPABILITIES_META_KEY];
  const capabilities = declared ?? server.server.getClientCapabilities();
  return capabilities?.elicitation !== undefined;
}

export function say(
  lines: readonly string[],
  data: Readonly<Record<string, unknown>> = {},
): CallToolResult {
  return { content: [{ type: 'text', text: lines.join('\n') }], structuredContent: { ...data } };
}

export function sayNotDone(words: string): CallToolResult {
  return { content: [{ type: 'text', text: words }], isError: true };
}
