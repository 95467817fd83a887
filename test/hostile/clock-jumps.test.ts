import { expect, onTestFinished } from 'vitest';
import { SteadyClock } from '../../src/adapters/system/clock.ts';
import { FEW_PERSONAS } from '../entry/daemon.ts';
import { InProcess } from '../entry/in-process.ts';
import { ownStoreDatabase, reachablePostgres } from '../support/databases/postgres.ts';
import { needing } from '../support/runner/needing.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';

const DAY_MS = 86_400_000;
const BOUND = { timeout: 20_000 };

/** A machine whose clock a test sets, and which a test puts to sleep. */
function machine({ pace = 1 } = {}) {
  const set = { wallMs: 0, sleptMs: 0 };
  const running = () => performance.now() * pace;
  const source = {
    wall: () => Date.now() + set.wallMs + set.sleptMs,
    running,
    up: () => running() + set.sleptMs,
  };
  return { set, clock: new SteadyClock(source) };
}

const JUMPS = [
  ['a day forward', DAY_MS],
  ['a day back', -DAY_MS],
  ['400 days forward', 400 * DAY_MS],
] as const;

/** A design whose people are being waited for when the clock jumps. */
async function aJump(byMs: number, settings: Record<string, string>): Promise<void> {
  const { set, clock } = machine();
  const environment = {
    ...FEW_PERSONAS,
    CHARRETTE_REHEARSAL: '1',
    CHARRETTE_REHEARSAL_LATENCY_MS: '5',
  };
  const answering = { CHARRETTE_ANSWER_SECONDS: '600', CHARRETTE_GATE_SECONDS: '600' };
  const daemon = await InProcess.start(
    temporaryFolder(),
    { ...environment, ...answering, ...settings },
    clock,
  );
  onTestFinished(() => daemon.stop());
  const { id } = await daemon.startDesign({ topic: 'Should the queue move?' });
  await daemon.events(id).until('questions', ({ type }) => type === 'answering_opened');
  const until = daemon.events(id).of('answering_opened')[0]?.deadline;
  set.wallMs = byMs;
  const said = () => daemon.output.split('\n').filter((line) => line.includes('"clock_jumped"'));
  await expect.poll(said, BOUND).toHaveLength(1);
  expect(Math.abs(Number(JSON.parse(said()[0] ?? '').byMs) - byMs)).toBeLessThan(5_000);
  expect(await daemon.design(id)).toMatchObject({ status: 'awaiting_input' });
  expect(daemon.events(id).of('answering_opened')[0]?.deadline).toBe(until);
  expect(
    (await daemon.post(`/designs/${id}/replies`, { text: 'Some hundred.', author: 'ana' })).status,
  ).toBe(201);
  expect((await daemon.post(`/designs/${id}/answered`, { author: 'ana' })).status).toBeLessThan(
    300,
  );
  expect(await daemon.untilEnded(id)).toMatchObject({ status: 'completed' });
  const times = daemon.events(id).seen.map(({ at }) => Date.parse(String(at)));
  expect(times).toEqual(times.toSorted((one, other) => one - other));
  expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeLessThan(60_000);
  expect(said()).toHaveLength(1);
}

const { describe, test } = await needing();
const onPostgres = await needing('postgres');

describe('the clock of the machine is set', () => {
  test.each(JUMPS)('%s: on the embedded store, people keep their time', (_what, byMs) =>
    aJump(byMs, {}),
  );

  onPostgres.test.each(JUMPS)('%s: on Postgres, too', async (_what, byMs) => {
    const { url } = await reachablePostgres();
    const database = await ownStoreDatabase(url ?? '');
    onTestFinished(() => database.drop());
    await aJump(byMs, { DATABASE_URL: database.url });
  });

  test('a deadline passes after the time that it has, and sleep is time', async () => {
    const { set, clock } = machine();
    const passed = Promise.withResolvers<void>();
    const before = performance.now();
    clock.at(clock.now() + 200, passed.resolve);
    set.wallMs = -DAY_MS;
    await passed.promise;
    expect(performance.now() - before).toBeGreaterThanOrEqual(199);
    expect(performance.now() - before).toBeLessThan(10_000);
    const said: string[] = [];
    const log = { warn: (event: string) => said.push(event) };
    using _saying = clock.sayJumps(log as never);
    const awake = clock.now();
    set.sleptMs = DAY_MS;
    await expect.poll(() => clock.now() - awake, BOUND).toBeGreaterThanOrEqual(DAY_MS - 1_000);
    expect(said.every((event) => event === 'clock_jumped')).toBe(true);
    expect(said).toHaveLength(1);
  });

  test('P14: no deadline passes before its moment, however early a timer ends', async () => {
    const { clock } = machine({ pace: 1 / 2 });
    const dueAt = clock.now() + 100;
    const passed = Promise.withResolvers<number>();
    clock.at(dueAt, () => passed.resolve(clock.now()));
    await expect(passed.promise).resolves.toBeGreaterThanOrEqual(dueAt);
    const dropped = clock.at(clock.now() + 40, () => expect.fail('It was dropped.'));
    const later = Promise.withResolvers<void>();
    // It looks at half of its time: dropped after that, it never calls.
    clock.at(clock.now() + 30, () => dropped[Symbol.dispose]());
    clock.at(clock.now() + 80, later.resolve);
    await later.promise;
  });
});
