import { expect, test, vi } from 'vitest';
import type { Design } from '../../src/core/vocabulary/design.ts';
import type { Clock } from '../../src/runtime/ports/clock.ts';
import { realClock } from '../support/child-real-clock.ts';
import type { Doing, PolicyOf } from './doing.ts';
import { movable, WAIT } from './engines.ts';

export const START = 'Start a design';
const DAY_MS = 86_400_000;
export const QUESTION = 'Should we move our queue from Redis to Postgres?';

/** Two people who have never met the bot, on a local platform without designs. */
export interface FirstContact<Message> extends Doing<Message> {
  /** Those of the platform that began in this test. */
  started(): Promise<Design[]>;
}

export interface ContactOptions {
  readonly isStill?: boolean;
  readonly repositories?: readonly string[];
  readonly policy?: PolicyOf;
  readonly clock?: Clock;
}

/** What somebody is told who knows nothing yet: the same on every platform. */
export function firstContactStories<Message>(
  connected: (options: ContactOptions) => Promise<FirstContact<Message>>,
): void {
  const open = (options: ContactOptions = {}) => connected({ ...options, isStill: true });
  const told = async (story: FirstContact<Message>, who: string, count = 1): Promise<string> => {
    await vi.waitUntil(() => story.ephemerals(who).length >= count, WAIT);
    return story.ephemerals(who).at(-1) ?? '';
  };

  /** What they see privately once this is done, and did not before. */
  const seen = async (
    story: FirstContact<Message>,
    who: string,
    act: () => Promise<unknown>,
  ): Promise<string> => {
    const before = story.ephemerals(who);
    const fresh = () => story.ephemerals(who).filter((text, at) => text !== before[at]);
    await act();
    await vi.waitUntil(() => fresh().length > 0, WAIT);
    return fresh().join('\n');
  };
  const pressed = (story: FirstContact<Message>, who: string) => seen(story, who, () => story.takeOffer(who));

  test('a person who asks what the bot can do reads it in a few words, with something to type', async () => {
    const story = await open();
    const asked = ['', 'hello', 'What can you do?', 'how does this work?'];
    for (const [at, words] of asked.entries()) {
      story.mention(story.ana, words);
      const help = await told(story, story.ana, at + 1);
      expect(help).toContain('a question into a decision');
      expect(help).toMatch(/\/design (?:start topic:)?Should the job queue/);
      expect(help.split(/\s+/).length).toBeLessThanOrEqual(80);
    }
    story.sayDirectly(story.ben, 'Hi!');
    expect(await told(story, story.ben)).toContain('a question into a decision');
    expect(await story.started()).toEqual([]);
  });

  test('a few words that are no question are given back, with one example', async () => {
    const story = await open();
    story.mention(story.ana, 'make it so');
    const answer = await told(story, story.ana);
    expect(answer).toMatch(/^I did not understand “make it so”\. .*\/design.* Redis to Postgres\?$/);
    expect(answer).not.toContain('\n');
  });

  test('a verb as the topic of a new design is carried out, and starts none', async () => {
    const story = await open();
    const { ana } = story;
    const typed = (words: string) => seen(story, ana, () => story.start(ana, words));
    expect(await typed('status')).toContain('Nothing runs in this channel');
    expect(await typed('Retry')).toContain('could be run again');
    expect(await typed('what can you do?')).toContain('a question into a decision');
    await story.settled();
    expect(await story.started()).toEqual([]);
  });

  test.each([
    ['🚀 🎉 🔥', 'The topic has no letters or digits.'],
    ['? ! …', 'The topic has no letters or digits.'],
    ['Redis or \u0000\u0007 Postgres', 'The topic contains control characters.'],
  ])('the topic %j is refused privately, with the reason, and nothing is started', async (topic, words) => {
    const story = await open();
    expect(await seen(story, story.ana, () => story.start(story.ana, topic))).toContain(words);
    expect(await story.started()).toEqual([]);
  });

  test.each([
    'new',
    'stop it',
    'Tabs or spaces?',
    'status of the whole queue at night',
    'Q4: hire or freeze, and whom?',
    'thank you so much',
  ])('who types %j is asked in the form whether that is a topic', async (words) => {
    const story = await open();
    const form = await story.formFor(story.ana, words);
    expect(form.shown).toContain('Not started yet. Commands: /design status, list, cancel, retry, help.');
    await story.settled();
    expect(await story.started()).toEqual([]);
    if (words.length < 10) return;
    await form.send();
    await vi.waitUntil(async () => (await story.started()).length > 0, WAIT);
    expect(await story.started()).toMatchObject([{ topic: words }]);
  });

  test.each([
    ['Hey @Charrette, what can you do?', 'a question into a decision'],
    ['help, @Charrette', 'a question into a decision'],
    ['@Charrette how do I start?', 'a question into a decision'],
    ['Should we move to Postgres? @Charrette', 'Start a design on this?'],
    ['@Charrette Redis or Postgres?', 'Start a design on this?'],
    ['@Charrette Help us decide between Kafka and SQS for order events', 'Start a design on this?'],
    ['@Charrette Retry failed webhooks for a day or for an hour?', 'Start a design on this?'],
    ['@Charrette And Postgres?', 'I did not understand “And Postgres?”'],
    ['@Charrette Redis or Postgres', 'I did not understand “Redis or Postgres”'],
  ])('the bot is asked by %j', async (words, answer) => {
    const story = await open();
    story.say(story.ben, 'We asked @Charrette about it on Monday.');
    story.say(story.ana, words);
    expect(await told(story, story.ana)).toContain(answer);
    if (answer.startsWith('Start')) expect(await pressed(story, story.ana)).toContain('On it.');
    await story.settled();
    expect(story.ephemerals(story.ben)).toEqual([]);
  });

  test('thanks are not answered, and nothing comes of them', async () => {
    const story = await open();
    for (const words of ['thanks a lot', 'Thank you!', '👍', ':+1:', 'ok']) story.mention(story.ana, words);
    story.say(story.ana, 'Thanks @Charrette!');
    story.sayDirectly(story.ben, 'thank you');
    await story.settled();
    story.mention(story.ana, 'help');
    story.sayDirectly(story.ben, 'help');
    for (const who of [story.ana, story.ben]) {
      expect(await told(story, who)).toContain('a question into a decision');
      expect(story.ephemerals(who)).toHaveLength(1);
    }
    expect(await story.started()).toEqual([]);
  });

  test.each([
    ['quick: Tabs or spaces?', 'Tabs or spaces?', 'quick'],
    ['Deep: should we shard?', 'should we shard?', 'deep'],
    ['Deep links or universal links?', 'Deep links or universal links?', 'standard'],
    ['我们应该迁移到Postgres吗？', '我们应该迁移到Postgres吗？', 'standard'],
  ])('what is typed as %j begins a design on %j, %s', async (typed, topic, depth) => {
    const story = await open();
    await seen(story, story.ana, () => story.start(story.ana, typed));
    await vi.waitUntil(async () => (await story.started()).length > 0, WAIT);
    expect(await story.started()).toMatchObject([{ topic, settings: { depth } }]);
  });

  test('P5: a question is offered as a start, and a click starts it once', async () => {
    const story = await open();
    const { ana, ben } = story;
    story.mention(ana, QUESTION);
    const offer = await told(story, ana);
    expect(offer).toContain('Nothing has been started yet');
    expect(offer).toContain(QUESTION);
    expect(offer).toContain('Six personas would take part');
    expect(offer).toContain(`[ ${START} ]`);
    await story.settled();
    expect([await story.started(), story.ephemerals(ben)]).toEqual([[], []]);
    const both = () => Promise.all([story.takeOffer(ana), story.takeOffer(ana)]);
    expect(await seen(story, ana, both)).toContain('On it. Six personas');
    await vi.waitUntil(async () => (await story.started()).length > 0, WAIT);
    await story.settled();
    const designs = await story.started();
    expect(designs).toMatchObject([{ topic: QUESTION, startedBy: 'Ana', thread: { starter: ana } }]);
    expect(designs[0]?.thread?.channel).toBe(story.general);
  });

  test('in a direct message a question needs no name in front', async () => {
    const story = await open();
    story.sayDirectly(story.ana, `quick: ${QUESTION}`);
    expect(await told(story, story.ana)).toContain('Three personas would take part');
    expect(await pressed(story, story.ana)).toContain('On it. Three personas');
    await vi.waitUntil(async () => (await story.started()).length > 0, WAIT);
    expect(await story.started()).toMatchObject([{ topic: QUESTION }]);
  });

  test('in a thread of people what was said before is taken along', async () => {
    const story = await open();
    story.mentionInThread(story.ana, ['It lost 40 jobs on Monday.'], QUESTION);
    expect(await told(story, story.ana)).toContain('with this thread before them');
    expect(await pressed(story, story.ana)).toMatch(/^On it\. Six personas are reading up/m);
    await vi.waitUntil(async () => (await story.started()).length > 0, WAIT);
    const [design] = await story.started();
    expect(design).toMatchObject({ topic: QUESTION, context: [{ name: 'thread' }] });
    expect(design?.context[0]?.text).toContain('Ben: It lost 40 jobs on Monday.');
  });

  test('files are named as not read in what goes along, and the person who starts it is told', async () => {
    const story = await open();
    story.say(story.ana, `@Charrette ${QUESTION} See the numbers.`, [{ name: 'n.md', content: '4711' }]);
    await told(story, story.ana);
    expect(await pressed(story, story.ana)).toContain('Attached files do not go with a start');
    await vi.waitUntil(async () => (await story.started()).length > 0, WAIT);
    const [{ context } = { context: [] }] = await story.started();
    const text = `Ana: ${QUESTION} See the numbers.\n[attached: n.md, 1 kB, not read]`;
    expect(context).toEqual([{ name: 'thread', text }]);
  });

  test('of a long thread the first messages and the newest are taken along, with a mark between them', async () => {
    const story = await open();
    const said = Array.from({ length: 260 }, (_, at) => `No ${at}.`);
    story.mentionInThread(story.ana, said, QUESTION);
    await told(story, story.ana);
    await pressed(story, story.ana);
    await vi.waitUntil(async () => (await story.started()).length > 0, WAIT);
    const text = (await story.started())[0]?.context[0]?.text ?? '';
    const all = text.split('\n\n');
    const mark = all.indexOf('[messages left out]');
    expect(all[0]).toBe('Ben: No 0.');
    expect(all[mark - 1]).toBe('Ben: No 99.');
    expect(all[mark + 1]).toBe('Ben: No 161.');
    expect(all.slice(-2)).toEqual(['Ben: No 259.', expect.stringContaining(QUESTION)]);
  });

  test.each(['cancel the queue design please', 'Q2: only the web app reads them'])(
    '%j outside of designs is no topic, and how to do it is said',
    async (words) => {
      const story = await open();
      story.mention(story.ana, words);
      const answer = await told(story, story.ana);
      expect(answer).toMatch(/Commands: \/design status, list, cancel.*in the thread/);
      expect(answer).toMatch(/A question starts a design: \/design.* Redis to Postgres\?$/);
      expect(story.ephemerals(story.ana).join()).not.toContain(`[ ${START} ]`);
    },
  );

  test('what was changed since it was offered is started as it is now', async () => {
    const story = await open();
    const message = story.mention(story.ana, QUESTION);
    await told(story, story.ana);
    story.edit(message, '@Charrette Should we keep Redis for another year?');
    expect(await pressed(story, story.ana)).toContain('On it.');
    await vi.waitUntil(async () => (await story.started()).length > 0, WAIT);
    expect(await story.started()).toMatchObject([{ topic: 'Should we keep Redis for another year?' }]);
  });

  test('an offer holds for a day', async () => {
    const clock = movable(realClock);
    const story = await open({ clock });
    const message = story.mention(story.ana, QUESTION);
    await told(story, story.ana);
    story.edit(message, '@Charrette 🚀');
    clock.aheadMs = DAY_MS - 60_000;
    expect(await pressed(story, story.ana)).toContain('The topic has no letters or digits.');
    clock.aheadMs = DAY_MS + 1;
    expect(await pressed(story, story.ana)).toContain('This offer has expired');
    expect(await story.started()).toEqual([]);
  });

  test('what was deleted since it was offered is not started', async () => {
    const story = await open();
    const message = story.mention(story.ana, QUESTION);
    await told(story, story.ana);
    story.remove(message);
    expect(await pressed(story, story.ana)).toContain('This offer has expired');
    await story.settled();
    expect(await story.started()).toEqual([]);
  });

  test('nobody starts what was offered to somebody else, nor by a value that is none of ours', async () => {
    const story = await open();
    const { ana, ben } = story;
    story.mention(ana, QUESTION);
    await told(story, ana);
    const gone = expect.stringMatching(
      /This offer has expired|This design is gone|a question into a decision/,
    );
    expect(await seen(story, ben, () => story.takeOffer(ben, ana, (value) => value))).toEqual(gone);
    for (const alter of [
      (value: string) => value.replace(/^\S+/, 'C0ELSEWHERE'),
      (value: string) => value.replace(/^\S+/, '1'),
      (value: string) => value.replace(/ \S+$/, ` ${'0'.repeat(15)}`),
      (value: string) => `${value} x`,
      () => '__proto__',
    ]) {
      expect(await seen(story, ana, () => story.takeOffer(ana, ana, alter))).toEqual(gone);
    }
    await story.settled();
    expect(await story.started()).toEqual([]);
  });

  test('the only repository that a person may have read there is read, and it is said which', async () => {
    const repositories = ['shop', 'mail'];
    const story = await open({ repositories, policy: () => ({ repositories: { shop: ['*'] } }) });
    const { ana } = story;
    const said = await seen(story, ana, () => story.start(ana, QUESTION));
    expect(said).toContain('On it, with the repository shop. Six personas');
    await vi.waitUntil(async () => (await story.started()).length > 0, WAIT);
    expect(await story.started()).toMatchObject([{ repository: { name: 'shop' } }]);
  });

  test('of several repositories none is read, and it is said how to choose one', async () => {
    const repositories = { shop: ['*'], mail: ['*'] };
    const story = await open({ repositories: ['shop', 'mail'], policy: () => ({ repositories }) });
    const { ana } = story;
    const said = await seen(story, ana, () => story.start(ana, QUESTION));
    expect(said).toMatch(/On it\. Six personas.*No repository is read: .*one of several\.$/s);
    await vi.waitUntil(async () => (await story.started()).length > 0, WAIT);
    expect(await story.started()).toMatchObject([{ repository: null }]);
  });

  test('where the only repository cannot be opened, nothing begins, and the reason is not the database', async () => {
    const story = await open({
      repositories: ['unreadable'],
      policy: () => ({ repositories: { unreadable: ['*'] } }),
    });
    const { ana } = story;
    const said = await seen(story, ana, () => story.start(ana, QUESTION));
    expect(said).toContain('The repository unreadable cannot be read at the moment');
    expect(await story.started()).toEqual([]);
  });

  test('each design of a list leads into its thread', async () => {
    const story = await open();
    const { ana } = story;
    await seen(story, ana, () => story.start(ana, QUESTION));
    const thread = async () => (await story.started())[0]?.thread;
    await vi.waitUntil(async () => ![undefined, ''].includes((await thread())?.thread), WAIT);
    const opened = await thread();
    if (opened == null) throw new Error('it has no thread');
    expect(await seen(story, ana, () => story.list(ana))).toContain(story.linkTo(opened));
  });

  test('so many designs a day are for each person', async () => {
    const story = await open({ policy: () => ({ designsPerPersonPerDay: 1 }) });
    const start = () => story.start(story.ben, QUESTION);
    expect(await seen(story, story.ben, start)).toContain('On it.');
    await vi.waitUntil(async () => (await story.started()).length > 0, WAIT);
    expect(await seen(story, story.ben, start)).toContain('You have started 1 design today');
    expect(await story.started()).toHaveLength(1);
  });

  test('somebody who may not start is told so, when it is asked and when it is clicked', async () => {
    const lists: { starters: string[] } = { starters: [] };
    const story = await open({
      policy: ({ ben }) => {
        lists.starters = [ben];
        return { starters: lists.starters };
      },
    });
    story.mention(story.ana, QUESTION);
    expect(await told(story, story.ana)).toContain('Only some people may start designs here');
    story.mention(story.ben, QUESTION);
    expect(await told(story, story.ben)).toContain(`[ ${START} ]`);
    lists.starters[0] = story.ana;
    expect(await pressed(story, story.ben)).toContain('Only some people may start designs here');
    expect(await story.started()).toEqual([]);
  });
}
