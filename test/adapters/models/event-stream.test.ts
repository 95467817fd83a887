import { expect, test } from 'vitest';
import { makeEventsStrict, passOn, writeStreamEvent } from '#adapters/models/event-stream.ts';
import { entryOfShipped } from '../../support/services/shipped-models.ts';

const ADDRESS = 'http://127.0.0.1:9';

test('a letter whose bytes arrive apart is one letter', async () => {
  const text = writeStreamEvent({ says: 'Über Größe' });
  const bytes = Buffer.from(text);
  const apart = [...bytes].map((byte) => Uint8Array.of(byte));
  const fetch = makeEventsStrict(
    async () => new Response(ReadableStream.from(apart)),
    entryOfShipped(ADDRESS),
    () => passOn(() => 'open'),
  );

  const answer = await fetch(ADDRESS);

  expect(await answer.text()).toBe(text);
});
