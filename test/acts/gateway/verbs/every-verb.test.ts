import { describe, expect, test } from 'vitest';
import type { GatewayContext } from '../../../../src/acts/gateway/gateway-context.ts';
import { act } from '../../../../src/acts/gateway/verbs/path.ts';
import { VERB_NAMES, type VerbName, verbNamed } from '../../../../src/acts/gateway/verbs/verbs.ts';
import type { Command } from '../../../../src/core/vocabulary/commands.ts';
import { plainOf } from '../../../../src/presentation/format/plain-document.ts';
import { realClock } from '../../../support/child-real-clock.ts';
import { keptLog } from '../../../support/child-sessions.ts';
import { given, type World } from '../../../support/given.ts';
import { DIVIDED, THREE_QUESTIONS, UNSURE } from '../../../support/given-start.ts';
import { knownRepositories } from '../../../support/known-repositories.ts';
import { OPEN_TO_ALL } from '../../../support/open-policy.ts';

const THREAD = { platform: 'slack', channel: 'C1', thread: '1.1', starter: 'U1' };
const ana = { id: 'U1', groups: [], name: 'Ana' };
const ben = { id: 'U2', groups: [], name: 'Ben' };

const answering = () => given({ says: THREE_QUESTIONS, thread: THREAD }).reach('answering');
const deciding = () => given({ says: UNSURE, thread: THREAD }).reach('deciding');
const decided = () => given({ thread: THREAD }).reachEnd();

interface Moment {
  /** When it can be done; absent for verbs without a command. */
  readonly at?: () => World;
  readonly about?: (world: World) => string;
  readonly fields?: Readonly<Record<string, unknown>>;
}

const gate = () => 'gate-1';
const AT_GATE = { at: deciding, about: gate };

/** Every verb, and when it is done here. The compiler names one that is missing. */
const MOMENTS: Readonly<Record<VerbName, Moment>> = {
  done_answering: { at: answering },
  skip: { at: answering },
  accept: AT_GATE,
  send_back: { ...AT_GATE, fields: { choice: 'send_back', note: 'Measure it.' } },
  again: {},
  stop: AT_GATE,
  settle: {
    at: () => given({ says: DIVIDED, thread: THREAD }).reach('deciding'),
    about: ({
      design: {
        divergences: [first],
      },
    }) => `${first?.id}/${first?.positions[0]?.id}`,
  },
  cancel: { at: deciding },
  accept_decision: { at: decided },
  decline: { at: decided, fields: { choice: 'decline', why: 'Not before March.' } },
  ask_starter: { at: answering, about: () => 'end_answers' },
  follow_up: {},
  run_again: {},
  quick_instead: {},
  publish: {},
  ask_record: {},
  status: {},
  peek: {},
  show: {},
  open_successor: {},
  ask: {},
  fact: {},
};

/** A platform whose engine is one design of the core. */
function platform(world: World) {
  const commands: string[] = [];
  const engine = {
    parts: { log: keptLog(), clock: realClock, publisher: null },
    design: async () => world.design,
    command: (_: string, command: Command) => {
      commands.push(command.type);
      const decision = world.do(command);
      const answer = decision.accepted ? { accepted: true } : decision;
      return { stored: Promise.resolve({}), answered: Promise.resolve(answer) };
    },
  };
  const context = (readsOnly: boolean): GatewayContext =>
    ({
      platform: 'slack',
      policy: readsOnly ? { ...OPEN_TO_ALL, readsOnly: true } : OPEN_TO_ALL,
      engine,
      clock: realClock,
      repositories: knownRepositories(),
      linkTo: () => null,
    }) as unknown as GatewayContext;
  let presses = 0;
  const press = async (name: VerbName, by: typeof ana, about: string, readsOnly = false) => {
    const { fields = {} } = MOMENTS[name];
    const typed = Object.values(fields).map(String);
    const key = `press ${++presses}`;
    const request = { person: by, channel: 'C1', key, typed, stored: () => undefined };
    const answer = await act(context(readsOnly), { name, about, fields }, world.design, request);
    return answer === null ? null : answer.sections(1_000).map(plainOf).join('\n');
  };
  return { press, commands };
}

const BINDING = VERB_NAMES.filter((name) => MOMENTS[name].at !== undefined);

test('every verb that sends a command is done here', () => {
  const sends = VERB_NAMES.filter((name) => verbNamed(name).act.command !== undefined);
  expect(BINDING.toSorted()).toEqual(sends.filter((name) => name !== 'again').toSorted());
});

describe.each(BINDING)('%s', (name) => {
  const world = MOMENTS[name].at?.() ?? decided();
  const about = MOMENTS[name].about?.(world) ?? '';
  const by = name === 'ask_starter' ? ben : ana;

  test('done twice, it is refused in words and changes nothing', async () => {
    const { press } = platform(world);
    await press(name, by, about);
    const after = world.design;
    const second = await press(name, by, about);
    expect(second).not.toBeNull();
    expect(second).not.toMatch(/^(?:Done|This design was deleted)/);
    expect(world.design).toEqual(after);
  });

  test('done after the end, it is refused in words', async () => {
    const late = MOMENTS[name].at?.() ?? decided();
    if (late.design.end !== null) return;
    late.cancels();
    const ended = late.design;
    expect(await platform(late).press(name, by, about)).toMatch(/ended|cancelled/);
    expect(late.design).toEqual(ended);
  });
});

/** Whoever may do nothing else may still ask the starter. */
const REFUSED = BINDING.filter((name) => name !== 'ask_starter');

test.each(REFUSED)('%s by somebody who may not is refused with who may', async (name) => {
  const world = MOMENTS[name].at?.() ?? decided();
  const { press, commands } = platform(world);
  expect(await press(name, ben, MOMENTS[name].about?.(world) ?? '', true)).toMatch(/Only /);
  expect(commands).toEqual([]);
});

test('the words of a form come back when its design has ended', async () => {
  const world = deciding();
  world.cancels();
  const { press } = platform(world);
  expect(await press('send_back', ana, 'gate-1')).toMatch(/cancelled.*Measure it\./s);
});
