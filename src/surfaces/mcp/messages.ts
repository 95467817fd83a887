import {
  CLIENT_INFO_META_KEY,
  isJSONRPCNotification,
  isJSONRPCRequest,
  isJSONRPCResponse,
  type JSONRPCMessage,
  ProtocolErrorCode,
  type Transport,
} from '@modelcontextprotocol/server';
import { createParser } from 'eventsource-parser';
import * as z from 'zod';
import { isObject } from '../../foundation/is-object.ts';
import { parseJson } from '../../sessions/child/envelope.mjs';

/** Enough for a topic with its context. */
const LINE_CHARACTERS = 1024 * 1024;
const LATEST_OF_2025 = '2025-11-25';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Fills in what loose clients leave out of a message or a batch. `null` is nothing. Keeps what is
 * no message.
 */
export function completeMessage(value: unknown): unknown {
  return Array.isArray(value) ? value.map(completeOne) : completeOne(value);
}

function completeOne(value: unknown): unknown {
  if (!isObject(value) || !('method' in value)) return value;
  const { params, jsonrpc, ...message }: Fields = { ...value };
  const { _meta, arguments: given, ...others } = fieldsIn(params);
  const meta = fieldsIn(_meta);
  const client = meta[CLIENT_INFO_META_KEY];
  return {
    ...message,
    jsonrpc: jsonrpc ?? '2.0',
    params: {
      ...others,
      ...(_meta !== undefined && {
        _meta: {
          ...meta,
          ...(client !== undefined && { [CLIENT_INFO_META_KEY]: nameClient(client) }),
        },
      }),
      ...(given !== undefined && { arguments: objectIn(given) }),
      ...(message.method === 'initialize' && {
        protocolVersion:
          typeof others.protocolVersion === 'string' ? others.protocolVersion : LATEST_OF_2025,
        capabilities: fieldsIn(others.capabilities),
        clientInfo: nameClient(others.clientInfo),
      }),
    },
  };
}

function nameClient(info: unknown): Fields {
  const { name = 'unnamed', version = '', ...others } = fieldsIn(info);
  return { ...others, name: String(name), version: String(version) };
}

function fieldsIn(value: unknown): Fields {
  return Object.fromEntries(
    Object.entries(isObject(value) ? value : {}).filter(([, each]) => each !== null),
  );
}

/**
 * Arguments, which some clients send as JSON in a string. All that is no object becomes one unknown
 * argument.
 */
function objectIn(value: unknown): object {
  const read = typeof value === 'string' ? (parseJson(value) ?? value) : value;
  return isObject(read) && !Array.isArray(read) ? read : { arguments: read };
}

/**
 * Media types as the library compares them: it wants both of an answer's, and many clients name
 * one.
 */
export function completeAccept(accept: string | null): string {
  const types = accept?.toLowerCase() || '*/*';
  return TAKES_JSON.test(types) || TAKES_EVENTS.test(types)
    ? 'application/json, text/event-stream'
    : types;
}

const TAKES_JSON = /\*\/\*|application\/(?:json|\*)/;
const TAKES_EVENTS = /\*\/\*|text\/(?:event-stream|\*)/;

/** The answer as JSON for a client that takes no events: without what was told on the way. */
export async function fitAnswer(answer: Response, accept: string | null): Promise<Response> {
  const isOfEvents = answer.headers.get('content-type')?.startsWith('text/event-stream') === true;
  if (!isOfEvents || TAKES_EVENTS.test(accept?.toLowerCase() || '*/*')) return answer;
  const messages: unknown[] = [];
  const parser = createParser({ onEvent: ({ data }) => messages.push(parseJson(data)) });
  parser.feed(await answer.text());
  const [only, ...others] = messages.filter(isJSONRPCResponse);
  return Response.json(others.length === 0 ? only : [only, ...others]);
}

/**
 * Hands each message of the lines to the transport, also those of batches, and answers any other
 * line.
 */
export async function readMessages(
  input: AsyncIterable<unknown>,
  transport: Transport,
): Promise<void> {
  const refuse = (code: number, message: string, { id }: { id?: unknown } = {}) => {
    const named = typeof id === 'string' || typeof id === 'number' ? { id } : {};
    return transport.send({ jsonrpc: '2.0', ...named, error: { code, message } });
  };
  for await (const line of linesIn(input)) {
    const value = line.length > LINE_CHARACTERS ? undefined : completeMessage(parseJson(line));
    const messages = Array.isArray(value) && value.length > 0 ? value : [value];
    for (const message of messages) {
      if (value === undefined) await refuse(ProtocolErrorCode.ParseError, NOT_JSON);
      else if (isMessage(message)) transport.onmessage?.(message);
      else await refuse(ProtocolErrorCode.InvalidRequest, NO_MESSAGE, Object(message));
    }
  }
}

const NOT_JSON = `This line is not JSON, or longer than ${LINE_CHARACTERS} characters. Send each message on a line of its own.`;
const NO_MESSAGE =
  'This is not a message of JSON-RPC 2.0: a request has a text as its method, a text or a whole number as its id, and an object as its params.';

/** Of a longer line as much as shows that it is too long. */
async function* linesIn(input: AsyncIterable<unknown>): AsyncGenerator<string> {
  let begun = '';
  for await (const chunk of input) {
    const lines = String(chunk).split('\n');
    const last = lines.pop() ?? '';
    for (const line of lines) {
      const whole = (begun + line).trim();
      if (whole !== '') yield whole;
      begun = '';
    }
    if (begun.length <= LINE_CHARACTERS) begun += last;
  }
}

function isMessage(value: unknown): value is JSONRPCMessage {
  return isJSONRPCRequest(value) || isJSONRPCNotification(value) || isJSONRPCResponse(value);
}

const Issues = z.array(
  z.looseObject({ path: z.array(z.union([z.string(), z.number()])), message: z.string() }),
);

/** Words an error for people if the library has put its schema's findings there. */
export function wordError(message: JSONRPCMessage): JSONRPCMessage {
  if (!('error' in message)) return message;
  const found = message.error.message;
  const issues = Issues.safeParse(parseJson(found.slice(found.indexOf('['))));
  if (!issues.success) return message;
  const words = issues.data.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
  const error = {
    code: ProtocolErrorCode.InvalidParams,
    message: `This request is not valid. ${words}.`,
  };
  return { ...message, error };
}
