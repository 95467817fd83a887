import * as z from 'zod';
import { isObject } from '../../../foundation/is-object.ts';
import { parseJson } from '../../../sessions/child/envelope.mjs';
import type { ModelEntry } from '../../../turns/models/entry.ts';
import { dataIn, writeData } from '../strict-lines.ts';

/** The Messages API as gateways really stream it. */
const Event = z.looseObject({ type: z.string() });
const NOTHING = ['', '[DONE]'];

/** Makes the events of one answer strict, line by line. The client ignores events without a name, and throws where a field is missing. */
export function makeEventsStrict(entry: Pick<ModelEntry, 'id'>): (line: string) => string {
  return (line) => {
    const data = dataIn(line);
    if (data === null) return line.startsWith('event:') ? '' : line;
    if (NOTHING.includes(data)) return '';
    const value = parseJson(data);
    if (!isObject(value)) return `event: error\n${writeData(data)}`;
    const event = Event.safeParse(value).data ?? { type: 'error', ...value };
    if (event.type === 'message') return eventsOf(event, entry).map(writeEvent).join('');
    if (event.type === 'message_start')
      return writeEvent({ ...event, message: startMessage(event.message, entry) });
    return writeEvent(event.type === 'message_delta' ? { ...event, usage: event.usage ?? {} } : event);
  };
}

function writeEvent(event: z.infer<typeof Event>): string {
  return `event: ${event.type}\n${writeData(event)}\n\n`;
}

function startMessage(message: unknown, { id: model }: Pick<ModelEntry, 'id'>) {
  const { usage, content, ...given }: { usage?: unknown; content?: unknown } = Object(message);
  return { model, ...given, content: content ?? [], usage: usage ?? {} };
}

/** The events of an answer that is no stream, as some servers give. */
function eventsOf(message: z.infer<typeof Event>, entry: Pick<ModelEntry, 'id'>): z.infer<typeof Event>[] {
  const { content, stop_reason, usage } = message;
  const blocks: unknown[] = Array.isArray(content) ? content : [];
  return [
    { type: 'message_start', message: startMessage({ ...message, content: [] }, entry) },
    ...blocks.flatMap((content_block, index) => [
      { type: 'content_block_start', index, content_block },
      { type: 'content_block_stop', index },
    ]),
    { type: 'message_delta', delta: { stop_reason }, usage: usage ?? {} },
    { type: 'message_stop' },
  ];
}
