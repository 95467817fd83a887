import type { CallToolResult, McpServer, ServerContext } from '@modelcontextprotocol/server';
import { CLIENT_CAPABILITIES_META_KEY, CLIENT_INFO_META_KEY } from '@modelcontextprotocol/server';
import * as z from 'zod';
import type { Clock } from '../../foundation/clock.ts';

/** An answer of the HTTP API, read: JSON as its value, any other file as its text. */
interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** One call of HTTP API v1, with the rights of its sender. `path`: below the designs, or of a collection beside them. */
export type CallApi = (
  method: 'GET' | 'POST',
  path: string,
  body?: unknown,
  sentBy?: { readonly key?: string; readonly agent?: string },
) => Promise<Answer>;

/** All that the tools work with. */
export interface McpParts {
  readonly call: CallApi;
  readonly clock: Clock;
  /** Cost in US dollars from which the person is asked before an agent starts a design. */
  readonly agentBudgetUsd: number;
  /** Name of the person where the agent gives none. */
  readonly person: string;
  /** How Charrette is called on the machine of the person. */
  readonly program: string;
  /** Aborted when this process stops. */
  readonly closing: AbortSignal;
  readonly version: string;
}

/** The parts with the server of one connection or request. */
export interface ToolParts extends McpParts {
  readonly server: McpServer;
}

const MAX_NAME = 60;

/** What a client of 2026 says of itself with each request; an earlier one says it once. */
const Envelope = z.object({
  [CLIENT_INFO_META_KEY]: z.object({ name: z.string() }).optional(),
  [CLIENT_CAPABILITIES_META_KEY]: z.object({ elicitation: z.unknown() }).partial().optional(),
});

/** Returns the name of the client's program, as it claims it, in the characters that a header can carry. */
export function agentOf({ server }: Pick<ToolParts, 'server'>, context: ServerContext): string {
  const told = Envelope.safeParse(context.mcpReq.envelope).data?.[CLIENT_INFO_META_KEY];
  const { name } = told ?? server.server.getClientVersion() ?? {};
  const shown = (name ?? '').replaceAll(/[^\x20-\x7e]/g, '').trim();
  return shown === '' ? 'unnamed' : shown.slice(0, MAX_NAME).trim();
}

/** Tells if the client can put a question to its person. */
export function canAsk({ server }: Pick<ToolParts, 'server'>, context: ServerContext): boolean {
  const told = Envelope.safeParse(context.mcpReq.envelope).data?.[CLIENT_CAPABILITIES_META_KEY];
  const capabilities = told ?? server.server.getClientCapabilities();
  return capabilities?.elicitation !== undefined;
}

/** A result in words, and the same as data. */
export function said(lines: readonly string[], data: Readonly<Record<string, unknown>> = {}): CallToolResult {
  return { content: [{ type: 'text', text: lines.join('\n') }], structuredContent: { ...data } };
}

/** An answer that something was not done, with the reason: the agent's model reads it. */
export function notDone(words: string): CallToolResult {
  return { content: [{ type: 'text', text: words }], isError: true };
}
