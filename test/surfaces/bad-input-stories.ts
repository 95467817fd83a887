import { expect, test, vi } from 'vitest';
import { NEUTRAL_DECISION } from '../../src/core/vocabulary/rehearsal.ts';
import type { Model } from '../../src/turns/model-context.ts';
import type { Doing, PolicyOf } from './doing.ts';
import { type DrawnAction, forgedId } from './drawn-controls.ts';
import { answeringOnly, WAIT, type Watched, without } from './engines.ts';

export interface BadInputOptions {
  readonly isStill?: boolean;
  readonly model?: (model: Model) => Model;
  readonly policy?: PolicyOf;
  readonly topic?: string;
}

/**
 * A design that Ana has started, in a thread of a local platform, and what people do there that
 * they should not.
 */
export interface BadInput extends Doing<unknown>, Watched {
  /** What everybody sees: the card, and then the thread. */
  visible(): string[];
  /** The names that messages of the bot call. */
  called(): string[];
  /**
   * A control as it stands there now, which somebody works, and confirms, even when it is there no
   * more.
   */
  control(
    action: DrawnAction,
  ): Promise<(who: string) => Promise<{ readonly modal?: unknown; readonly view?: unknown }>>;
  /**
   * Works a control under the card that no app would show there, or the same in another channel.
   */
  forge(who: string, action: string, value: string, place?: 'elsewhere'): Promise<unknown>;
  /** What people are asked before something is done. */
  asked(): string[];
}

/** What people do wrong, and what nobody can help: the same on every platform. */
export function badInputStories(open: (options?: BadInputOptions) => Promise<BadInput>): void {
  const goOn = (by: string) => ({ type: 'go_on', by }) as const;
  const told = async (story: BadInput, who: string, words: string): Promise<void> => {
    await vi.waitUntil(() => story.ephemerals(who).some((each) => each.includes(words)), WAIT);
  };

  /** At the gate over no proposals, where Ana may have another try and Ben may stop. */
  const atGate = async () => {
    const story = await open({
      model: without('proposals'),
      policy: ({ ben }) => ({ deciders: [ben] }),
    });
    await story.until(({ answering }) => answering !== null);
    await story.command(goOn('Ana'));
    await story.until(({ gates }) => gates.length === 1);
    const [again, stop] = [await story.control('again'), await story.control('stop')];
    return { story, again, stop };
  };

  test('clicks of somebody who may not are refused privately, each with who may', async () => {
    const story = await open({ model: withDifference });
    const { ana, ben } = story;
    await story.until(({ answering }) => answering !== null);
    const actions = [...(['go_on', 'cancel'] as const).map((each) => story.control(each))];
    for (const press of await Promise.all(actions)) await press(ben);
    await told(story, ben, 'Only Ana, who started this, can cancel it here');
    await told(story, ben, 'Only Ana, who started this, can go on without more answers here');
    await story.command(goOn('Ana'));
    await story.until(({ step }) => step === 'composing');
    const before = story.ephemerals(ben).length;
    await (await story.control('settle'))(ben);
    await vi.waitUntil(() => story.ephemerals(ben).length > before, WAIT);
    await story.settled();
    const design = await story.design();
    expect(design.divergences.map(({ settlement }) => settlement?.outcome)).not.toContain(
      'settled_by_person',
    );
    expect([design.end, story.ephemerals(ana)]).toEqual([null, []]);
  });

  test('an operator, by a group, cancels what somebody else has started', async () => {
    const story = await open({ policy: ({ ben, group }) => ({ operators: [group(ben)] }) });
    await story.until(({ answering }) => answering !== null);
    await (await story.control('cancel'))(story.ben);
    await story.until(({ end }) => end?.status === 'cancelled');
    await vi.waitUntil(() => story.visible().join().includes('Ben cancelled it'), WAIT);
    expect(story.ephemerals(story.ben).join()).not.toContain('Only');
  });

  test('who may not start a design may run none again', async () => {
    const story = await open({ policy: ({ ana }) => ({ starters: [ana] }) });
    const { ana, ben } = story;
    await story.until(({ answering }) => answering !== null);
    await (await story.control('cancel'))(ana);
    const runAgain = await story.control('run_again');
    await runAgain(ben);
    await told(story, ben, 'Only some people may run designs again here');
    await runAgain(ana);
    await told(story, ana, 'On it again');
  });

  test('a person who may not send a decision back gets no form to say why', async () => {
    const story = await open({ model: without('signing') });
    const { ben } = story;
    await story.until(({ answering }) => answering !== null);
    await story.command(goOn('Ana'));
    const seen = await (await story.control('send_back'))(ben);
    await told(story, ben, 'Only Ana, who started this, can decide this here');
    expect([seen.modal, seen.view]).not.toContainEqual(expect.anything());
  });

  test('a click reaches only the design of its own channel, and one that is there and open', async () => {
    const story = await open({ isStill: true });
    const { ana, id } = story;
    await story.until(({ answering }) => answering !== null);
    /** Waits until Ana is told this once more. */
    const forged = async (words: RegExp, action: string, value: string, place?: 'elsewhere') => {
      const count = () => story.ephemerals(ana).filter((text) => words.test(text)).length;
      const before = count();
      await story.forge(ana, forgedId(action), value, place);
      await vi.waitUntil(() => count() > before, WAIT);
    };
    const none = /This design was deleted|a question into a decision/;
    await forged(/This belongs to another channel;/, 'cancel', id, 'elsewhere');
    await forged(/This design was deleted/, 'cancel', 'dsn_019a0000-0000-7000-8000-000000000000');
    for (const value of ['', 'x'.repeat(80), '{"__proto__":1}', `${id} x y`])
      await forged(none, 'cancel', value);
    for (const gate of ['gate-9', 'nobody'])
      await forged(/There is no such gate/, 'accept', `${id} ${gate}`);
    await forged(/Nobody in this design|a question into a decision/, 'peek', `${id} nobody`);
    await forged(none, 'choose', `everything ${id}`);
    await forged(none, 'unknown', id);
    expect((await story.design()).end).toBeNull();
    await (await story.control('cancel'))(ana);
    await story.until(({ end }) => end !== null);
    for (const action of ['cancel', 'go_on']) await forged(/cancelled this design on/, action, id);
    await forged(/No question is open any more|This design was deleted/, 'answer', id);
  });

  test('of two people who decide in the same second one wins, and the other is told who', async () => {
    const { story, again, stop } = await atGate();
    const { ana, ben } = story;
    await Promise.all([again(ana), stop(ben)]);
    await story.until(({ gates }) => gates[0]?.decision !== null);
    const decision = (await story.design()).gates[0]?.decision;
    const [winner, loser] = decision?.by === 'Ana' ? ['Ana', ben] : ['Ben', ana];
    await vi.waitUntil(() => story.ephemerals(loser).some((each) => each.includes(winner)), WAIT);
    expect(story.ephemerals(loser).join()).toContain(`${winner} `);
  });

  test('a button of a gate that is worked after the end says that the design has ended', async () => {
    const { story, again, stop } = await atGate();
    const { ana, ben } = story;
    await stop(ben);
    await story.until(({ end }) => end !== null);
    await again(ana);
    await told(story, ana, 'This design ended on');
  });

  test('a point is settled once: later clicks read who did, and after the end that it is over', async () => {
    const policy: PolicyOf = ({ ben }) => ({ deciders: [ben] });
    const story = await open({ model: withDifference, policy });
    const { ana, ben } = story;
    await story.until(({ answering }) => answering !== null);
    await story.command(goOn('Ana'));
    await story.until(({ step }) => step === 'composing');
    const [settle, cancel] = [await story.control('settle'), await story.control('cancel')];
    expect(story.visible().join('\n')).toMatch(/Held by [^\n]+Best reason: /);
    await settle(ana);
    const chosen = (await story.design()).divergences[0]?.positions[0]?.statement ?? '';
    expect(chosen).not.toBe('');
    expect(story.asked().join()).toContain(`“${chosen}” then holds`);
    await story.until(
      ({ divergences }) => divergences[0]?.settlement?.outcome === 'settled_by_person',
    );
    await settle(ben);
    await told(story, ben, 'Ana settled this on');
    await cancel(ana);
    await story.until(({ end }) => end !== null);
    const before = story.ephemerals(ben).length;
    await settle(ben);
    await vi.waitUntil(() => story.ephemerals(ben).length > before, WAIT);
    expect(story.ephemerals(ben).at(-1)).toMatch(/^Ana cancelled this design on/);
    await cancel(ben);
    await told(story, ben, 'Ana cancelled this design on');
    expect(story.ephemerals(ben).join()).not.toContain('can cancel it');
    expect((await story.design()).divergences[0]?.settlement).toMatchObject({ person: 'Ana' });
  });

  test('a starter who has left is called in vain, and the design ends with its decision', async () => {
    const story = await open();
    const { ana, ben } = story;
    await story.until(({ answering }) => answering !== null);
    story.leave(ana);
    await story.command(goOn('Ben'));
    await story.until(({ end }) => end !== null);
    expect((await story.design()).end?.status).toMatch(/completed|needs_review/);
    const decision = NEUTRAL_DECISION;
    await vi.waitUntil(
      () => story.visible().filter((text) => text.includes(decision)).length >= 2,
      WAIT,
    );
    expect(story.ephemerals(ben)).toEqual([]);
    expect(story.visible().join()).not.toContain('cannot be shown here');
  });

  test('a topic that is made of mentions, links and signs that nobody sees calls nobody', async () => {
    const { topic, readable } = HOSTILE;
    const story = await open({ topic });
    await story.until(({ answering }) => answering !== null);
    await vi.waitUntil(() => story.called().length > 0, WAIT);
    await story.settled();
    expect(new Set(story.called())).toEqual(new Set([story.ana]));
    const [card = ''] = story.visible();
    for (const words of readable) expect(card).toContain(words);
    expect(card).not.toMatch(/[\u200b\u202e\u2066\ufeff]/);
  });
}

const HOSTILE = {
  topic:
    '<!channel> <!here> @everyone @here <@U000001> <@&1> <#1> Redis\u200b or \u202ePostgres\ufeff? \u2066האם\u2069 https://evil.example/a [x](https://evil.example/b)',
  readable: ['Redis or Postgres?', 'האם'],
};

/** They differ on what weighs much, neither of two moves, and nobody writes the result. */
function withDifference(model: Model): Model {
  const spoken = answeringOnly(model, ['questions', 'proposals', 'mapping', 'argument']);
  return {
    ...spoken,
    answer: async (...asked) => {
      const answer = await spoken.answer(...asked);
      return { ...answer, content: answer.content.map(weighingMuch) };
    },
  };
}

function weighingMuch<Block extends object>(block: Block): Block {
  return JSON.parse(JSON.stringify(block).replace('"impact":"medium"', '"impact":"high"'));
}
