import { expect, test, vi } from 'vitest';
import { HOW_TO_ANSWER } from '#presentation/talk/questions.ts';
import { SHORTCUT } from '#surfaces/slack/interactions/interaction-payload.ts';
import { begun } from '../../engine/running-engine.ts';
import type { Message } from '../../platforms/slack/workspace.ts';
import { type BadInput, type BadInputOptions, badInputStories } from '../bad-input-stories.ts';
import { drawnId, findDrawn } from '../drawn-controls.ts';
import { WAIT, watched } from '../engines.ts';
import { connected } from './message-world.ts';

badInputStories(openBadInput);

test('a person whom Slack does not know any more is not called, and the message goes out as it is', async () => {
  const { engine, slack, ana, general, log } = await connected();
  slack.workspace.forget(ana);
  slack.record.allow(/invalid_blocks|user_not_found/);
  const thread = { platform: 'slack', channel: general, thread: '', starter: ana };
  const id = await begun(engine, { thread, startedBy: 'Ana', settings: {} });
  const questions = () =>
    slack.workspace.messages.find(({ blocks }) => JSON.stringify(blocks).includes(HOW_TO_ANSWER));
  expect((await vi.waitUntil(questions, WAIT)).called).toEqual([]);
  await engine.command(id, { type: 'go_on', by: 'Ben' }).answered;
  await watched(engine, id).until(({ end }) => end !== null);
  await engine.waitUntilSettled(id);
  const [card] = slack.visible(general);
  expect(card).toContain('The decision would go here in one sentence.');
  // For one name not all messages give up the blocks of 2026.
  expect(JSON.stringify(slack.workspace.messages.map(({ blocks }) => blocks))).toContain(
    '"type":"alert"',
  );
  expect(log.events.map(({ event }) => event)).not.toContain('post_left_out');
});

test('a click of somebody of another workspace does nothing, and they are told so', async () => {
  const { slack, ana, ben, general, begin, ephemerals } = await connected({ isStill: true });
  await begin('');
  const card = await vi.waitUntil(() => slack.visibleMessages(general)[0], WAIT);
  const cancel = await vi.waitUntil(() => findDrawn(card.blocks, 'cancel'), WAIT);
  await slack.people.click(ben, card, cancel);
  const sent = slack.deliveries.sent.findLast(({ kind }) => kind === 'interactive');
  if (sent === undefined) throw new Error('no click was sent');
  const of = (team_id: string) => ({ user: { id: ana, username: 'Ana', name: 'Ana', team_id } });
  // In a channel that is shared with another workspace, Slack says the one or the other of its
  // people.
  for (const [count, foreigner] of [
    { ...of(slack.workspace.team.id), team: { id: 'T0ELSEWHERE', domain: 'elsewhere' } },
    of('T0ELSEWHERE'),
  ].entries()) {
    const payload = { ...sent.payload, ...foreigner, trigger_id: `trigger.forged.${count}` };
    expect((await slack.deliveries.send({ ...sent, payload })).result).toBe('acknowledged');
    const told = () =>
      [ana, ben].flatMap(ephemerals).filter((text) => text.includes('another workspace'));
    await vi.waitUntil(() => told().length > count, WAIT);
  }
  expect(slack.visible(general)[0]).not.toContain('cancelled it');
});

test('nobody of another workspace starts a design, by a form, a shortcut or a command, and they are told so', async () => {
  const { slack, ana, general, ephemerals, started } = await connected({ isStill: true });
  const { people, workspace } = slack;
  const ida = workspace.addForeigner('Ida');
  workspace.channels.get(general)?.members.add(ida);
  const topic = 'Should the job queue move to Postgres?';
  const refusal = expect.stringContaining('belongs to another workspace');
  const { view } = await people.slash(ana, general, '/design');
  if (view === null) throw new Error('there is no form');
  expect((await people.submitView(ida, view, { topic })).errors).toEqual({ topic: refusal });
  expect((await people.slash(ida, general, `/design ${topic}`)).privately).toEqual([refusal]);
  const message = people.say(ida, general, topic);
  expect((await people.shortcut(ida, message, SHORTCUT)).view).toBeNull();
  await vi.waitUntil(() => ephemerals(ida).length > 1, WAIT);
  expect(ephemerals(ida)).toEqual([refusal, refusal]);
  expect(await started()).toEqual([]);
});

async function openBadInput({ topic, ...options }: BadInputOptions = {}): Promise<BadInput> {
  const world = await connected(options);
  const { slack, engine, ana, general } = world;
  const { people, workspace } = slack;
  const thread = { platform: 'slack', channel: general, thread: '', starter: ana };
  const id = await begun(engine, {
    thread,
    startedBy: 'Ana',
    settings: {},
    ...(topic && { topic }),
  });
  const design = watched(engine, id);
  const messages = (): Message[] =>
    workspace.messages.filter(({ author }) => author === workspace.bot.user);
  return {
    ...world,
    ...design,
    visible: () => {
      const [card] = slack.visibleMessages(general);
      return card === undefined ? [] : slack.visible(general, card.ts);
    },
    called: () => messages().flatMap(({ called }) => called),
    control: async (action) => {
      const find = () =>
        messages().findLast(({ blocks }) => findDrawn(blocks, action) !== undefined);
      const found = await vi.waitUntil(find, WAIT);
      const copy = { ...found, blocks: structuredClone(found.blocks) };
      return (who) => people.click(who, copy, drawnId(copy.blocks, action));
    },
    forge: (who, action_id, value, place) => {
      const channel =
        place === undefined ? general : workspace.addChannel('random', 'public', [who]);
      const [card] = slack.visibleMessages(general);
      if (card === undefined) throw new Error('there is no card');
      const text = { type: 'plain_text', text: 'Press' } as const;
      const elements = [{ type: 'button', action_id, value, text } as const];
      return people.click(
        who,
        { ...card, channel, blocks: [{ type: 'actions', elements }] },
        action_id,
      );
    },
    asked: () => messages().map(({ blocks }) => JSON.stringify(blocks)),
  };
}
