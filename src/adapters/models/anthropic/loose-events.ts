import * as z from 'zod';
import { ModelFault } from '#ports/model.ts';
import type { ModelEntry } from '#turns/models/entry.ts';
import { type Ending, followEnding, type LooseAnswer, writeStreamEvent } from '../event-stream.ts';

/** The Messages API as gateways really stream it. */
const text = z.string().catch('');
const fields = z.looseObject({}).catch({});
/** An absent field gets its value before it is checked: an error for each event takes long. */
const Event = z.looseObject({
  type: z.string(),
  index: z.number().prefault(0).catch(0),
  delta: z.looseObject({ type: text }).prefault({ type: '' }).catch({ type: '' }),
  usage: z.looseObject({}).prefault({}).catch({}),
});
type Event = z.infer<typeof Event>;
const Block = z
  .union([
    z.looseObject({ type: z.literal('text'), text }),
    z.looseObject({ type: z.literal('thinking'), thinking: text, signature: text }),
    z.looseObject({ type: z.literal('redacted_thinking'), data: z.string() }),
    z.looseObject({ type: z.string().refine((type) => type !== 'redacted_thinking') }),
  ])
  .catch({ type: 'unknown' });

/** The field of each piece. */
const PIECES: Readonly<Record<string, string>> = {
  text_delta: 'text',
  thinking_delta: 'thinking',
  signature_delta: 'signature',
  input_json_delta: 'partial_json',
};

/**
 * Makes the events of one answer strict. The client throws where one is missing, doubled or has
 * another place than it says.
 */
export class LooseEvents implements LooseAnswer {
  readonly #entry: ModelEntry;
  /** The id of the message that has begun. */
  #message: unknown = null;
  /** Places of blocks by the endpoint's numbers for them. */
  readonly #places = new Map<number, number>();
  #blocks = 0;
  readonly #endingAt = followEnding();
  ending: Ending = 'open';

  constructor(entry: ModelEntry) {
    this.#entry = entry;
  }

  take(given: object, name: string): string[] {
    const event = Event.safeParse(name === '' ? given : { type: name, ...given }).data;
    if (event === undefined)
      throw new ModelFault('malformed_answer', 'an event of the answer has no type');
    switch (event.type) {
      case 'ping':
        return [];
      case 'message':
        return this.#takeWhole(event);
      case 'message_start':
        return this.#begin(event.message);
      case 'message_stop':
        this.ending = 'over';
        return [];
      default:
        return [...(this.#message === null ? this.#begin({}) : []), ...this.#go(event)];
    }
  }

  end(): string[] {
    return [write({ type: 'message_stop' })];
  }

  #begin(message: unknown): string[] {
    const { id, usage, content, ...given }: z.infer<typeof fields> = Object(message);
    const begun = {
      model: this.#entry.id,
      ...given,
      id: id ?? '',
      content: Array.isArray(content) ? content : [],
      usage: fields.parse(usage),
    };
    if (this.#message === begun.id) return [];
    if (this.#message !== null)
      throw new ModelFault(
        'connection_lost',
        'the answer broke off: another one began in its place',
      );
    this.#message = begun.id;
    return [write({ type: 'message_start', message: { ...begun, role: 'assistant' } })];
  }

  #go(event: Event): string[] {
    const index = this.#places.get(event.index);
    switch (event.type) {
      case 'content_block_start':
        return [this.#openBlock(event.index, Block.parse(event.content_block))];
      case 'content_block_delta':
      case 'content_block_stop': {
        if (index === undefined && event.delta.type === 'input_json_delta')
          throw new ModelFault('malformed_answer', 'the input of a tool call that has not begun');
        const field = PIECES[event.delta.type] ?? 'type';
        const delta = { ...event.delta, [field]: text.parse(event.delta[field]) };
        return index === undefined ? [] : [write({ ...event, delta, index })];
      }
      case 'message_delta':
        this.ending = this.#endingAt({
          speaks: false,
          stops: text.parse(event.delta.stop_reason) !== '',
        });
        return [write(event)];
      default:
        return [write(event)];
    }
  }

  #openBlock(index: number, content_block: z.infer<typeof Block>): string {
    const place = this.#blocks;
    this.#blocks += 1;
    this.#places.set(index, place);
    this.ending = this.#endingAt({ speaks: true, stops: false });
    return write({ type: 'content_block_start', index: place, content_block });
  }

  /** The events of an answer that is no stream, as some servers give. */
  #takeWhole(message: Event): string[] {
    const { content, stop_reason, usage } = message;
    const blocks: unknown[] = Array.isArray(content) ? content : [];
    const events = [
      ...this.#begin({ ...message, content: [] }),
      ...blocks.flatMap((block, index) => [
        this.#openBlock(index, Block.parse(block)),
        write({ type: 'content_block_stop', index }),
      ]),
      write({ type: 'message_delta', delta: { stop_reason }, usage }),
    ];
    this.ending = 'over';
    return events;
  }
}

function write(event: { readonly type: string; readonly [field: string]: unknown }): string {
  return writeStreamEvent(event, event.type);
}
