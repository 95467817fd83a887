import { expect, test } from 'vitest';
import { systemClock } from '../../src/adapters/system/clock.ts';
import { Fault } from '../../src/foundation/fault.ts';
import type { Commit, Store } from '../../src/ports/store.ts';
import { makeRecordStorable, NO_USAGE, TurnRecord } from '../../src/ports/turn-record.ts';
import { ownDataFolder } from '../entry/daemon.ts';
import { InProcess } from '../entry/in-process.ts';
import { afterwards } from '../entry/waiting.ts';
import { turnRecordOf } from '../support/designs/commits.ts';
import { designIdOf } from '../support/designs/events.ts';
import { eventually } from '../support/runner/eventually.ts';

/**
 * What a store refuses for good is not offered to it for ever: each time is paid for with calls to
 * a model.
 */
test('P2: a design whose end cannot be stored is left alone for a minute before it is adopted again', async () => {
  const folder = await ownDataFolder();
  afterwards(() => folder.remove());
  const refused: Commit[] = [];
  const refusing = (store: Store): Store =>
    new Proxy(store, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== 'function') return value;
        if (name !== 'commit') return value.bind(target);
        return async (commit: Commit) => {
          const types = commit.events.map(({ event }) => event.type);
          // What is lost with the process is recorded without what was in it, and can be stored.
          if (!types.includes('turn_finished') || types.includes('session_lost'))
            return target.commit(commit);
          refused.push(commit);
          throw new Fault('invalid_record', 'it cannot be stored');
        };
      },
    });
  const daemon = await InProcess.start(
    folder.path,
    { ...folder.environment, CHARRETTE_LOG_LEVEL: 'debug' },
    systemClock,
    {
      around: (parts) => ({ ...parts, store: refusing(parts.store) }),
    },
  );
  afterwards(() => daemon.stop());
  await daemon.startDesign({ topic: 'Nothing of it can be stored', personas: ['subtractor'] });
  await eventually(() => daemon.output).toContain('design_not_adopted');
  expect(daemon.output.match(/turn_started/g) ?? []).toHaveLength(1);
  expect(refused.length).toBeLessThan(10);
});

test('T1: a record that cannot be stored is stored cut', () => {
  const whole = turnRecordOf(designIdOf(1), 1);
  expect(makeRecordStorable(whole)).toBe(whole);
  const bad: TurnRecord[] = [
    { ...whole, usage: { ...whole.usage, inputTokens: Number.NaN } },
    { ...whole, usage: { ...whole.usage, outputTokens: 1.5 }, costUsd: -1 },
    { ...whole, usage: null as never, costUsd: Number.POSITIVE_INFINITY, totalMs: -3 },
    { ...whole, confidence: 7 },
    { ...whole, prompt: 'x'.repeat(8 * 1024 * 1024) },
  ];
  for (const record of bad) {
    const cut = makeRecordStorable(record);
    expect(TurnRecord.safeParse(cut).error?.issues ?? []).toEqual([]);
    expect(cut).toMatchObject({ turnId: whole.turnId, outcome: whole.outcome, trace: [] });
    expect(JSON.stringify(cut).length).toBeLessThan(2_000);
  }
  expect(makeRecordStorable({ ...whole, usage: null as never }).usage).toEqual(NO_USAGE);
});
