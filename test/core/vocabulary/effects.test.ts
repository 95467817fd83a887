import { describe, expect, it, test } from 'vitest';
import { desiredMessagesOf, listSaidBetween, messageIdOf } from '#core/thread/desired-messages.ts';
import type { Command } from '#core/vocabulary/commands.ts';
import { type Effect, effectsOf } from '#core/vocabulary/effects.ts';
import { designIdOf } from '../../support/designs/events.ts';
import { given, of } from '../../support/designs/given.ts';
import type { Beginning, Script } from '../../support/designs/given-start.ts';
import { matching, questions } from '../../support/designs/given-submission.ts';

function kinds(effects: readonly { readonly type: string }[]) {
  const counts: Record<string, number> = {};
  for (const { type } of effects) counts[type] = (counts[type] ?? 0) + 1;
  return counts;
}

describe('what a committed event makes the runtime do', () => {
  it('a turn that is recorded is asked, of the session and in the round that are on record', () => {
    const world = given().everyoneReady();
    const [turn] = of(world.history, 'turn_started');
    if (turn === undefined) throw new Error('nobody is being asked');
    const { participant, sessionId, turnId, roundId } = turn;
    expect(effectsOf(world.design, turn)).toEqual([
      { type: 'ask', participant, sessionId, turnId, roundId },
    ]);
  });

  it('an outcome that is settled stops every session and has the files written, in this order', () => {
    const world = given().reach('signing');
    world.everyoneContributes();
    expect(kinds(world.effects)).toEqual({ stop_session: 5, write_files: 1 });
    expect(world.effects.at(-1)).toEqual({ type: 'write_files' });
  });

  it('P3: a design that ends as it was settled has nothing more to do', () => {
    const world = given().reach('writing');
    world.when({ type: 'report_files_written', files: [] });
    expect(world.design.end?.status).toBe('completed');
    expect(world.effects).toEqual([]);
  });

  test.each([
    ['cancelled', () => given().reach('proposing'), 'cancel'],
    ['failed', () => given().reach('proposing'), 'fail'],
    ['cancelled after it was settled', () => given().reach('writing'), 'cancel'],
  ] as const)(
    'C13: a design that is %s stops every session and writes what there is',
    (_, start, how) => {
      const world = start();
      if (how === 'cancel') world.cancels();
      else world.when({ type: 'fail_design', detail: 'no store' });
      expect(kinds(world.effects)).toEqual({ stop_session: 5, write_files: 1 });
    },
  );

  it('what only says that something happened asks for nothing', () => {
    const world = given().reachEnd();
    const acting = ['session_started', 'turn_started', 'outcome_settled', 'late_report_recorded'];
    const others = world.history.filter((event) => !acting.includes(event.type));
    expect(new Set(others.map(({ type }) => type)).size).toBeGreaterThan(15);
    for (const event of others) expect(effectsOf(world.design, event), event.type).toEqual([]);
  });
});

describe('the calls that a thread lacks after an event in the thread of its design', () => {
  const thread = { platform: 'slack', channel: 'C1', thread: '1.2', starter: 'U1' };
  const says: Script = { questions: () => questions('How many?') };
  const inThread = () => given({ thread, says });
  const said = (effects: readonly Effect[]) =>
    effects.flatMap((effect) => {
      if (effect.type === 'post') return [messageIdOf(effect.post)];
      return effect.type === 'acknowledge' ? [`acknowledge ${effect.replyId}`] : [];
    });

  it('J14: only a design that was to replace a decision has that one told at its end', () => {
    const told = (start: NonNullable<Beginning['start']>) =>
      given({ says, start })
        .reachEnd()
        .effects.filter(({ type }) => type === 'tell_superseded');
    const followUp = { followUpOf: designIdOf(2), followUpDecision: 'Stay.' };
    expect(told({ ...followUp, supersedes: true })).toEqual([{ type: 'tell_superseded' }]);
    expect(told(followUp)).toEqual([]);
  });

  it('a design without a thread says nothing anywhere', () => {
    const world = given({ says }).reach('answering');
    world.says('m1', 'Q1: 500');
    expect(said(world.effects)).toEqual([]);
    expect(desiredMessagesOf(world.design)).toEqual({
      messages: [],
      marks: new Map(),
      isFinal: false,
    });
  });

  it('its first message is the card, and where that stands is noted once', () => {
    const world = given({ thread: { ...thread, thread: '' }, says });
    expect(said(world.effects)).toEqual(['card']);
    expect(world.when({ type: 'open_thread', thread: '7.8' })).toEqual([
      { type: 'thread_opened', at: world.now, thread: '7.8' },
    ]);
    expect(said(world.effects)).toEqual([]);
    expect(world.design.thread).toEqual({ ...thread, thread: '7.8' });
    expect(world.when({ type: 'open_thread', thread: '9.9' })).toEqual([]);
    expect(given({ says }).when({ type: 'open_thread', thread: '7.8' })).toEqual([]);
  });

  it('a message is marked when recorded, and again when it answers; a mark is never taken away', () => {
    const world = inThread().reach('answering');
    world.says('m1', 'Q1: 500');
    expect(said(world.effects)).toEqual(['acknowledge m1']);
    // Under a number it answers once a turn has read it (J10).
    world.submits('synthesizer', matching());
    expect(world.effects).toContainEqual({ type: 'acknowledge', replyId: 'm1' });
    for (const text of ['Mind the freeze.', 'Mind the thaw.']) {
      world.when({ type: 'revise_reply', replyId: 'm1', author: 'Ben', text });
      expect(said(world.effects)).toEqual([]);
    }
    expect(desiredMessagesOf(world.design).marks.get('m1')).toEqual({
      replyId: 'm1',
      mark: 'heard',
    });
    world.when({ type: 'withdraw_reply', replyId: 'm1' });
    expect(said(world.effects)).toEqual([]);
    expect(desiredMessagesOf(world.design).marks.has('m1')).toBe(false);
    world.when({ type: 'go_on', by: 'Ana' });
    world.says('m2', 'Mind the freeze.');
    expect(said(world.effects)).toEqual(['acknowledge m2']);
    world.when({ type: 'revise_reply', replyId: 'm2', author: 'Ben', text: 'Mind the thaw.' });
    expect(said(world.effects)).toEqual([]);
    expect(desiredMessagesOf(world.design).marks.get('m2')).toEqual({
      replyId: 'm2#2',
      mark: 'heard',
    });
  });

  it('words that a run takes over from the one before it were marked there', () => {
    const world = inThread().reach('answering');
    world.says('m1', 'Q1: 500');
    const { design } = world;
    expect(said(listSaidBetween(null, design))).toEqual(['card', 'questions']);
  });

  it('no mark changes after the end: nobody reads what is written then', () => {
    const world = inThread().reach('answering');
    world.says('m1', 'Mind the freeze.');
    world.cancels();
    const { design } = world;
    const replies = design.replies.map((each) => ({ ...each, id: `${each.id}-late` }));
    expect(listSaidBetween(design, { ...design, replies })).toEqual([]);
  });

  it('a reply whose words give way to what its author writes under the number keeps its mark', () => {
    const world = inThread().reach('answering');
    world.says('m1', 'About 500 an hour.');
    world.submits('synthesizer', matching(['Q1', 'R1', 'About 500 an hour']));
    world.says('m2', 'Q1: rather 800');
    expect(said(world.effects)).toEqual(['acknowledge m2']);
    world.submits('synthesizer', matching());
    expect(said(world.effects)).toEqual(['acknowledge m2']);
  });

  it('a design that ends as settled posts its outcome and its files, and finishes the thread, in this order', () => {
    const world = inThread().reach('writing');
    world.when({
      type: 'report_files_written',
      files: [{ name: 'brief.md', bytes: 1, sha256: 'a' }],
    });
    expect(said(world.effects)).toEqual(['outcome', 'files of outcome']);
    expect(world.effects.map(({ type }) => type)).toEqual(['post', 'post', 'finish_thread']);
  });

  it('a design that was stopped says so at once, and its files follow when they are written', () => {
    const world = inThread().reach('proposing');
    world.cancels();
    expect(said(world.effects)).toEqual(['outcome']);
    expect(world.effects.at(-1)).toEqual({ type: 'finish_thread' });
    world.when({
      type: 'report_files_written',
      files: [{ name: 'transcript.md', bytes: 1, sha256: 'a' }],
    });
    expect(world.effects).toEqual([
      { type: 'post', post: { kind: 'files', of: 'outcome' } },
      { type: 'finish_thread' },
    ]);
  });

  const judging = { type: 'judge_decision', verdict: 'accepted', note: '', by: 'Ana' } as const;
  const asking: Command = {
    type: 'record_answer',
    question: 'Why?',
    answer: [],
    costUsd: 0.01,
    by: 'Ana',
  };
  const [WRITE, SHOW]: Effect[] = [{ type: 'write_files' }, { type: 'show_standing' }];
  it.each([
    ['that is accepted edits its messages, and posts nothing', inThread, judging, [WRITE, SHOW]],
    ['about which somebody asks edits no message', inThread, asking, [WRITE]],
    ['that is accepted without a thread edits no message', () => given({ says }), judging, [WRITE]],
  ])('J14: a decision %s', (_, begin, command, effects) => {
    const world = begin().reachEnd();
    world.when(command);
    expect(world.effects).toEqual(effects);
  });
});
