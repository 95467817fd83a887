import { expect, test, vi } from 'vitest';
import type { Design } from '../../src/core/vocabulary/design.ts';
import type { Engine } from '../../src/engine/engine.ts';
import type { Model } from '../../src/turns/model-context.ts';
import { begun, eventsUntil, isEnd } from '../engine/running-engine.ts';
import type { Doing } from './doing.ts';
import { answeringOnly, WAIT } from './engines.ts';

/** Two people on a local platform, of whom one asks what was asked before. */
export interface AskingAgain<Message> extends Doing<Message> {
  readonly engine: Engine;
  readonly platform: string;
  /** A channel that Ana is in with the bot, and Ben is not. */
  readonly among: string;
  /** Those of the platform that began in this test. */
  started(): Promise<Design[]>;
  /** Types the command that starts a design in this channel. */
  startIn(who: string, channel: string, topic: string): Promise<unknown>;
}

const real = (model: Model): Model => ({ ...model, rehearsal: false });
const still = (model: Model): Model => real(answeringOnly(model, ['questions']));

/** What somebody reads whose question was asked before. */
export function askedBeforeStories<Message>(
  connected: (options: {
    readonly model: (model: Model) => Model;
  }) => Promise<AskingAgain<Message>>,
): void {
  type Story = AskingAgain<Message>;
  const seen = async (story: Story, who: string, act: () => Promise<unknown>): Promise<string> => {
    const before = story.ephemerals(who);
    const fresh = () => story.ephemerals(who).filter((text, at) => text !== before[at]);
    await act();
    await vi.waitUntil(() => fresh().length > 0, WAIT);
    return fresh().join('\n');
  };
  const count = (story: Story, wanted: number) =>
    vi.waitUntil(async () => (await story.started()).length === wanted, WAIT);
  const place = ({ platform, ana }: Story, channel: string) => ({
    platform,
    channel,
    thread: '',
    starter: ana,
  });
  /** Starts a design by Ana there, and waits for its end. */
  const decided = async (story: Story, channel: string, topic: string): Promise<Design> => {
    const id = await begun(story.engine, {
      topic,
      thread: place(story, channel),
      startedBy: 'Ana',
    });
    await eventsUntil(story.engine, id, isEnd);
    await story.engine.waitUntilSettled(id);
    const design = await story.engine.design(id);
    if (design === null) throw new Error('there is no design');
    return design;
  };

  test('A14: who asks what is being discussed is told so with the answer to their start', async () => {
    const story = await connected({ model: still });
    const { ana, ben } = story;
    expect(
      await seen(story, ana, () => story.start(ana, 'Which boiler heats the mill?')),
    ).toContain('On it.');
    await count(story, 1);
    const told = await seen(story, ben, () => story.start(ben, 'which boiler  heats the mill'));
    expect(told).toMatch(/On it\..*This was asked before:.*Which boiler heats the mill\?/s);
    expect(told).not.toContain('which boiler  heats');
    await count(story, 2);
    await story.sendAgain();
    await story.settled();
    const topics = async () =>
      (await story.started()).map(
        ({ topic, startedBy, end }) => `${startedBy}: ${topic} ${end?.status ?? 'on'}`,
      );
    const anas = 'Ana: Which boiler heats the mill? on';
    expect(await topics()).toEqual(['Ben: which boiler  heats the mill on', anas]);
  });

  test('A14: who asks what was decided reads the decision and by whom', async () => {
    const story = await connected({ model: real });
    const { ben } = story;
    const design = await decided(story, story.general, 'Which seed goes onto the northern field?');
    const told = await seen(story, ben, () =>
      story.start(ben, 'Which seed should the northern field get?'),
    );
    expect(told).toMatch(/started by Ana/);
    expect(told).toContain(design.composites.at(-1)?.composite.decision.sentence ?? 'no decision');
    await count(story, 2);
    const other = await seen(story, ben, () => story.start(ben, 'Who paints the fence?'));
    expect(other).toContain('On it.');
    expect(other).not.toContain('asked before');
    await count(story, 3);
  });

  test('A18: a design in a channel that a person cannot read is not shown to them, whatever they ask', async () => {
    const story = await connected({ model: real });
    const { ana, ben, among } = story;
    const topic = 'Who is to be promoted to the tower?';
    await decided(story, among, topic);
    const bens = await seen(story, ben, () => story.start(ben, topic));
    expect(bens).toContain('On it.');
    expect(bens).not.toContain('asked before');
    await count(story, 2);
    const told = await seen(story, ana, () => story.startIn(ana, among, topic));
    expect(told).toContain('This was asked before:');
    await count(story, 3);
  });
}
