import { expect, test, vi } from 'vitest';
import type { Design } from '../../src/core/vocabulary/design.ts';
import type { Clock } from '../../src/foundation/clock.ts';
import { TEXTS } from '../../src/presentation/words/texts.ts';
import { unhurriedClock } from '../entry/pace.ts';
import type { Doing, PolicyOf } from './doing.ts';
import { movable, WAIT } from './engines.ts';

const { start: START, running: RUNNING, help: HELP } = TEXTS.offer;
const BUTTONS = `[ ${START} ] [ ${RUNNING} ] [ ${HELP} ]`;
const DAY_MS = 86_400_000;
export const QUESTION = 'Should we move our queue from Redis to Postgres?';

const SAID_TO_THE_BOT = [
  'どうもありがとう',
  'cancel the queue design please',
  'only the web app',
  'Redis or Postgres',
  'We asked @Charrette about it on Monday.',
];

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
  /** The form's own problems, or what they see privately once it is sent. */
  const pressed = async (story: FirstContact<Message>, who: string): Promise<string> => {
    let problems = '';
    const shown = seen(story, who, async () => {
      problems = await story.takeOffer(who);
    });
    await Promise.race([shown, vi.waitUntil(() => problems !== '', WAIT)]);
    return problems === '' ? shown : problems;
  };

  test('A17: who names the bot and says nothing reads in a few words what it does, with something to type', async () => {
    const story = await open();
    for (const [at, words] of ['', 'help', ' Help '].entries()) {
      story.mention(story.ana, words);
      const help = await told(story, story.ana, at + 1);
      expect(help).toContain('a question into a decision');
      expect(help).toMatch(/\/design (?:start topic:)?Should the job queue/);
      expect(help.split(/\s+/).length).toBeLessThanOrEqual(80);
    }
    expect(await story.started()).toEqual([]);
  });

  test('A17: whatever is said to the bot gets one private message with the same three buttons', async () => {
    const story = await open();
    const said = SAID_TO_THE_BOT.map((words, at) => {
      const [aloud, alone] = [story.join(`Aloud ${at}`), story.join(`Alone ${at}`)];
      story.say(aloud, words.includes('@Charrette') ? words : `@Charrette ${words}`);
      story.sayDirectly(alone, words);
      return { words, to: [aloud, alone] };
    });
    for (const who of said.flatMap(({ to }) => to)) await told(story, who);
    await story.settled();
    const differing = said.filter(({ to }) =>
      to.some((who) => {
        const [offer = '', ...more] = story.ephemerals(who);
        const isOffer =
          offer.replaceAll(/\s+/g, ' ').includes(BUTTONS) &&
          offer.includes('Nothing has been started yet');
        return !isOffer || more.length > 0;
      }),
    );
    expect(differing.map(({ words, to }) => [words, ...to.flatMap(story.ephemerals)])).toEqual([]);
    expect(await story.started()).toEqual([]);
  });

  test('the other two buttons show what is running there, and help', async () => {
    const story = await open();
    const { ana } = story;
    story.mention(ana, 'and now?');
    await told(story, ana);
    expect(await seen(story, ana, () => story.press(ana, 'running'))).toContain(
      'No designs here yet',
    );
    expect(await seen(story, ana, () => story.press(ana, 'typed'))).toContain(
      'a question into a decision',
    );
  });

  test('a bare verb as the topic of a new design is carried out, and starts none', async () => {
    const story = await open();
    const { ana } = story;
    const typed = (words: string) => seen(story, ana, () => story.start(ana, words));
    expect(await typed('status')).toContain('No designs here yet');
    expect(await typed('Retry')).toContain('No designs here yet');
    expect(await typed('help')).toContain('a question into a decision');
    expect(await typed('“Status.”')).toContain('No designs here yet');
    expect(await typed('cancel 1a2b3c4d')).toContain('begins or ends with “1a2b3c4d”');
    expect(await typed('cancel a85b')).toContain('at least 6 characters');
    const fact = await typed('How much does it cost?');
    expect(fact).toContain('No designs here yet');
    expect(fact).toContain(`[ ${START} ]`);
    await story.settled();
    expect(await story.started()).toEqual([]);
  });

  test('A17: a question that only shares words with one about facts can be started', async () => {
    const story = await open();
    const { ana } = story;
    story.mention(ana, 'When should we run it?');
    expect(await told(story, ana)).toContain(`[ ${START} ]`);
    await story.settled();
    expect(await story.started()).toEqual([]);
    expect(await seen(story, ana, () => story.start(ana, 'Should we charge for links?'))).toContain(
      'On it.',
    );
    await vi.waitUntil(async () => (await story.started()).length > 0, WAIT);
    expect(await story.started()).toMatchObject([{ topic: 'Should we charge for links?' }]);
  });

  test('A17: a single word as the topic, or a verb with words around it, starts nothing before a button is pressed', async () => {
    const story = await open();
    const { ana } = story;
    const typed = (words: string) => seen(story, ana, () => story.start(ana, words));
    expect(await typed('hello?')).toContain(`[ Help ] [ ${START} ]`);
    const around = await typed('please status');
    expect(around).toContain('Did you mean “status”?');
    expect(around).toContain(`[ Status ] [ ${START} ]`);
    await story.settled();
    expect(await story.started()).toEqual([]);
  });

  test('words are offered as a start, and the form that opens starts it in their place', async () => {
    const story = await open();
    const { ana, ben } = story;
    story.mention(ana, QUESTION);
    const offer = await told(story, ana);
    expect(offer).toContain(QUESTION);
    expect(offer).toContain(`[ ${START} ]`);
    await story.settled();
    expect([await story.started(), story.ephemerals(ben)]).toEqual([[], []]);
    await pressed(story, ana);
    await vi.waitUntil(async () => (await story.started()).length > 0, WAIT);
    await story.settled();
    const designs = await story.started();
    expect(designs).toMatchObject([
      { topic: QUESTION, context: [], startedBy: 'Ana', thread: { starter: ana } },
    ]);
    expect(designs[0]?.thread?.channel).toBe(story.general);
  });

  test('in a direct message the bot needs no name in front', async () => {
    const story = await open();
    story.sayDirectly(story.ana, QUESTION);
    expect(await told(story, story.ana)).toContain(QUESTION);
    await pressed(story, story.ana);
    await vi.waitUntil(async () => (await story.started()).length > 0, WAIT);
    expect(await story.started()).toMatchObject([{ topic: QUESTION }]);
  });

  test('in a thread of people what was said before is taken along', async () => {
    const story = await open();
    story.mentionInThread(story.ana, ['It lost 40 jobs on Monday.'], QUESTION);
    await told(story, story.ana);
    await pressed(story, story.ana);
    await vi.waitUntil(async () => (await story.started()).length > 0, WAIT);
    const [design] = await story.started();
    expect(design).toMatchObject({ topic: QUESTION, context: [{ name: 'thread' }] });
    expect(design?.context[0]?.text).toContain('Ben: It lost 40 jobs on Monday.');
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

  test('what was changed since it was offered is started as it is now', async () => {
    const story = await open();
    const message = story.mention(story.ana, QUESTION);
    await told(story, story.ana);
    story.edit(message, '@Charrette Should we keep Redis for another year?');
    expect(await pressed(story, story.ana)).toContain('On it.');
    await vi.waitUntil(async () => (await story.started()).length > 0, WAIT);
    expect(await story.started()).toMatchObject([
      { topic: 'Should we keep Redis for another year?' },
    ]);
  });

  test('an offer holds for a day', async () => {
    const clock = movable(unhurriedClock());
    const story = await open({ clock });
    const message = story.mention(story.ana, QUESTION);
    await told(story, story.ana);
    story.edit(message, '@Charrette 🚀');
    clock.aheadMs = DAY_MS - 60_000;
    expect(await pressed(story, story.ana)).toContain('The topic has no letters or digits.');
    clock.aheadMs = DAY_MS + 1;
    expect(await pressed(story, story.ana)).toContain(TEXTS.offerGone);
    expect(await story.started()).toEqual([]);
  });

  test('what was deleted since it was offered is not started', async () => {
    const story = await open();
    const message = story.mention(story.ana, QUESTION);
    await told(story, story.ana);
    story.remove(message);
    expect(await pressed(story, story.ana)).toContain(TEXTS.offerGone);
    await story.settled();
    expect(await story.started()).toEqual([]);
  });

  test('nobody starts what was offered to somebody else, nor by a value that is none of ours', async () => {
    const story = await open();
    const { ana, ben } = story;
    story.mention(ana, QUESTION);
    await told(story, ana);
    const gone = expect.stringMatching(
      /This offer has expired|This design was deleted|a question into a decision/,
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

  test('the only repository that a person may have read is read, and it is said which', async () => {
    const story = await open({
      repositories: ['shop'],
      policy: ({ ana }) => ({ deciders: [ana] }),
    });
    const { ana } = story;
    const said = await seen(story, ana, () => story.start(ana, QUESTION));
    expect(said).toContain('shop');
    await vi.waitUntil(async () => (await story.started()).length > 0, WAIT);
    expect(await story.started()).toMatchObject([{ repository: { name: 'shop' } }]);
  });

  test('where the only repository cannot be opened, nothing begins, and the reason is not the database', async () => {
    const story = await open({
      repositories: ['unreadable'],
      policy: ({ ana }) => ({ deciders: [ana] }),
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
    expect(await seen(story, ana, async () => story.mention(ana, 'and?'))).toContain(BUTTONS);
    expect(await seen(story, ana, () => story.press(ana, 'running'))).toContain(QUESTION);
  });

  test('somebody who may not start is told so before a form opens, and those who lose the right as well', async () => {
    const lists: { starters: string[] } = { starters: [] };
    const story = await open({
      policy: ({ ben }) => {
        lists.starters = [ben];
        return { starters: lists.starters };
      },
    });
    story.mention(story.ana, QUESTION);
    const refused = await told(story, story.ana);
    expect(refused).toContain('Only some people may start designs here');
    expect(refused).not.toContain(`[ ${START} ]`);
    story.mention(story.ben, QUESTION);
    expect(await told(story, story.ben)).toContain(`[ ${START} ]`);
    lists.starters[0] = story.ana;
    expect(await pressed(story, story.ben)).toContain('Only some people may start designs here');
    expect(await story.started()).toEqual([]);
  });
}
