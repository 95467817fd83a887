import { expect, test, vi } from 'vitest';
import type { Message } from '../../platforms/slack/workspace.ts';
import { begun } from '../../runtime/engine/running-engine.ts';
import { type BadInput, type BadInputOptions, badInputStories } from '../bad-input-stories.ts';
import { WAIT, watched } from '../engines.ts';
import { messageWorld } from './message-world.ts';

const { connected } = messageWorld();

badInputStories(openBadInput);

test('a person whom Slack does not know any more is not called, and the message goes out as it is', async () => {
  const { engine, slack, ana, general, log } = await connected();
  slack.workspace.forget(ana);
  slack.record.allow(/invalid_blocks|user_not_found/);
  const thread = { platform: 'slack', channel: general, thread: '', starter: ana };
  const id = await begun(engine, { thread, startedBy: 'Ana', settings: {} });
  const questions = () =>
    slack.workspace.messages.find(({ blocks }) => JSON.stringify(blocks).includes('before they write'));
  expect((await vi.waitUntil(questions, WAIT)).called).toEqual([]);
  await engine.command(id, { type: 'finish_answering', by: 'Ben', skip: true }).answered;
  await watched(engine, id).until(({ end }) => end !== null);
  await engine.settled(id);
  const [card] = slack.visible(general);
  expect(card).toContain('The decision would stand here in one sentence.');
  // For one name not all messages give up the blocks of 2026.
  expect(JSON.stringify(slack.workspace.messages.map(({ blocks }) => blocks))).toContain('"type":"alert"');
  expect(log.events.map(({ event }) => event)).not.toContain('post_left_out');
});

async function openBadInput({ topic, ...options }: BadInputOptions = {}): Promise<BadInput> {
  const world = await connected(options);
  const { slack, engine, ana, general } = world;
  const { people, workspace, deliveries } = slack;
  const thread = { platform: 'slack', channel: general, thread: '', starter: ana };
  const id = await begun(engine, { thread, startedBy: 'Ana', settings: {}, ...(topic && { topic }) });
  const design = watched(engine, id);
  const messages = (): Message[] => workspace.messages.filter(({ author }) => author === workspace.bot.user);
  const controlIn = (message: Message, action: string): string | undefined =>
    new RegExp(`"action_id":"(charrette\\.${action}[^"]*)"`).exec(JSON.stringify(message.blocks))?.[1];
  return {
    ...world,
    ...design,
    command: (wanted) => engine.command(id, wanted).answered,
    told: (who) => slack.ephemeral(who),
    visible: () => {
      const [card] = slack.visibleMessages(general);
      return card === undefined ? [] : slack.visible(general, card.ts);
    },
    called: () => messages().flatMap(({ called }) => called),
    control: async (action) => {
      const find = () => messages().findLast((each) => controlIn(each, action) !== undefined);
      const found = await vi.waitUntil(find, WAIT);
      const copy = { ...found, blocks: structuredClone(found.blocks) };
      return (who) => people.click(who, copy, controlIn(copy, action) ?? '');
    },
    asked: () => messages().map(({ blocks }) => JSON.stringify(blocks)),
    leave: (who) => {
      const person = workspace.people.get(who);
      if (person === undefined) throw new Error('nobody is there to leave');
      person.isDeactivated = true;
      for (const { members } of workspace.channels.values()) members.delete(who);
    },
    settled: () => deliveries.settled(),
  };
}
