import { describe, expect, test } from 'vitest';
import { BadMessage, FrameReader, MESSAGE_BYTES, parseMessage } from '#sessions/protocol.ts';

const MESSAGE_VALUES = 100_000;
const MESSAGE_DEPTH = 100;

function frame(json: string): Buffer {
  const bytes = Buffer.from(json);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

function readAll(chunks: readonly Buffer[]): string[] {
  const reader = new FrameReader();
  return chunks.flatMap((chunk) => [...reader.read(chunk)].map(String));
}

describe('A15: frames', () => {
  const said = ['"one"', '{"two":"ä€😀"}', `"${'x'.repeat(1_000)}"`];
  const stream = Buffer.concat(said.map(frame));

  test.each([1, 2, 3, 5, 7, 64, 10_000])('are put together from pieces of %i bytes', (size) => {
    const pieces = Array.from({ length: Math.ceil(stream.length / size) }, (_, piece) =>
      stream.subarray(piece * size, (piece + 1) * size),
    );
    expect(readAll(pieces)).toEqual(said);
  });

  test('of the largest size are read, and of one byte more, or none, refused before they arrive', () => {
    const largest = 'x'.repeat(MESSAGE_BYTES);
    expect(readAll([frame(largest)])).toEqual([largest]);
    const announced = Buffer.alloc(4);
    announced.writeUInt32BE(MESSAGE_BYTES + 1);
    expect(() => readAll([announced])).toThrow(BadMessage);
    expect(() => readAll([Buffer.alloc(4)])).toThrow(BadMessage);
  });
});

describe('A15: a message', () => {
  const submit = (input: string) =>
    Buffer.from(`{"type":"submit","turnId":"t","tool":"sign","input":${input}}`);
  const listOf = (values: number) => `[${'0,'.repeat(values)}0]`;
  const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

  test('is refused by its number of values and its depth before it is parsed', () => {
    expect(parseMessage(submit(listOf(MESSAGE_VALUES / 2)))).toMatchObject({ type: 'submit' });
    expect(parseMessage(submit(nested(MESSAGE_DEPTH - 1)))).toMatchObject({ type: 'submit' });
    for (const input of [listOf(MESSAGE_VALUES), nested(MESSAGE_DEPTH), '['.repeat(4_000_000)])
      expect(() => parseMessage(submit(input))).toThrow('too many values, or too deep');
  });

  test('may hold any number of signs within its texts', () => {
    const text = `,[{"\\`.repeat(MESSAGE_VALUES);
    expect(parseMessage(submit(JSON.stringify(text)))).toMatchObject({ input: text });
    expect(() => parseMessage(submit(`["a\\\\",${listOf(MESSAGE_VALUES)}]`))).toThrow(BadMessage);
  });

  test.each([
    ['no JSON', '{"type":'],
    ['an unknown type', '{"type":"stop"}'],
    ['a field too many', '{"type":"pong","number":1,"rssBytes":1,"cmd":"NODE_HANDLE_ACK"}'],
    ['a missing field', '{"type":"ready","sessionId":"s"}'],
    ['a number that is none', '{"type":"pong","number":1e400,"rssBytes":1}'],
    ['an id too long', `{"type":"end","turnId":"${'t'.repeat(61)}","end":"refused"}`],
    ['an unknown end', '{"type":"end","turnId":"t","end":"accepted"}'],
    [
      'a message of the system',
      '{"type":"call","turnId":"t","messages":[{"role":"system","content":[]}]}',
    ],
    [
      'a result of an assistant',
      '{"type":"call","turnId":"t","messages":[{"role":"assistant","content":[{"type":"tool_result","toolUseId":"a","text":"","isError":false}]}]}',
    ],
    [
      'too many messages',
      JSON.stringify({
        type: 'call',
        turnId: 't',
        messages: Array.from({ length: 501 }, () => ({ role: 'user', content: [] })),
      }),
    ],
  ])('with %s is refused', (_what, json) => {
    expect(() => parseMessage(Buffer.from(json))).toThrow(BadMessage);
  });
});
