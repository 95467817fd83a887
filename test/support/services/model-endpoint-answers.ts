/** What the endpoint can answer, as plain data; made with the functions below. */
export type Block =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'tool_use'; readonly name: string; readonly input: unknown }
  /** The model's thinking; the endpoint signs it, and wants it back as it sent it. */
  | { readonly type: 'thinking'; readonly thinking: string }
  | { readonly type: 'redacted_thinking'; readonly data: string }
  /** The JSON text goes onto the wire as it is, broken or not. */
  | { readonly type: 'raw_tool_use'; readonly name: string; readonly json: string };

export interface Pace {
  /** Until the response's headers are sent. */
  readonly headersMs?: number;
  /** From the headers to `message_start`. */
  readonly firstEventMs?: number;
  /** From `message_start` to the end of the stream, spread over its pieces. */
  readonly streamMs?: number;
}

export type Answer =
  | {
      readonly kind: 'message';
      readonly content: readonly Block[];
      readonly stopReason: string;
      readonly pace: Pace;
      /** Where the stream goes wrong, if it does: after its first piece of content. */
      readonly breaks:
        | 'nothing'
        | 'stalls'
        | 'cuts'
        | 'ends_early'
        | 'error_event'
        | 'malformed_event';
      /** What it says of itself that is not so: on the wire as it is. */
      readonly lies?: { readonly usage?: unknown; readonly model?: unknown };
    }
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly type: string;
      readonly headers: Readonly<Record<string, string>>;
    }
  /** Nothing more comes: before the headers, or after them and before any event. */
  | { readonly kind: 'stall'; readonly where: 'headers' | 'first_token' }
  /** The connection is reset before any header. */
  | { readonly kind: 'reset' }
  /** On the wire as it is. */
  | {
      readonly kind: 'raw';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string | Buffer;
      /** The connection stays open behind the body. */
      readonly isHeld?: boolean;
    };

/** The model says this and ends its turn without using a tool. */
export function says(text: string, stopReason = 'end_turn', pace: Pace = {}): Answer {
  return {
    kind: 'message',
    content: [{ type: 'text', text }],
    stopReason,
    pace,
    breaks: 'nothing',
  };
}

/** The model calls one tool. */
export function calls(name: string, input: unknown, pace: Pace = {}): Answer {
  return {
    kind: 'message',
    content: [
      { type: 'text', text: 'I have what I need.' },
      { type: 'tool_use', name, input },
    ],
    stopReason: 'tool_use',
    pace,
    breaks: 'nothing',
  };
}

/** The model answers with these blocks, in this order. */
export function answers(
  content: readonly Block[],
  stopReason = 'tool_use',
  pace: Pace = {},
): Answer {
  return { kind: 'message', content, stopReason, pace, breaks: 'nothing' };
}

/** A tool call whose JSON does not parse. */
export function callsMalformed(name: string, json = '{"headline": "broken", "claims": [}'): Answer {
  const content = [{ type: 'raw_tool_use' as const, name, json }];
  return { kind: 'message', content, stopReason: 'tool_use', pace: {}, breaks: 'nothing' };
}

/** The same answer under figures or a name that are made up. */
export function lying(
  answer: Answer,
  lies: { readonly usage?: unknown; readonly model?: unknown },
): Answer {
  return answer.kind === 'message' ? { ...answer, lies } : answer;
}

/** A stream that starts well and then goes wrong. */
export function breaksOff(
  how: 'stalls' | 'cuts' | 'ends_early' | 'error_event' | 'malformed_event',
): Answer {
  const content = [
    { type: 'text' as const, text: 'The beginning of an answer that will not be finished.' },
  ];
  return { kind: 'message', content, stopReason: 'end_turn', pace: {}, breaks: how };
}

const ERROR_TYPES: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  529: 'overloaded_error',
};

/** An error response; `headers` as in `{ 'retry-after': '1' }`. */
export function fails(status: number, headers: Readonly<Record<string, string>> = {}): Answer {
  return { kind: 'status', status, type: ERROR_TYPES[status] ?? 'api_error', headers };
}

export function stalls(where: 'headers' | 'first_token'): Answer {
  return { kind: 'stall', where };
}

export function resets(): Answer {
  return { kind: 'reset' };
}

export interface WireUsage {
  readonly input_tokens: number;
  readonly cache_creation_input_tokens: number;
  readonly cache_read_input_tokens: number;
  readonly output_tokens: number;
}

interface WireEvent {
  readonly event: string;
  readonly data: unknown;
}

const PIECE_CHARACTERS = 200;

/** The events of one message, in order, as the API streams them. */
export function streamOf(
  answer: Extract<Answer, { kind: 'message' }>,
  model: string,
  usage: WireUsage,
  id: string,
) {
  const told = answer.lies?.usage;
  const events: WireEvent[] = [
    {
      event: 'message_start',
      data: {
        type: 'message_start',
        message: {
          id: `msg_${id}`,
          type: 'message',
          role: 'assistant',
          model: answer.lies?.model ?? model,
          content: [],
          stop_reason: null,
          stop_sequence: null,
          usage: told === undefined ? { ...usage, output_tokens: 1 } : told,
        },
      },
    },
    { event: 'ping', data: { type: 'ping' } },
  ];
  for (const [index, block] of answer.content.entries())
    events.push(...blockEvents(block, index, id));
  const delta = { stop_reason: answer.stopReason, stop_sequence: null };
  events.push(
    {
      event: 'message_delta',
      data: {
        type: 'message_delta',
        delta,
        usage: told === undefined ? { output_tokens: usage.output_tokens } : told,
      },
    },
    { event: 'message_stop', data: { type: 'message_stop' } },
  );
  return events;
}

/** What a block of thinking is signed with; it is sent back with it, or refused. */
export function signatureOf(id: string, index: number): string {
  return `signed-${id}-${index}`;
}

function blockEvents(block: Block, index: number, id: string): WireEvent[] {
  const { start, deltas } = streamBlock(block, index, id);
  return [
    {
      event: 'content_block_start',
      data: { type: 'content_block_start', index, content_block: start },
    },
    ...deltas.map((delta) => ({
      event: 'content_block_delta',
      data: { type: 'content_block_delta', index, delta },
    })),
    { event: 'content_block_stop', data: { type: 'content_block_stop', index } },
  ];
}

function streamBlock(
  block: Block,
  index: number,
  id: string,
): { start: unknown; deltas: unknown[] } {
  switch (block.type) {
    case 'text':
      return {
        start: { type: 'text', text: '' },
        deltas: pieces(block.text).map((text) => ({ type: 'text_delta', text })),
      };
    case 'thinking':
      return {
        start: { type: 'thinking', thinking: '', signature: '' },
        deltas: [
          ...pieces(block.thinking).map((thinking) => ({ type: 'thinking_delta', thinking })),
          { type: 'signature_delta', signature: signatureOf(id, index) },
        ],
      };
    case 'redacted_thinking':
      return { start: block, deltas: [] };
    case 'tool_use':
    case 'raw_tool_use': {
      const json = block.type === 'tool_use' ? JSON.stringify(block.input) : block.json;
      return {
        start: { type: 'tool_use', id: `toolu_${id}_${index}`, name: block.name, input: {} },
        deltas: pieces(json).map((partial_json) => ({ type: 'input_json_delta', partial_json })),
      };
    }
  }
}

function pieces(text: string): string[] {
  const parts: string[] = [];
  for (let at = 0; at < text.length; at += PIECE_CHARACTERS)
    parts.push(text.slice(at, at + PIECE_CHARACTERS));
  return parts;
}
