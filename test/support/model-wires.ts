/** What an endpoint is scripted to answer, and that as the events of each API. */

export type Wire = 'messages' | 'chat' | 'responses';

export type ScriptedBlock =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'thinking'; readonly thinking: string }
  | { readonly type: 'tool_use'; readonly name: string; readonly input: unknown };
export type ScriptedStop = 'end' | 'tool_use' | 'max_tokens' | 'refusal' | 'pause' | 'context';
export interface ScriptedUsage {
  readonly input: number;
  readonly cacheWrite: number;
  readonly cacheRead: number;
  readonly output: number;
}
/** How an answer breaks off after its first piece. */
export type Breaking = 'reset' | 'cut' | 'stall' | 'malformed' | 'error_event';

export type Scripted =
  | {
      readonly kind: 'answer';
      readonly content: readonly ScriptedBlock[];
      readonly stop: ScriptedStop;
      readonly usage: ScriptedUsage;
      /** Before the first event. */
      readonly delayMs: number;
      /** From the first event to all others. */
      readonly restMs: number;
      readonly breaking: Breaking | null;
    }
  | {
      readonly kind: 'error';
      readonly status: number;
      readonly error: Readonly<Record<string, unknown>>;
      readonly headers: Readonly<Record<string, string>>;
    }
  /** `reset`: the connection; `silence`: headers and nothing more. */
  | { readonly kind: 'reset' }
  | { readonly kind: 'silence' };

type Answer = Extract<Scripted, { kind: 'answer' }>;
/** `isPiece`: a piece of the content. */
interface Event {
  readonly name: string;
  readonly data: unknown;
  readonly isPiece?: boolean;
}

export function eventsOf(
  wire: Wire,
  answer: Answer,
  model: string,
  number: number,
  asksForUsage: boolean,
): Event[] {
  switch (wire) {
    case 'messages':
      return messagesEvents(answer, model, number);
    case 'chat':
      return chatEvents(answer, model, number, asksForUsage);
    case 'responses':
      return responsesEvents(answer, model, number);
  }
}

const MESSAGES_STOPS: Readonly<Record<ScriptedStop, string>> = {
  end: 'end_turn',
  tool_use: 'tool_use',
  max_tokens: 'max_tokens',
  refusal: 'refusal',
  pause: 'pause_turn',
  context: 'model_context_window_exceeded',
};

function messagesEvents({ content, stop, usage }: Answer, model: string, number: number): Event[] {
  const event = (type: string, fields: object, isPiece = false): Event => ({
    name: type,
    data: { type, ...fields },
    isPiece,
  });
  const counted = {
    input_tokens: usage.input,
    cache_creation_input_tokens: usage.cacheWrite,
    cache_read_input_tokens: usage.cacheRead,
  };
  const message = { id: `msg_${number}`, type: 'message', role: 'assistant', model, content: [] };
  return [
    event('message_start', { message: { ...message, usage: { ...counted, output_tokens: 1 } } }),
    event('ping', {}),
    ...content.flatMap((block, index) => {
      const { start, deltas } = messagesBlock(block, `toolu_${number}_${index}`);
      return [
        event('content_block_start', { index, content_block: start }),
        ...deltas.map((delta) => event('content_block_delta', { index, delta }, true)),
        event('content_block_stop', { index }),
      ];
    }),
    event('message_delta', {
      delta: { stop_reason: MESSAGES_STOPS[stop], stop_sequence: null },
      usage: { output_tokens: usage.output },
    }),
    event('message_stop', {}),
  ];
}

function messagesBlock(block: ScriptedBlock, id: string): { start: object; deltas: object[] } {
  switch (block.type) {
    case 'text':
      return {
        start: { type: 'text', text: '' },
        deltas: halves(block.text).map((text) => ({ type: 'text_delta', text })),
      };
    case 'thinking':
      return {
        start: { type: 'thinking', thinking: '', signature: '' },
        deltas: [
          { type: 'thinking_delta', thinking: block.thinking },
          { type: 'signature_delta', signature: `signed:${block.thinking}` },
        ],
      };
    case 'tool_use':
      return {
        start: { type: 'tool_use', id, name: block.name, input: {} },
        deltas: halves(JSON.stringify(block.input)).map((partial_json) => ({
          type: 'input_json_delta',
          partial_json,
        })),
      };
  }
}

function chatEvents(
  { content, stop, usage }: Answer,
  model: string,
  number: number,
  asksForUsage: boolean,
): Event[] {
  const chunk = (delta: object, finish_reason: string | null = null): object => ({
    id: `chat_${number}`,
    object: 'chat.completion.chunk',
    created: 1_764_500_000,
    model,
    choices: [{ index: 0, delta, finish_reason }],
  });
  const piece = (delta: object): Event => ({ name: '', data: chunk(delta), isPiece: true });
  const finish =
    { max_tokens: 'length', refusal: 'content_filter', tool_use: 'tool_calls' }[stop as string] ??
    'stop';
  const total = usage.input + usage.cacheWrite + usage.cacheRead;
  const counted = {
    prompt_tokens: total,
    completion_tokens: usage.output,
    total_tokens: total + usage.output,
    prompt_tokens_details: { cached_tokens: usage.cacheRead },
  };
  return [
    { name: '', data: chunk({ role: 'assistant', content: '' }) },
    ...content.flatMap((block, index) => {
      if (block.type === 'text') return halves(block.text).map((text) => piece({ content: text }));
      if (block.type === 'thinking') return [piece({ reasoning_content: block.thinking })];
      const [head = '', tail = ''] = halves(JSON.stringify(block.input));
      const id = `call_${number}_${index}`;
      return [
        piece({
          tool_calls: [
            { index, id, type: 'function', function: { name: block.name, arguments: head } },
          ],
        }),
        piece({ tool_calls: [{ index, function: { arguments: tail } }] }),
      ];
    }),
    {
      name: '',
      data: {
        ...chunk({}, finish),
        ...(asksForUsage ? { usage: counted } : {}),
      },
    },
  ];
}

function responsesEvents({ content, stop, usage }: Answer, model: string, number: number): Event[] {
  const id = `resp_${number}`;
  let sequence = 0;
  const event = (type: string, fields: object, isPiece = false): Event => ({
    name: '',
    data: { type, sequence_number: sequence++, ...fields },
    isPiece,
  });
  const created = { id, object: 'response', created_at: 1_764_500_000, model };
  const reason = { max_tokens: 'max_output_tokens', refusal: 'content_filter' }[stop as string];
  const counted = {
    input_tokens: usage.input + usage.cacheWrite + usage.cacheRead,
    input_tokens_details: { cached_tokens: usage.cacheRead },
    output_tokens: usage.output,
    output_tokens_details: { reasoning_tokens: 0 },
  };
  return [
    event('response.created', { response: { ...created, status: 'in_progress' } }),
    ...content.flatMap((block, output_index) => responsesBlock(event, block, output_index, number)),
    reason === undefined
      ? event('response.completed', {
          response: { ...created, status: 'completed', usage: counted },
        })
      : event('response.incomplete', {
          response: { ...created, incomplete_details: { reason }, usage: counted },
        }),
  ];
}

function responsesBlock(
  event: (type: string, fields: object, isPiece?: boolean) => Event,
  block: ScriptedBlock,
  output_index: number,
  number: number,
): Event[] {
  const item_id = `item_${number}_${output_index}`;
  const item = (fields: object): object => ({ output_index, item: { id: item_id, ...fields } });
  switch (block.type) {
    case 'text':
      return [
        event('response.output_item.added', item({ type: 'message' })),
        ...halves(block.text).map((delta) =>
          event(
            'response.output_text.delta',
            { item_id, output_index, content_index: 0, delta },
            true,
          ),
        ),
        event('response.output_item.done', item({ type: 'message' })),
      ];
    case 'thinking':
      return [
        event('response.output_item.added', item({ type: 'reasoning', encrypted_content: null })),
        event(
          'response.output_item.done',
          item({ type: 'reasoning', encrypted_content: `sealed:${block.thinking}`, summary: [] }),
        ),
      ];
    case 'tool_use': {
      const call = {
        type: 'function_call',
        call_id: `call_${number}_${output_index}`,
        name: block.name,
      };
      const json = JSON.stringify(block.input);
      return [
        event('response.output_item.added', item({ ...call, arguments: '' })),
        ...halves(json).map((delta) =>
          event('response.function_call_arguments.delta', { item_id, output_index, delta }, true),
        ),
        event('response.output_item.done', item({ ...call, arguments: json, status: 'completed' })),
      ];
    }
  }
}

function halves(text: string): string[] {
  const middle = Math.ceil(text.length / 2);
  return [text.slice(0, middle), text.slice(middle)].filter((half) => half !== '');
}
