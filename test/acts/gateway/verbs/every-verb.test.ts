import { describe, expect, test } from 'vitest';
import type { Form } from '#acts/gateway/form.ts';
import type { GatewayContext } from '#acts/gateway/gateway-context.ts';
import type { Interaction } from '#acts/gateway/interaction.ts';
import { doVerb } from '#acts/gateway/verbs/act-path.ts';
import { elementsOf } from '#acts/gateway/verbs/presses.ts';
import { findVerb, type VerbName } from '#acts/gateway/verbs/verbs.ts';
import { openRound } from '#core/vocabulary/status.ts';
import { plainOf } from '#presentation/format/plain-document.ts';
import { disputed } from '#test/support/designs/disputed.ts';
import { given, type World } from '#test/support/designs/given.ts';
import { DIVIDED, THREE_QUESTIONS, UNSURE } from '#test/support/designs/given-start.ts';
import { realClock } from '#test/support/processes/child-real-clock.ts';
import { listRepositories } from '#test/support/services/known-repositories.ts';
import { oneDesign } from '../one-design.ts';

const THREAD = { platform: 'slack', channel: 'C1', thread: '1.1', starter: 'U1' };
/** Starts the designs. */
const ana = { id: 'U1', groups: [], name: 'Ana' };
/** Reads them, is named nowhere, and has started none. */
const ben = { id: 'U2', groups: [], name: 'Ben' };
/** Named as a decider. */
const eva = { id: 'U3', groups: [], name: 'Eva' };
const begun = () => given({ thread: THREAD });
const answering = () => given({ says: THREE_QUESTIONS, thread: THREAD }).reach('answering');
const deciding = () => given({ says: UNSURE, thread: THREAD }).reach('deciding');
const divided = () => given({ says: DIVIDED, thread: THREAD }).reach('deciding');
const decided = () => given({ thread: THREAD }).reachEnd();
const cancelled = (world = begun()) => {
  world.cancels();
  return world;
};

/** Nobody could contribute, so that a person is asked if they should try again. */
function stranded(): World {
  const world = given({ thread: THREAD }).reach('asking');
  const round = openRound(world.design)?.id;
  while (openRound(world.design)?.id === round) world.fails(world.turn().participant);
  return world;
}

interface Moment {
  /** A design that it is done on. */
  readonly at: () => World;
  readonly about?: (world: World) => string;
}

interface Binding extends Moment {
  /** Absent: Ana. */
  readonly by?: typeof ana;
  readonly fields?: Readonly<Record<string, unknown>>;
  /** A design on which its time is over, or has not come. */
  readonly missed: () => World;
  /** Absent: refused, with a button that asks the starter if the verb has one. */
  readonly byColleague?: 'done';
  /** Absent: refused with what has happened. */
  readonly twice?: 'adds nothing';
}

const gate = () => 'gate-1';
const AT_ANSWERS = { at: answering, missed: () => cancelled(answering()) };
const AT_GATE = { at: deciding, about: gate, missed: () => cancelled(deciding()) };
const AT_DECISION = { at: decided, missed: deciding };

/**
 * Every verb with the right `read`: it changes nothing, and shows everybody the same. Those with
 * another right are in `BINDING`; the compiler names one that is in neither.
 */
const READING = {
  status: { at: answering },
  peek: { at: answering, about: ({ design }) => design.participants[0]?.id ?? '' },
  show: { at: divided, about: () => 'differences' },
  open_successor: { at: decided },
  ask: { at: decided },
  fact: { at: decided, about: () => 'cost' },
} as const satisfies Partial<Record<VerbName, Moment>>;

/** Every other verb, and when it is done, by whom, and how often. */
const BINDING: Readonly<Record<Exclude<VerbName, keyof typeof READING>, Binding>> = {
  go_on: AT_ANSWERS,
  accept: AT_GATE,
  send_back: { ...AT_GATE, fields: { choice: 'send_back', note: 'Measure it.' } },
  again: { ...AT_GATE, at: stranded, missed: () => cancelled(stranded()) },
  stop: AT_GATE,
  settle: {
    at: divided,
    missed: () => cancelled(divided()),
    about: ({
      design: {
        divergences: [first],
      },
    }) => `${first?.id}/${first?.positions[0]?.id}`,
  },
  agree: {
    at: () => disputed({}, { thread: THREAD }),
    missed: () => cancelled(disputed({}, { thread: THREAD })),
    about: ({ design }) => `Q1/${design.replies[1]?.since}`,
  },
  cancel: { at: deciding, missed: decided },
  accept_decision: AT_DECISION,
  decline: { ...AT_DECISION, fields: { choice: 'decline', why: 'Not before March.' } },
  ask_starter: {
    ...AT_ANSWERS,
    about: () => 'go_on',
    by: ben,
    byColleague: 'done',
    twice: 'adds nothing',
  },
  follow_up: { ...AT_DECISION, twice: 'adds nothing' },
  run_again: { at: cancelled, missed: deciding },
  publish: { ...AT_DECISION, by: eva, twice: 'adds nothing' },
  ask_record: {
    at: decided,
    missed: answering,
    fields: { text: 'What did it cost?' },
    byColleague: 'done',
    twice: 'adds nothing',
  },
};

/**
 * A platform whose engine is one design of the core. `done`: everything that was made to happen.
 */
function platform(world: World, deciders: readonly string[]) {
  const { engine, log, done } = oneDesign(() => world);
  const policy = { starters: [ana.id], deciders, operators: [] };
  const repositories = listRepositories();
  const linkTo = () => null;
  const known = { platform: 'slack', policy, engine, clock: realClock, repositories, linkTo };
  const context = known as unknown as GatewayContext;
  const thereOf = (person: typeof ana) =>
    ({
      context,
      personAtOnce: async () => person,
      unreachable: async () => null,
      along: () => null,
      open: async ({ id }: Form) => {
        done.push(id);
        return null;
      },
    }) as unknown as Interaction;
  let presses = 0;
  /** Presses, and confirms or sends its form if it `isSure`. */
  const press = async (
    name: VerbName,
    person: typeof ana,
    moment: Moment & Partial<Binding>,
    isSure: boolean,
  ) => {
    const { fields, about = () => '' } = moment;
    const sent = isSure && fields !== undefined ? { fields } : {};
    const typed = Object.values(fields ?? {}).map(String);
    const request = {
      context,
      person,
      channel: 'C1',
      moment: { key: `press ${++presses}` },
      typed,
    };
    const wish = {
      name,
      about: about(world),
      isConfirmed: isSure,
      there: thereOf(person),
      ...sent,
    };
    const answer = await doVerb(request, wish, world.design);
    const words = answer === null ? '' : answer.sections.map(plainOf).join('\n');
    return { words, actions: elementsOf(answer?.clickable ?? null).map(({ action }) => action) };
  };
  return { press, done, log };
}

const READS = Object.entries(READING) as [VerbName, Moment][];
const BINDS = Object.entries(BINDING) as [VerbName, Binding][];

test('a verb that only reads has the right to read, and every other verb has another', () => {
  const reads = ([name]: [VerbName, unknown]) => findVerb(name).act.right === 'read';
  expect(READS.filter((row) => !reads(row))).toEqual([]);
  expect(BINDS.filter(reads)).toEqual([]);
});

describe.each(READS)('%s', (name, moment) => {
  test.each(['as it is', 'cancelled'])(
    'a verb shows a colleague what it shows the starter: %s',
    async (when) => {
      const world = moment.at();
      if (when === 'cancelled' && world.design.end === null) world.cancels();
      const before = world.design;
      const { press, done } = platform(world, []);
      const shown = await press(name, ana, moment, false);
      expect(shown.words).not.toBe('');
      expect(await press(name, ben, moment, false)).toEqual(shown);
      expect({ done, design: world.design }).toEqual({ done: [], design: before });
    },
  );
});

describe.each(BINDS)('%s', (name, moment) => {
  const { by = ana, byColleague = 'refused', twice = 'refused' } = moment;

  test('a verb is done by those who may', async () => {
    const { press, done } = platform(moment.at(), [eva.id]);
    await press(name, by, moment, true);
    expect(done).not.toEqual([]);
  });

  test.each([false, true])(
    `a verb is ${byColleague} for a colleague in a place that names nobody (sure: %s)`,
    async (isSure) => {
      const { press, done, log } = platform(moment.at(), []);
      const { words, actions } = await press(name, ben, moment, isSure);
      const { askedFor } = findVerb(name);
      if (byColleague === 'done') {
        expect({ words, done }).toEqual({
          words: expect.not.stringMatching(/^Only /),
          done: [expect.any(String)],
        });
      } else {
        expect(words).toMatch(/^Only /);
        expect({ done, actions }).toEqual({
          done: [],
          actions: askedFor === undefined ? [] : ['ask_starter'],
        });
        expect(log.events).toMatchObject([
          { event: 'act_refused', facts: { who: 'Ben', what: name } },
        ]);
      }
    },
  );

  test.each([false, true])(
    'too late or too early, it is refused in words (sure: %s)',
    async (isSure) => {
      const world = moment.missed();
      const before = world.design;
      const { press, done } = platform(world, [eva.id]);
      const { words } = await press(name, by, moment, isSure);
      expect(words).toMatch(/ended|cancelled|still running/);
      expect({ done, design: world.design }).toEqual({ done: [], design: before });
    },
  );

  test(`done twice, it ${twice === 'refused' ? 'is refused in words' : 'adds nothing'}`, async () => {
    const world = moment.at();
    const { press } = platform(world, [eva.id]);
    const first = await press(name, by, moment, true);
    const after = world.design;
    const second = await press(name, by, moment, true);
    expect(world.design).toEqual(after);
    expect(second.words === first.words).toBe(twice === 'adds nothing');
    expect(second.words).not.toMatch(/^(?:Done|This design was deleted)/);
  });
});

test('the words of a form come back when its design has ended', async () => {
  const { press } = platform(cancelled(deciding()), []);
  const { words } = await press('send_back', ana, BINDING.send_back, true);
  expect(words).toMatch(/cancelled.*Measure it\./s);
});
