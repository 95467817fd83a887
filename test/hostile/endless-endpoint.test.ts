import { expect, test } from 'vitest';
import {
  aStranger,
  endlessly,
  endpointThat,
  expectRefused,
  MIB,
  streamed,
  TOPIC,
} from './endless-endpoint.ts';

test('A10: an answer of one line without an end is refused soon, for good', () =>
  expectRefused((to) => endlessly(streamed(to), Buffer.alloc(MIB, 'x'))));

test('A10: nobody else is asked anything, whichever way an endpoint says that they should be', async () => {
  const stranger = await aStranger();
  const statuses = [301, 302, 303, 307, 308];
  let asked = 0;
  const { ask } = await endpointThat((response) => {
    response.writeHead(statuses[asked++] ?? 500, { location: stranger.url }).end();
  });
  for (const status of statuses)
    await expect(ask()).rejects.toMatchObject({
      kind: 'wrong_address',
      message: expect.stringContaining(`answered ${status} with a redirect`),
      transient: false,
    });
  expect(stranger.taken).toEqual([]);
});

test('a client that follows would tell the stranger everything', async () => {
  const stranger = await aStranger();
  const { url } = await endpointThat((response) =>
    response.writeHead(307, { location: stranger.url }).end(),
  );
  await fetch(url, { method: 'POST', body: TOPIC });
  expect(stranger.taken).toEqual([TOPIC]);
});
