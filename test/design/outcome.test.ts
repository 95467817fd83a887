import { describe, expect, it } from 'vitest';
import { caveatsOf, shouldGate } from '#design/caveats.ts';
import { decide } from '#design/decide.ts';
import { DesignEvent } from '#design/events.ts';
import { costOf } from '#design/money.ts';
import { headlineOf, mayRunAgain } from '#design/outcome.ts';
import { statusOf } from '#design/status.ts';
import type { Submission } from '#design/submissions.ts';
import {
  ANA,
  BEN,
  type DesignWorld,
  designAt,
  replay,
  startCommand,
  type WorldOptions,
} from '#test/support/design-world.ts';
import { CLEAN_AUDIT, DISSENT, SIGNATURE } from '#test/support/sample-submissions.ts';

const AGREED: WorldOptions = {
  submissions: {
    mapping: () => ({ tool: 'map_divergences', input: { differences: [], loneFacts: [] } }),
  },
};

describe('a headline', () => {
  it('J11: has the level of its gravest caveat', () => {
    expect(headlineOf(designAt('ended', AGREED).design)).toEqual({ level: 'success', exitCode: 0 });
    expect(headlineOf(designAt('deciding').design)).toEqual({ level: 'warning', exitCode: 1 });
    expect(headlineOf(designAt('ended').design)).toMatchObject({ level: 'warning', exitCode: 0 });
    const unanswered = designAt('deciding').passTime().writeFiles().design;
    expect(headlineOf(unanswered)).toMatchObject({ level: 'warning', exitCode: 3 });
  });

  it('J11: has an exit code for each end', () => {
    expect(headlineOf(designAt('asking').cancel().writeFiles().design).exitCode).toBe(4);
    const failed = designAt('proposing', { personas: 1 }).fail('subtractor').writeFiles();
    expect(headlineOf(failed.design)).toMatchObject({ exitCode: 5, level: 'error' });
    expect(headlineOf(designAt('asking').design).exitCode).toBe(1);
  });
});

describe('caveats', () => {
  const contradicted: Submission = {
    tool: 'submit_audit',
    input: {
      ...CLEAN_AUDIT,
      replies: [
        { reply: 'R1', why: 'Step one deploys in December.', fate: 'contradicted' },
        { reply: 'R2', why: 'The figure is nowhere.', fate: 'left_out' },
      ],
    },
  };

  it('J11: tell people’s words, the gravest first, the same at the gate and at the end', () => {
    const world = designAt('answering').must({ type: 'report_questions_seen' });
    world.reply('No deploys in December.', { by: BEN }).reply('900 a minute.').runTo('auditing');
    world.submit('auditor', contradicted).submit('synthesizer').submit('auditor', contradicted);
    world.submit('subtractor', { tool: 'sign', input: DISSENT });
    world.reply('Our contract forbids that.', { by: BEN }).runTo('deciding');
    const before = caveatsOf(world.design);
    expect(before).toEqual([
      {
        kind: 'reply_not_in_text',
        text: 'A message from Ben came after this text was read: “Our contract forbids that.”',
      },
      {
        kind: 'reply_contradicted',
        text: 'The text contradicts Ben: “No deploys in December.” Step one deploys in December.',
      },
      {
        kind: 'difference_open',
        text: 'The personas argued and did not agree: Can the outbox table carry 900 jobs a minute without a second replica?',
      },
      { kind: 'dissent', text: `Subtractor dissents: ${DISSENT.words}` },
      {
        kind: 'reply_left_out',
        text: 'The text leaves out Ana: “900 a minute.” The figure is nowhere.',
      },
    ]);
    world.now += 5_000;
    expect(world.runTo('ended').design.settled?.caveats).toEqual(before);
  });

  it('J8: tell of messages that came after the reading in one line, of an edited one its newest text', () => {
    const late = ['Q1: 60 a minute', 'LGTM', 'nice, thanks', 'On Fridays'];
    const world = designAt('answering', AGREED).must({ type: 'report_questions_seen' });
    world.reply('900 a minuet.', { id: 'read' }).runTo('signing');
    world.reply('900 a minute.', { id: 'read-2', replaces: 'read' });
    for (const text of late) world.reply(text, { by: text === 'LGTM' ? ANA : BEN, id: text });
    world.reply('Never on Fridays', { by: BEN, id: 'edit', replaces: 'On Fridays' });
    world.runTo('deciding');
    expect(caveatsOf(world.design)).toEqual([
      {
        kind: 'reply_not_in_text',
        text: '5 messages from Ana and Ben came after this text was read, first “900 a minute.” and “Q1: 60 a minute”',
      },
    ]);
    expect(shouldGate(world.design)).toEqual(['reply_not_in_text']);
  });

  it('J11: tell in one line of all who are not sure', () => {
    const world = designAt('signing', AGREED);
    const sign = (name: string, confidence: number) =>
      world.submit(name, { tool: 'sign', input: { ...SIGNATURE, confidence } });
    sign('subtractor', 0.3);
    expect(caveatsOf(world.design).map(({ text }) => text)).toContain(
      'Subtractor is only 30 % sure.',
    );
    sign('failure-analyst', 0.2).runTo('deciding');
    expect(caveatsOf(world.design)).toEqual([
      { kind: 'low_confidence', text: '2 of the 4 who judged it are only 20 to 30 % sure.' },
    ]);
  });

  it('J11: tell of cited lines under the decision that do not stand there, or were not looked up', () => {
    const absent = designAt('deciding', { ...AGREED, citations: 'absent' }).design;
    expect(shouldGate(absent)).toEqual(['citation_absent']);
    expect(caveatsOf(absent)[0]?.text).toBe(
      'Subtractor quotes ops/2026-03.md:41, and the words do not stand there. They were to show: At most 900 jobs a minute ran in March.',
    );
    const unread = designAt('ended', { ...AGREED, citations: 'not_looked_up' }).design;
    expect(unread.settled?.caveats).toEqual([
      { kind: 'citation_not_looked_up', text: 'A cited line was not looked up.' },
    ]);
  });

  it('C6: tell which steps the design went on without', () => {
    const told = (world: DesignWorld) => caveatsOf(world.runTo('signing').design);
    expect(told(designAt('framing', AGREED).fail('synthesizer'))).toContainEqual({
      kind: 'not_compared',
      text: 'Nobody restated the question.',
    });
    expect(told(designAt('mapping').fail('synthesizer'))).toContainEqual({
      kind: 'not_compared',
      text: 'Nobody compared the proposals.',
    });
    expect(told(designAt('composing', { submissions: { argument: () => 'fail' } }))).toContainEqual(
      {
        kind: 'not_compared',
        text: 'Nobody argued on: Can the outbox table carry 900 jobs a minute without a second replica?',
      },
    );
    const unsigned = designAt('signing', AGREED).fail('outsider').runTo('ended').design;
    expect(unsigned.settled?.caveats).toMatchObject([
      { kind: 'persona_missing', text: 'Outsider is missing: The model is overloaded.' },
    ]);
    expect(designAt('ended', AGREED).design.settled?.caveats).toEqual([]);
  });

  it('J11: tell who is missing and why, a reservation, and what was not compared', () => {
    const world = designAt('mapping', { personas: 4 }).fail('synthesizer').kill('archaeologist');
    world.runTo('signing').submit('outsider', {
      tool: 'sign',
      input: { ...SIGNATURE, verdict: 'with_reservation', words: 'Not on a Friday.' },
    });
    world.runTo('ended');
    expect(world.design.settled?.caveats).toEqual([
      {
        kind: 'persona_missing',
        text: 'Archaeologist is missing: its process was killed, twice.',
      },
      { kind: 'not_compared', text: 'Nobody compared the proposals.' },
      { kind: 'reservation', text: 'Outsider signs with a reservation: Not on a Friday.' },
    ]);
  });
});

describe('the threshold for low confidence', () => {
  it('A6: is a setting', () => {
    const reasonsBelow = (gateBelow: number) => {
      const world = designAt('signing', { ...AGREED, settings: { gateBelow } });
      const unsure: Submission = { tool: 'sign', input: { ...SIGNATURE, confidence: 0.5 } };
      return shouldGate(world.submit('subtractor', unsure).design);
    };
    expect(reasonsBelow(0.5)).not.toContain('low_confidence');
    expect(reasonsBelow(0.6)).toContain('low_confidence');
  });
});

describe('running again', () => {
  it('A6: may follow any end but a completed one', () => {
    expect(mayRunAgain(designAt('ended', AGREED).design)).toBe(false);
    expect(mayRunAgain(designAt('asking').design)).toBe(false);
    expect(mayRunAgain(designAt('asking').cancel().writeFiles().design)).toBe(true);
    expect(mayRunAgain(designAt('deciding').passTime().design)).toBe(true);
  });
});

describe('cost', () => {
  it('T7: is the sum of the turns, marked where some is unknown or cost at least that', () => {
    const world = designAt('proposing').lose('outsider');
    expect(costOf(world.design)).toEqual({
      usd: expect.closeTo(0.2),
      isAtLeast: true,
      isUnknown: false,
    });
    const command = world.submitCommand(world.turn('subtractor'), {
      tool: 'pass',
      input: { rationale: 'x' },
    });
    world.must({
      type: 'fail_turn',
      turnId: command.turnId,
      outcome: 'refused',
      error: { class: 'refusal', message: 'The model refused.', retryable: false },
      spent: { ...command.spent, costUsd: null },
    });
    expect(costOf(world.design).isUnknown).toBe(true);
  });
});

describe('events', () => {
  it('P6: are of closed kinds, and fold to the same design again', () => {
    const world = designAt('ended');
    const stored = world.events.map((event) =>
      DesignEvent.parse(JSON.parse(JSON.stringify(event))),
    );
    expect(replay(stored)).toEqual(world.design);
    expect(world.design.version).toBe(stored.length);
    expect(DesignEvent.safeParse({ type: 'praise_given', at: 1 }).success).toBe(false);
    for (const other of [{ format: 1 }, { more: 1 }])
      expect(DesignEvent.safeParse({ ...stored[0], ...other }).success).toBe(false);
  });

  it('P7: are judged by their schema before they can be stored', () => {
    const world = designAt('proposing');
    const before = world.design;
    const cause = { kind: 'exited' as const, detail: 'x'.repeat(5_000), diagnostics: '' };
    world.lose('outsider', cause);
    expect(world.newEvents.map((event) => DesignEvent.safeParse(event).success)).not.toContain(
      false,
    );
    expect(before).not.toBe(world.design);
    const lost = world.newEvents.find(({ type }) => type === 'session_lost');
    expect(DesignEvent.safeParse({ ...lost, cause }).success).toBe(false);
    const tooLong = { ...startCommand(), topic: 'x'.repeat(5_000) };
    expect(() => decide(null, tooLong, { at: 1, uuid: () => '' })).toThrow();
  });

  it('P6: are decided on by nothing but the design, the command and the stamp', () => {
    const first = designAt('ended');
    const second = designAt('ended');
    expect(second.events).toEqual(first.events);
  });

  it('A5: the status follows from them', () => {
    expect(statusOf(designAt('proposing').design)).toBe('running');
    expect(statusOf(designAt('answering').must({ type: 'report_questions_seen' }).design)).toBe(
      'awaiting_input',
    );
    expect(statusOf(designAt('writing').design)).toBe('running');
    expect(statusOf(designAt('ended').design)).toBe('completed');
  });
});

describe('a start', () => {
  const start = startCommand();
  const stamp = { at: 1, uuid: () => '019ad3f2-0000-7000-8000-000000000001' };

  it('A8: of a design that has started changes nothing', () => {
    const world = designAt('asking');
    expect(world.must(start).newEvents).toEqual([]);
  });

  it('refuses commands to a design that there is not', () => {
    expect(decide(null, { type: 'go_on', by: ANA }, stamp)).toMatchObject({
      refusal: { code: 'not_found' },
    });
  });
});
