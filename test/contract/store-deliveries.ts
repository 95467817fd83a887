import { expect, test } from 'vitest';
import type { OutsideCommand } from '../../src/core/vocabulary/commands.ts';
import type { Effect } from '../../src/core/vocabulary/effects.ts';
import { StaleVersionError } from '../../src/foundation/fault.ts';
import { commitOf, inboxEntryOf } from '../support/designs/commits.ts';
import {
  participantIdOf,
  STARTED_AT,
  sampleEvents,
  sessionIdOf,
  turnIdOf,
} from '../support/designs/events.ts';
import type { StoreUnderTest } from './store.ts';

const { at: _at, type: _type, ...started } = sampleEvents.design_started;

/** Every command that can come from outside. One that is missing does not compile. */
const commands: {
  readonly [Type in OutsideCommand['type']]: Extract<OutsideCommand, { type: Type }>;
} = {
  start_design: { type: 'start_design', ...started },
  record_reply: {
    type: 'record_reply',
    replyId: 'r-1',
    author: 'ada',
    text: 'None.',
    questionId: 'Q1',
  },
  revise_reply: { type: 'revise_reply', replyId: 'r-1', author: 'ada', text: 'One.' },
  withdraw_reply: { type: 'withdraw_reply', replyId: 'r-1' },
  take_answer: { type: 'take_answer', questionId: 'Q1', answer: 'Bo', by: 'ada' },
  go_on: { type: 'go_on', by: 'ada' },
  decide_gate: {
    type: 'decide_gate',
    gateId: 'gate-1',
    choice: 'send_back',
    note: 'Why?',
    by: 'ada',
  },
  settle_divergence: {
    type: 'settle_divergence',
    divergenceId: 'D1',
    position: 'P2',
    note: '',
    by: 'ada',
  },
  cancel: { type: 'cancel', by: 'ada', reason: '' },
  ask_starter: { type: 'ask_starter', act: 'go_on', by: 'ada', byId: 'U1' },
  judge_decision: { type: 'judge_decision', verdict: 'accepted', note: 'Go.', by: 'ada' },
  record_answer: {
    type: 'record_answer',
    question: 'Why not SQLite?',
    answer: [{ text: 'It has one writer.', cites: ['A-1'] }],
    costUsd: 0.01,
    by: 'ada',
  },
  supersede: { type: 'supersede', successor: started.designId },
  move_thread: { type: 'move_thread', from: 'C1', to: 'C2' },
  record_publication: {
    type: 'record_publication',
    publication: {
      repository: 'acme/shop',
      number: '0007',
      path: 'docs/decisions/0007-keep-redis.md',
      pull: 12,
      url: 'https://github.com/acme/shop/pull/12',
    },
    by: 'ada',
  },
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
  { type: 'post', post: { kind: 'card' } },
  { type: 'post', post: { kind: 'list', of: 'questions' } },
  { type: 'post', post: { kind: 'list', of: 'proposals' } },
  { type: 'post', post: { kind: 'list', of: 'differences' } },
  { type: 'post', post: { kind: 'gate', gateId: 'gate-1' } },
  { type: 'post', post: { kind: 'outcome' } },
  { type: 'post', post: { kind: 'files', of: 'proposals' } },
  { type: 'post', post: { kind: 'files', of: 'outcome' } },
  { type: 'acknowledge', replyId: 'r-1' },
  { type: 'finish_thread' },
  { type: 'show_standing' },
];

const accepted = { accepted: true } as const;
const refused = { accepted: false, refusal: { code: 'ended', message: 'It has ended.' } } as const;

export function storeDeliveries(subject: StoreUnderTest): void {
  test('P1: every command from outside comes back as it was accepted, in order of arrival', async () => {
    const designId = await subject.newDesign();
    const entries = Object.values(commands).map((command, n) => ({
      ...inboxEntryOf(`${designId}:${9 - n}`, designId),
      command,
    }));
    for (const entry of entries) {
      expect(await subject.store.accept(entry)).toEqual({ fresh: true, designId });
    }
    // One more, which made this design its own.
    expect(await subject.store.mail(designId)).toEqual({ entries, arrivals: entries.length + 1 });
  });

  test('P5: a redelivery is recognised by its id, handled or not, and changes nothing', async () => {
    const designId = await subject.newDesign();
    const entry = inboxEntryOf(`again-${designId}`, designId);
    expect(await subject.store.accept(entry)).toEqual({ fresh: true, designId });
    const redelivery = { ...entry, designId: subject.newDesignId(), command: commands.go_on };
    expect(await subject.store.accept(redelivery)).toEqual({ fresh: false, designId });
    expect(await subject.store.mail(designId)).toEqual({ entries: [entry], arrivals: 2 });
    expect(await subject.store.mail(redelivery.designId)).toEqual({ entries: [], arrivals: 0 });
    await subject.store.markHandled(designId, 1, [{ inboxId: entry.id, answer: accepted }]);
    expect(await subject.store.accept(entry)).toEqual({ fresh: false, designId });
    expect(await subject.store.mail(designId)).toEqual({ entries: [], arrivals: 2 });
  });

  test('P5: of simultaneous deliveries of one command exactly one is accepted', async () => {
    const designId = await subject.newDesign();
    const entry = inboxEntryOf(`at-once-${designId}`, designId);
    const accepts = await Promise.all(
      Array.from({ length: 12 }, () => subject.store.accept(entry)),
    );
    expect(accepts.filter(({ fresh }) => fresh)).toHaveLength(1);
    expect(await subject.store.mail(designId)).toEqual({ entries: [entry], arrivals: 2 });
  });

  test('T7: of starts whose limits were checked by the same count exactly one is accepted', async () => {
    const { store } = subject;
    const entries = Array.from({ length: 6 }, (_, n) => {
      const designId = subject.newDesignId();
      const command = { ...commands.start_design, designId };
      return {
        ...inboxEntryOf(`start-${designId}`, designId),
        command,
        receivedAt: STARTED_AT + n,
      };
    });
    expect(await store.starts(0)).toEqual({ count: 0, pending: [] });
    for (const count of [0, 1]) {
      const accepts = await Promise.allSettled(entries.map((entry) => store.accept(entry, count)));
      const stale = accepts.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
      // In the second round, the one of the first is known.
      expect(stale).toHaveLength(5 - count);
      for (const error of stale) expect(error).toBeInstanceOf(StaleVersionError);
    }
    const { count, pending } = await store.starts(0);
    const accepted = entries.filter(({ id }) => pending.some((each) => each.id === id));
    expect([count, pending.length, accepted.length]).toEqual([2, 2, 2]);
    expect(pending).toContainEqual({ id: accepted[0]?.id, command: accepted[0]?.command });
    // Neither an earlier one counts, nor one that is handled, nor another command.
    const [first, second] = accepted;
    if (first === undefined || second === undefined) throw new Error('two were accepted');
    expect((await store.starts(first.receivedAt + 1)).pending).toHaveLength(1);
    const claim = await subject.fleet.claim(second.designId);
    await store.accept(inboxEntryOf(`more-${first.designId}`, first.designId));
    const handled = [{ inboxId: second.id, answer: refused }];
    await store.markHandled(second.designId, claim ?? Number.NaN, handled);
    expect((await store.starts(0)).pending.map(({ id }) => id)).toEqual([first.id]);
  });

  test('P5: what became of an entry can be asked by its id, once it is known', async () => {
    const designId = await subject.newDesign();
    const [first, second] = ['one', 'two'].map((name) =>
      inboxEntryOf(`${name}-${designId}`, designId),
    );
    if (first === undefined || second === undefined) throw new Error('two entries were made');
    await subject.store.accept(first);
    await subject.store.accept(second);
    expect(await subject.store.answerTo(first.id)).toBeNull();
    await subject.store.commit(
      commitOf(designId, { handled: [{ inboxId: first.id, answer: accepted }] }),
    );
    await subject.store.markHandled(designId, 1, [{ inboxId: second.id, answer: refused }]);
    expect(await subject.store.answerTo(first.id)).toEqual(accepted);
    expect(await subject.store.answerTo(second.id)).toEqual(refused);
    expect(await subject.store.answerTo('never-accepted')).toBeNull();
  });

  test('P5: an entry that was handled cannot be carried out again', async () => {
    const designId = await subject.newDesign();
    const entry = inboxEntryOf(`once-${designId}`, designId);
    await subject.store.accept(entry);
    const handled = [{ inboxId: entry.id, answer: accepted }];
    await subject.store.commit(commitOf(designId, { handled }));
    await expect(
      subject.store.commit(commitOf(designId, { expectedVersion: 1, handled })),
    ).rejects.toThrow(StaleVersionError);
    await expect(subject.store.markHandled(designId, 1, handled)).rejects.toThrow(
      StaleVersionError,
    );
    expect(await subject.store.summary(designId)).toMatchObject({ version: 1 });
  });

  test('P4: every kind of effect comes back in the order of its commit, until it is done or dropped', async () => {
    const designId = await subject.newDesign();
    const ids = effects.map((_, n) => `${designId}/${9 + n}.0`);
    const pending = effects.map((effect, n) => ({ id: ids[n] ?? '', effect }));
    await subject.store.commit(commitOf(designId, { effects: pending }));
    const entry = { designId, state: 'pending' };
    expect(await subject.store.pendingEffects(designId)).toEqual(
      pending.map((each) => ({ ...each, ...entry })),
    );
    const marks = (['done', 'dropped'] as const).map((state, n) => ({
      id: ids[n] ?? '',
      state,
      receipt: '',
    }));
    await subject.store.markEffects(designId, 1, marks);
    const left = await subject.store.pendingEffects(designId);
    expect(left.map(({ id }) => id)).toEqual(ids.slice(2));
  });

  test('P4: an attempted effect stays pending until it is done', async () => {
    const designId = await subject.newDesign();
    const id = `${designId}/1.0`;
    await subject.store.commit(
      commitOf(designId, { effects: [{ id, effect: { type: 'write_files' } }] }),
    );
    const mark = (state: 'attempted' | 'done', receipt = '') =>
      subject.store.markEffects(designId, 1, [{ id, state, receipt }]);
    await mark('attempted');
    expect(await subject.store.pendingEffects(designId)).toMatchObject([{ state: 'attempted' }]);
    await mark('done', 'C1/1790000000.1');
    await mark('attempted');
    expect(await subject.store.pendingEffects(designId)).toEqual([]);
  });

  test('C22: an effect that the store does not have is told from one of another design', async () => {
    const designId = await subject.newDesign();
    const marked = (id: string) =>
      subject.store.markEffects(designId, 1, [{ id, state: 'done', receipt: '' }]);
    await expect(marked(`${designId}/1.0`)).rejects.toThrow(StaleVersionError);
    await expect(marked('nowhere/1.0')).rejects.toThrow('nowhere/1.0 is no effect of design');
    await subject.store.markEffects(designId, 1, []);
  });

  test('P5: the first answer to a request with an idempotency key is the one that stays', async () => {
    const key = `key-${subject.newDesignId()}`;
    expect(await subject.store.recallResponse(key)).toBeNull();
    const first = { status: 201, body: '{"id":"…\\u0000"}' };
    await subject.store.rememberResponse(key, null, first);
    await subject.store.rememberResponse(key, null, { status: 409, body: '{}' });
    expect(await subject.store.recallResponse(key)).toEqual(first);
  });
}
