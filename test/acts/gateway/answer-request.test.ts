import { expect, test } from 'vitest';
import { notificationOf } from '#acts/drawing/markdown.ts';
import { answerRequest, type Work } from '#acts/gateway/answer-request.ts';
import { TOLD, type Told } from '#acts/gateway/private-ways.ts';
import { BusyError, Fault, type FaultCode } from '#foundation/fault.ts';
import { type Document, documentOfWords } from '#presentation/format/document.ts';
import { sayAnotherVersion } from '#presentation/words/set-aside.ts';
import { keepLog } from '../../support/processes/child-sessions.ts';

/**
 * What somebody reads, in order, of a request that takes too long before it is stored, or does not.
 */
async function read(isLate: boolean, work: Work): Promise<string[]> {
  const seen: string[] = [];
  const show = async (answer: Document | null): Promise<Told> => {
    if (answer !== null) seen.push(notificationOf(answer));
    return TOLD;
  };
  const clock = {
    now: () => 0,
    at: (_: number, callback: () => void) => {
      if (isLate) callback();
      return { [Symbol.dispose]: () => undefined };
    },
  };
  await answerRequest(
    { platform: 'slack', clock, log: keepLog() },
    { ...PRESS, work, acknowledge: show, tell: show },
  );
  return seen;
}

const PRESS = { person: 'U1', key: 'press 1' };

const confirmed: Work = async ({ stored }) => {
  stored?.(documentOfWords('On it.'));
  return null;
};

const slow: Work = async ({ meanwhile }) => {
  meanwhile?.(documentOfWords('Looking it up.'));
  return documentOfWords('It is in the record.');
};

test('P5: a person who waits long reads that it is on its way, and others at once', async () => {
  expect(await read(false, confirmed)).toEqual(['On it.']);
  expect(await read(true, confirmed)).toEqual([
    expect.stringContaining('taking longer than usual'),
    'On it.',
  ]);
  const refused: Work = async () => documentOfWords('Only Ana can.');
  expect(await read(false, refused)).toEqual(['Only Ana can.']);
});

test('P5: a person reads what takes long before its answer, however late that is', async () => {
  const words = ['Looking it up.', 'It is in the record.'];
  expect(await read(false, slow)).toEqual(words);
  expect(await read(true, slow)).toEqual([
    expect.stringContaining('taking longer than usual'),
    ...words,
  ]);
});

test('P5: a request is acknowledged once, however often it is said that it is stored, and however long it takes', async () => {
  const seen: string[] = [];
  const alarms: (() => void)[] = [];
  const clock = {
    now: () => 0,
    at: (_: number, callback: () => void) => {
      alarms.push(callback);
      return { [Symbol.dispose]: () => undefined };
    },
  };
  const work: Work = async ({ stored }) => {
    stored?.();
    stored?.();
    for (const alarm of alarms) alarm();
    return documentOfWords('It is cancelled.');
  };
  const show = (how: string) => async () => {
    seen.push(how);
    return TOLD;
  };
  await answerRequest(
    { platform: 'slack', clock, log: keepLog() },
    { ...PRESS, work, acknowledge: show('acknowledged'), tell: show('told') },
  );
  expect(seen).toEqual(['acknowledged', 'told']);
});

test('P5: a request that takes long is acknowledged before it is carried out, and its answer still comes', async () => {
  const carriedOut = Promise.withResolvers<void>();
  const seen: (string | null)[] = [];
  const alarms: (() => void)[] = [];
  const clock = {
    now: () => 0,
    at: (_: number, callback: () => void) => {
      alarms.push(callback);
      return { [Symbol.dispose]: () => undefined };
    },
  };
  const work: Work = async () => {
    await carriedOut.promise;
    return documentOfWords('It is cancelled.');
  };
  const show = async (answer: Document | null) => {
    seen.push(answer && notificationOf(answer));
    return TOLD;
  };
  const answered = answerRequest(
    { platform: 'slack', clock, log: keepLog() },
    { ...PRESS, work, acknowledge: show, tell: show },
  );
  for (const alarm of alarms) alarm();
  expect(seen).toHaveLength(1);
  carriedOut.resolve();
  await answered;
  expect(seen.slice(1)).toEqual(['It is cancelled.']);
});

test('P13: what was saved while Charrette was busy and is refused later is told the same way', async () => {
  const busy =
    (refusal: string | null): Work =>
    async () => {
      throw new BusyError('dsn_1', async () => refusal);
    };
  expect(await read(false, busy('This design has ended.'))).toEqual([
    expect.stringMatching(/^Saved\. Charrette is busy/),
    'This design has ended.',
  ]);
  expect(await read(false, busy(null))).toHaveLength(1);
});

test('P8: somebody who acts on a design of another version reads which version wrote it', async () => {
  const words = sayAnotherVersion('dsn_1', 27, '1.1.0', '1.0.0');
  expect(await read(false, () => Promise.reject(new Fault('store_newer', words)))).toEqual([
    expect.stringContaining('written by Charrette 1.1.0, and this one, 1.0.0, cannot read it'),
  ]);
});

test('only a fault of the store is told as a database that cannot be reached', async () => {
  const told = async (code: FaultCode) =>
    (await read(false, () => Promise.reject(new Fault(code, 'Its cause.'))))[0]?.includes(
      'its database',
    );
  expect(await told('store_full')).toBe(true);
  const stopping = new Fault('stopping', 'Charrette is stopping.');
  expect(await read(false, () => Promise.reject(stopping))).toEqual(['Charrette is stopping.']);
  for (const code of ['invalid_record', 'write_failed', 'stopping'] as const)
    expect([code, await told(code)]).toEqual([code, false]);
});

test('P13: an answer that the platform does not show with the acknowledgement is told afterwards', async () => {
  const seen: string[] = [];
  const lost = async (): Promise<Told> => ({ isTold: false, why: ['lost'] });
  const tell = async (answer: Document): Promise<Told> => {
    seen.push(notificationOf(answer));
    return TOLD;
  };
  const clock = { now: () => 0, at: () => ({ [Symbol.dispose]: () => undefined }) };
  const access = { platform: 'slack', clock, log: keepLog() };
  const refused: Work = async () => documentOfWords('Only Ana can.');
  for (const work of [confirmed, refused])
    await answerRequest(access, { ...PRESS, work, acknowledge: lost, tell });
  expect(seen).toEqual(['On it.', 'Only Ana can.']);
});
