import { expect, test } from 'vitest';
import { FAULTS, Fault, type FaultCode, StaleVersionError } from '#foundation/fault.ts';
import { realClock } from '../../support/processes/child-real-clock.ts';
import { openApi } from './client.ts';

const INSIDE = 'connect ECONNREFUSED 10.0.0.5:5432 as keeper';

/** Faults whose message is made for everybody who uses the store. */
const FOR_EVERYBODY: readonly FaultCode[] = [
  'chain_broken',
  'forge_refused',
  'store_unavailable',
  'store_in_use',
  'store_newer',
  'store_full',
  'store_read_only',
  'store_failed',
  'stopping',
];

test('A8: a design busy for too long answers 429 with when to retry, and keeps the command', async () => {
  let leapMs = 0;
  const clock = { ...realClock, now: () => realClock.now() + leapMs };
  const { client, engine, log } = await openApi({
    store: {
      // The time for an answer passes while nobody gives one.
      answerTo: async () => {
        leapMs += 60_000;
        return null;
      },
    },
    parts: { clock },
  });
  const answer = await client.post('', {
    topic: 'Should we?',
    personas: ['archaeologist', 'subtractor'],
  });
  expect([answer.status, answer.body.error.code]).toEqual([429, 'busy']);
  expect(answer.headers.get('retry-after')).toBe('1');
  expect((await engine.parts.store.list({ limit: 10 })).length, JSON.stringify(log.events)).toBe(1);
});

test('A8: a write that lost against another one is answered with 429 and when to ask again', async () => {
  const { client } = await openApi({
    store: { list: () => Promise.reject(new StaleVersionError('dsn_1', 'version 7')) },
  });
  const answer = await client.get('');
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '1']);
  expect(answer.text).not.toContain('version 7');
});

test('A12: the text of an exception stays inside, and the operator finds it in the log', async () => {
  const { client, log } = await openApi({
    store: { list: () => Promise.reject(new TypeError(INSIDE)) },
  });
  const answer = await client.get('');
  expect([answer.status, answer.body.error.code]).toEqual([500, 'internal']);
  expect(answer.text).not.toMatch(/ECONNREFUSED|keeper|TypeError/);
  expect(String(log.events.find(({ event }) => event === 'request_failed')?.facts.error)).toContain(
    INSIDE,
  );
});

test.each(Object.keys(FAULTS) as FaultCode[])(
  'A12: of the fault %s a client sees words that are made for clients, and nothing of its cause',
  async (code) => {
    const fault = new Fault(code, 'Words for the operator.', new Error(INSIDE));
    const { client } = await openApi({ store: { list: () => Promise.reject(fault) } });
    const answer = await client.get('');
    expect([409, 422, 503]).toContain(answer.status);
    expect(answer.text).not.toMatch(/ECONNREFUSED|keeper/);
    expect(answer.text.includes('Words for the operator.')).toBe(FOR_EVERYBODY.includes(code));
  },
);

test('D1: a mistake of ours is logged also where the sender has left', async () => {
  const { client, log } = await openApi({
    store: { list: () => Promise.reject(new TypeError('it broke')) },
  });
  await client.send('/api/v1/designs', { signal: AbortSignal.abort() });
  expect(log.events.map(({ event }) => event)).toContain('request_failed');
});

test('A12: only what is the store’s fault is laid to the store', async () => {
  const told = async (code: FaultCode) => {
    const list = () => Promise.reject(new Fault(code, INSIDE));
    return (await (await openApi({ store: { list } })).client.get('')).body.error.message;
  };
  expect(await told('store_full')).toBe(INSIDE);
  for (const code of ['spawn_failed', 'bad_persona', 'bad_configuration'] as const)
    expect(await told(code), code).not.toContain('store');
});
