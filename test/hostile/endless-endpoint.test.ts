import { expect, test } from 'vitest';
import { TOO_LONG } from '../../src/adapters/models/answer-bounds.ts';
import { observeFetch } from '../../src/adapters/models/observed-fetch.ts';
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

test('A10: whoever reads an answer of one line without an end is told that it is too long', async () => {
  const { url } = await endpointThat((to) => endlessly(streamed(to), Buffer.alloc(MIB, 'x')));
  const faults: unknown[] = [];
  const ignore = () => undefined;
  const observed = observeFetch(
    { headersArrived: ignore, bytesArrived: ignore, refuse: (fault) => faults.push(fault) },
    { sent: ignore, notCharged: ignore },
    { addressIn: 'models.yaml' },
  );
  const answer = await observed(url, { method: 'POST', body: TOPIC });
  await expect(answer.text()).rejects.toBe(TOO_LONG);
  expect(faults).toEqual([TOO_LONG]);
});

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
