import { onTestFinished, vi } from 'vitest';
import type { Settings } from '#core/vocabulary/event-parts.ts';
import { createSlack } from '#surfaces/slack/gateway.ts';
import { begun } from '../../engine/running-engine.ts';
import { unhurriedClock } from '../../entry/pace.ts';
import { blameless } from '../../platforms/blameless.ts';
import type { SlackOptions, SlackServer } from '../../platforms/slack/server.ts';
import type { Message } from '../../platforms/slack/workspace.ts';
import { OPEN_TO_ALL } from '../../support/designs/open-policy.ts';
import { keepLog } from '../../support/processes/child-sessions.ts';
import { listRepositories } from '../../support/services/known-repositories.ts';
import type { PolicyOf } from '../doing.ts';
import {
  allDesigns,
  type EngineOptions,
  ownEngine,
  pinned,
  tellOnFailure,
  WAIT,
  watched,
} from '../engines.ts';
import type { MessageStory, StoryOptions } from '../message-stories.ts';
import { doingAt } from './doing.ts';
import { slackWith } from './local.ts';

export interface WorldOptions extends EngineOptions {
  readonly slack?: SlackOptions;
  readonly policy?: PolicyOf<{ readonly slack: SlackServer }>;
  readonly repositories?: readonly string[];
}

/** Ana, Ben and a bot in a channel, connected to a real engine as they will be. */
export async function connected({ policy, repositories = [], ...options }: WorldOptions = {}) {
  const { clock = unhurriedClock() } = options;
  const { slack, ana, general } = await slackWith(options.slack);
  blameless(slack.record);
  const ben = slack.workspace.addPerson('Ben');
  slack.workspace.channels.get(general)?.members.add(ben);
  const log = keepLog();
  const group = (person: string) => slack.workspace.addGroup([person]);
  const { botToken, apiUrl, appToken } = slack;
  const ownPolicy = { ...OPEN_TO_ALL, ...policy?.({ slack, ana, ben, group }) };
  const open = () =>
    createSlack(
      { botToken, apiUrl, appToken, policy: ownPolicy },
      { readFile: async () => Buffer.from('a file'), clock, log },
    );
  const given = open();
  const engine = await ownEngine(given.chat, log, { ...options, clock });
  const connect = async (opened: typeof given) => {
    const gateway = opened.connect(engine, listRepositories(repositories, pinned));
    onTestFinished(() => gateway.stop());
    await vi.waitUntil(() => gateway.isConnected(), WAIT);
    return gateway;
  };
  const gateway = await connect(given);
  /** Another daemon's connection on the same store; Slack sends to each in turn. */
  const connectAnother = () => connect(open());

  /**
   * A design that asks two questions, in a thread that Ana has begun or, with an empty one, that it
   * opens itself.
   */
  const begin = (thread: string, channel = general, settings: Partial<Settings> = {}) =>
    begun(engine, {
      thread: { platform: 'slack', channel, thread, starter: ana },
      startedBy: 'Ana',
      settings,
    });
  const started = () => allDesigns(engine);
  const doing = doingAt(slack, ana, ben, general);
  tellOnFailure(() => ({
    'Ana alone': doing.ephemerals(ana),
    'Ben alone': doing.ephemerals(ben),
    everybody: slack.workspace.messages
      .filter(({ onlyFor }) => onlyFor === null)
      .map(({ text }) => text),
    log: log.events,
  }));
  return { ...doing, slack, engine, log, gateway, connectAnother, begin, started };
}

/** The same, with a design in a thread that waits for the answers to Q1 and Q2. */
export async function asking(options: WorldOptions = {}) {
  const world = await connected(options);
  const { slack, ana, general } = world;
  const { ts: thread } = slack.people.say(ana, general, 'We ought to decide on the queue.');
  const design = watched(world.engine, await world.begin(thread));
  await design.until(({ answering }) => answering !== null);
  const reply = (
    who: string,
    text: string,
    files: Parameters<typeof slack.people.say>[3] = {},
  ): Message => slack.people.say(who, general, text, { ...files, thread });
  return { ...world, ...design, thread, reply };
}

/** The same for the stories that every platform tells. */
export async function openStory(options: StoryOptions = {}): Promise<MessageStory<Message>> {
  const { disorder, ...rest } = options;
  const local = disorder === undefined ? {} : { disorder };
  const world = await asking({ ...rest, slack: local });
  const { slack, ana, ben, general, thread } = world;
  const { people, workspace } = slack;
  return {
    ...world,
    visible: () => slack.visible(general, thread),
    quote: world.reply,
    mention: (who, words) => world.mention(who, words, thread),
    mentionInChannel: world.mention,
    sayElsewhere() {
      const other = people.say(ben, general, 'Lunch?');
      people.say(ana, general, 'Q1: yes', { thread: other.ts });
      people.edit(other, 'Q1: dinner?');
      workspace.post({
        channel: general,
        thread,
        author: workspace.bot.user,
        text: 'Q1: from the bot itself',
      });
      for (const text of ['Q1: deployed', `<@${workspace.bot.user}> cancel`])
        workspace.post({ channel: general, thread, author: workspace.addBot('Deployer'), text });
      const root = workspace.find(general, thread);
      if (root !== undefined) people.edit(root, 'Q1: in what the thread hangs on');
    },
  };
}
