import { isObject } from '#foundation/is-object.ts';
import { ModelFault, type ModelReply } from '#ports/model.ts';
import { parseJson } from '#sessions/child/envelope.mjs';
import { makeMalformedFault, makeToolUse } from '../answer-bounds.ts';
import type { Metadata, ReportedUsage, StreamPart } from './client.ts';
import { blockOfCall, makeThinkingBlock } from './kept-reasoning.ts';

type Finish = Extract<StreamPart, { type: 'finish' }>['finishReason'];

const STOPS: Readonly<Record<Finish['unified'], ModelReply['stop'] | null>> = {
  stop: 'end_turn',
  length: 'max_tokens',
  'content-filter': 'refusal',
  'tool-calls': 'tool_use',
  other: 'other',
  error: null,
  interrupted: null,
};

const CALLS = 100;

interface Text<Kind = 'text' | 'thinking'> {
  readonly kind: Kind;
  text: string;
  metadata: Metadata | undefined;
}
interface Call {
  readonly kind: 'call';
  readonly id: string;
  readonly name: string;
  readonly json: string;
  readonly metadata: Metadata | undefined;
}

/** Builds an answer from the parts of its stream, in the order in which they began. */
export class Gathered {
  readonly #parts: (Text<'text'> | Text<'thinking'> | Call)[] = [];
  readonly #open = new Map<string, Text>();
  /** The newest piece of each call's input. */
  readonly #newest = new Map<string, string>();
  #finish: Finish | null = null;
  /** The endpoint's name for itself, or `''`. */
  model = '';
  usage: ReportedUsage | null = null;

  /** Characters that the part adds. Throws the error in an error part. */
  add(part: StreamPart): number {
    switch (part.type) {
      case 'text-start':
      case 'reasoning-start':
        return this.#begin(
          part.type === 'text-start' ? 'text' : 'thinking',
          part.id,
          part.providerMetadata,
        );
      case 'text-delta':
      case 'reasoning-delta':
        return this.#write(part.id, part.delta, part.providerMetadata);
      case 'text-end':
      case 'reasoning-end':
        return this.#write(part.id, '', part.providerMetadata);
      case 'tool-input-delta':
        if (part.delta !== '') this.#newest.set(part.id, part.delta);
        return part.delta.length;
      case 'tool-call':
        // The vendor runs it by itself.
        if (part.providerExecuted === true) return 0;
        return this.#call(part.toolCallId, part.toolName, part.input, part.providerMetadata);
      case 'response-metadata':
        this.model = part.modelId ?? this.model;
        return 0;
      case 'finish':
        this.#finish = part.finishReason;
        this.usage = part.usage;
        return 0;
      case 'error':
        throw part.error;
      default:
        return 0;
    }
  }

  /** Throws `ModelFault` if the answer did not end. */
  get stop(): ModelReply['stop'] {
    const stop = this.#finish === null ? null : STOPS[this.#finish.unified];
    if (stop !== null) return stop;
    if (this.#finish?.unified === 'error')
      throw new ModelFault('malformed_answer', `the answer ended in an error: ${this.#finish.raw}`);
    const why = this.#finish?.raw ?? 'the stream ended before the answer did';
    throw new ModelFault('connection_lost', `the answer broke off: ${why}`);
  }

  /**
   * Drops half a call at the end of a cut answer. Any other input that is not JSON stays a text:
   * the model is told.
   */
  content(): ModelReply['content'] {
    const isCut = this.stop === 'max_tokens';
    return this.#parts.flatMap((part): ModelReply['content'] => {
      if (part.kind === 'text') return part.text === '' ? [] : [{ type: 'text', text: part.text }];
      return part.kind === 'thinking'
        ? [makeThinkingBlock(part.text, part.metadata)]
        : callIn(part, isCut);
    });
  }

  #begin(kind: Text['kind'], id: string, metadata: Metadata | undefined): number {
    const text = { kind, text: '', metadata } as Text<'text'> | Text<'thinking'>;
    this.#open.set(id, text);
    this.#parts.push(text);
    return 0;
  }

  #write(id: string, delta: string, metadata: Metadata | undefined): number {
    const text = this.#open.get(id);
    if (text === undefined) return 0;
    text.text += delta;
    text.metadata = metadata ?? text.metadata;
    return delta.length;
  }

  /** A repeated id gets a suffix, which goes back with the call's result. */
  #call(asked: string, name: string, json: string, metadata: Metadata | undefined): number {
    const calls = this.#parts.filter((part) => part.kind === 'call');
    if (calls.length >= CALLS)
      throw makeMalformedFault(`the answer calls more than ${CALLS} tools`);
    const same = calls.filter(({ id }) => id === asked || id.startsWith(`${asked}~`));
    const id = same.length === 0 ? asked : `${asked}~${same.length + 1}`;
    // Some servers send with each piece all that came before.
    const newest = parseJson(json) === undefined ? (this.#newest.get(asked) ?? json) : json;
    this.#parts.push({
      kind: 'call',
      id,
      name,
      json: isObject(parseJson(newest)) ? newest : json,
      metadata,
    });
    return json.length;
  }
}

function callIn({ id, name, json, metadata }: Call, isCut: boolean): ModelReply['content'] {
  const input = json.trim() === '' ? {} : parseJson(json);
  if (input === undefined && isCut) return [];
  return [...blockOfCall(id, metadata), makeToolUse(id, name, input ?? json)];
}
