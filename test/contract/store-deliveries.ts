import { expect, test } from 'vitest';
import type { Effect } from '../../src/core/effects.ts';
import type { OutsideCommand } from '../../src/runtime/ports/store.ts';
import { commitOf, inboxEntryOf } from '../support/commits.ts';
import { participantIdOf, sampleEvents, sessionIdOf, turnIdOf } from '../support/events.ts';
import type { StoreUnderTest } from './store.ts';

const { at: _at, type: _type, ...started } = sampleEvents.design_started;

/** Every command that can come from outside. One that is missing does not compile. */
const commands: { readonly [Type in OutsideCommand['type']]: Extract<OutsideCommand, { type: Type }> } = {
  start_design: { type: 'start_design', ...started },
  record_reply: { type: 'record_reply', replyId: 'r-1', author: 'ada', text: 'None.', questionId: 'Q1' },
  finish_answering: { type: 'finish_answering', by: 'ada', skip: false },
  decide_gate: { type: 'decide_gate', gateId: 'gate-1', choice: 'send_back', note: 'Why?', by: 'ada' },
  cancel: { type: 'cancel', by: 'ada', reason: '' },
};

const sessionId = sessionIdOf(1);
const participant = participantIdOf('operator');
const turnId = turnIdOf(1);
/** Every effect. */
const effects: readonly Effect[] = [
  { type: 'start_session', participant, sessionId },
  { type: 'stop_session', sessionId },
  { type: 'ask', participant, sessionId, turnId, roundId: 'r12' },
  { type: 'write_files' },
];

export function storeDeliveries(subject: StoreUnderTest): void {
  test('P1: every command from outside comes back as it was accepted, in order of arrival', async () => {
    const designId = subject.newDesignId();
    const entries = Object.values(commands).map((command, n) => ({
      ...inboxEntryOf(`${designId}:${9 - n}`, designId),
      command,
    }));
    for (const entry of entries) expect(await subject.store.accept(entry)).toBe(true);
    expect(await subject.store.unhandled(designId)).toEqual(entries);
  });

  test('P5: a redelivery is recognised by its id, handled or not, and changes nothing', async () => {
    const designId = subject.newDesignId();
    const entry = inboxEntryOf(`again-${designId}`, designId);
    expect(await subject.store.accept(entry)).toBe(true);
    const redelivery = { ...entry, command: commands.finish_answering };
    expect(await subject.store.accept(redelivery)).toBe(false);
    expect(await subject.store.unhandled(designId)).toEqual([entry]);
    await subject.store.markHandled(entry.id);
    expect(await subject.store.accept(entry)).toBe(false);
    expect(await subject.store.unhandled(designId)).toEqual([]);
  });

  test('P5: of simultaneous deliveries of one command exactly one is accepted', async () => {
    const designId = subject.newDesignId();
    const entry = inboxEntryOf(`at-once-${designId}`, designId);
    const accepted = await Promise.all(Array.from({ length: 6 }, () => subject.store.accept(entry)));
    expect(accepted.filter(Boolean)).toHaveLength(1);
  });

  test('P5: an entry that was handled cannot be carried out again', async () => {
    const designId = subject.newDesignId();
    const entry = inboxEntryOf(`once-${designId}`, designId);
    await subject.store.accept(entry);
    await subject.store.commit(commitOf(designId, { inboxId: entry.id }));
    await expect(
      subject.store.commit(commitOf(designId, { expectedVersion: 1, inboxId: entry.id })),
    ).rejects.toThrow('was not waiting to be handled');
    expect(await subject.store.summary(designId)).toMatchObject({ version: 1 });
  });

  test('P4: every kind of effect comes back in the order of its commit, until it is done or dropped', async () => {
    const designId = subject.newDesignId();
    const ids = effects.map((_, n) => `${designId}/${9 + n}.0`);
    const pending = effects.map((effect, n) => ({ id: ids[n] ?? '', effect }));
    await subject.store.commit(commitOf(designId, { effects: pending }));
    const entry = { designId, state: 'pending', attempts: 0 };
    expect(await subject.store.pendingEffects(designId)).toEqual(
      pending.map((each) => ({ ...each, ...entry })),
    );
    await subject.store.markEffects(ids.slice(0, 1), 'done');
    await subject.store.markEffects(ids.slice(1, 2), 'dropped');
    const left = await subject.store.pendingEffects(designId);
    expect(left.map(({ id }) => id)).toEqual(ids.slice(2));
  });

  test('P4: an attempted effect stays pending and counts its attempts', async () => {
    const designId = subject.newDesignId();
    const id = `${designId}/1.0`;
    await subject.store.commit(commitOf(designId, { effects: [{ id, effect: { type: 'write_files' } }] }));
    await subject.store.markEffects([id, id], 'attempted');
    await subject.store.markEffects([id], 'attempted');
    expect(await subject.store.pendingEffects(designId)).toMatchObject([{ state: 'attempted', attempts: 2 }]);
    await subject.store.markEffects([id], 'done');
    await subject.store.markEffects([id], 'attempted');
    expect(await subject.store.pendingEffects(designId)).toEqual([]);
  });

  test('marking an effect that nobody committed is a bug, not a fault', async () => {
    await expect(subject.store.markEffects(['nowhere/1.0'], 'done')).rejects.toThrow(
      'no effect nowhere/1.0 in the outbox',
    );
    await subject.store.markEffects([], 'done');
  });

  test('P5: the first answer to a request with an idempotency key is the one that stays', async () => {
    const key = `key-${subject.newDesignId()}`;
    expect(await subject.store.recallResponse(key)).toBeNull();
    const first = { status: 201, body: '{"id":"…\\u0000"}' };
    await subject.store.rememberResponse(key, first);
    await subject.store.rememberResponse(key, { status: 409, body: '{}' });
    expect(await subject.store.recallResponse(key)).toEqual(first);
  });
}
