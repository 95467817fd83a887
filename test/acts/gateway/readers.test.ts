import { expect, test } from 'vitest';
import { sentFieldsOf } from '#acts/gateway/form.ts';
import type { GatewayContext } from '#acts/gateway/gateway-context.ts';
import type { Interaction } from '#acts/gateway/interaction.ts';
import { TOLD } from '#acts/gateway/private-ways.ts';
import { FOLLOW_UP } from '#acts/gateway/starting/start-form.ts';
import { drawOutcome, takeClick, takeForm, takeWord } from '#acts/gateway/verbs/act-path.ts';
import { ANSWERS_FORM_ID } from '#acts/gateway/verbs/answers-form.ts';
import type { DesignPress, Press } from '#acts/gateway/verbs/presses.ts';
import { findVerb, noteId, VERB_NAMES } from '#acts/gateway/verbs/verbs.ts';
import { COMMAND_WORDS as WORDS } from '#acts/word.ts';
import { DesignId } from '#core/vocabulary/ids.ts';
import type { PlatformReaders } from '#engine/access/may-read.ts';
import type { Document } from '#presentation/format/document.ts';
import { TEXTS } from '#presentation/words/texts.ts';
import { begun, eventsUntil, isEnd } from '../../engine/running-engine.ts';
import { breaking } from '../../support/designs/differences.ts';
import { OPEN_TO_ALL } from '../../support/designs/open-policy.ts';
import { realClock } from '../../support/processes/child-real-clock.ts';
import { keepLog } from '../../support/processes/child-sessions.ts';
import { eachTest } from '../../support/runner/each-test.ts';
import { listRepositories } from '../../support/services/known-repositories.ts';
import { SILENCE } from '../../support/services/nobody-reads.ts';
import { prepared } from '../../surfaces/http/client.ts';

const TOPIC = 'Who is to be promoted to the tower?';
const MISSING = 'dsn_019a0000-0000-7000-8000-000000000000';
const thread = { platform: 'slack', channel: 'C1', thread: '1.1', starter: 'ana' };

/**
 * Ana has started it in C1, where Ben is; Cleo has left, Dan was never there, and of Eve the
 * platform says nothing.
 */
const readers: PlatformReaders = {
  isOperator: (person) => person.id === 'olga',
  canOpen: async (person, channel) => {
    if (person === 'eve') throw SILENCE;
    return person === 'ben' && channel === 'C1';
  },
  channelsOf: async () => null,
};
const PEOPLE: readonly (readonly [who: string, id: string, may: boolean])[] = [
  ['the starter', 'ana', true],
  ['a member', 'ben', true],
  ['a former member', 'cleo', false],
  ['an outsider', 'dan', false],
  ['a person whose membership cannot be found out', 'eve', false],
  ['an operator by policy', 'olga', true],
];
const ended = prepared({}, async ({ engine }) => {
  const id = await begun(engine, { topic: TOPIC, thread });
  await eventsUntil(engine, id, isEnd);
  await engine.waitUntilSettled(id);
  return { id };
});
const api = eachTest(async () => {
  const { engine, id } = await ended();
  const context = {
    platform: 'slack',
    texts: { platform: 'Slack', help: 'Help.', chooseRepository: '' },
    engine,
    policy: OPEN_TO_ALL,
    readers,
    repositories: listRepositories(),
    linkTo: () => null,
    sendEphemeral: async () => TOLD,
    clock: realClock,
    log: keepLog(),
    faultOf: (error) => {
      throw error;
    },
  } satisfies GatewayContext;
  return { id, context };
});

/** An act of this person in a channel, from where no other one is reached, as on Slack. */
function actOf(who: string, channel: string): Interaction {
  const person = { id: who, groups: [], name: who };
  const interaction: Interaction = {
    context: api.context,
    place: { channel, thread: null },
    moment: { key: '' },
    isAskedAlready: false,
    person: async () => person,
    personAtOnce: async () => person,
    moveTo: async (there) => (there.channel === channel ? interaction : null),
    startPlace: () => ({
      preconditionProblem: async () => null,
      openThread: async () => ({ channel, thread: '' }),
    }),
    unreachable: async () => null,
    along: () => null,
    readMessage: async ({ message }) => ({
      author: who,
      words: 'Q1: some 900',
      sentAt: realClock.now(),
      hasFiles: false,
      message,
    }),
    open: async () => null,
  };
  return interaction;
}

/** What a press is about in a design, by what it does; `null`: it names no design. */
const CLICKS: Readonly<Record<Press['action'], string | null>> = {
  status: '',
  peek: 'archaeologist',
  go_on: '',
  cancel: '',
  run_again: '',
  follow_up: '',
  ask_starter: 'cancel',
  show: 'result',
  accept: 'gate-1',
  send_back: 'gate-1',
  again: 'gate-1',
  stop: 'gate-1',
  settle: 'D1/1a',
  accept_decision: '',
  decline: '',
  open_successor: '',
  ask: '',
  fact: 'cost',
  ask_record: '',
  publish: '',
  answer: '',
  agree: 'Q1/1',
  not_sure: null,
  start: null,
  running: null,
  typed: null,
  topic: null,
  read: null,
};
const OF_CHANNEL: readonly string[] = ['help', 'find', 'list', 'sign-in'];
const FORMS = [
  ANSWERS_FORM_ID,
  FOLLOW_UP,
  ...VERB_NAMES.filter((name) => findVerb(name).asksFor !== undefined).map(noteId),
];
const KEYS = Object.keys(CLICKS) as DesignPress['action'][];

const shown = (what: Document | null) => (what === null ? '' : JSON.stringify(what.sections));
const WORDS_SENT = ['topic', 'note', 'why', 'text', 'remark'];
const fields = sentFieldsOf(Object.fromEntries(WORDS_SENT.map((name) => [name, 'Some words.'])));

async function sendForm(id: string, act: Interaction, design: string): Promise<string> {
  return shown(await drawOutcome(await takeForm(act, { id, value: design, fields }), fields));
}

/** All ways to name a design, by its id. */
const WAYS: readonly (readonly [
  way: string,
  (act: Interaction, design: string) => Promise<string>,
])[] = [
  ...[true, false].flatMap((isSure) =>
    KEYS.flatMap((action) => {
      const about = CLICKS[action];
      if (about === null) return [];
      const press = async (act: Interaction, design: string) =>
        shown(
          await takeClick(act, {
            kind: 'of_design',
            action,
            isSure,
            designId: DesignId.parse(design),
            about,
          }),
        );
      return [[`a click on ${action}, sure: ${isSure}`, press] as const];
    }),
  ),
  [
    'a click on typed',
    async (act, design) =>
      shown(await takeClick(act, { kind: 'other', action: 'typed', value: `status ${design}` })),
  ],
  ...WORDS.filter((word) => !OF_CHANNEL.includes(word)).map((word) => {
    const type = async (act: Interaction, design: string) =>
      shown(await takeWord(act, { word, id: design }));
    return [`the command ${word}`, type] as const;
  }),
  ...FORMS.map((form) => {
    const send = (act: Interaction, design: string) => sendForm(form, act, design);
    return [`the form ${form}`, send] as const;
  }),
];

test.each(FORMS)(
  'P2: what was typed into the form %s is given back if its design is gone',
  async (form) => {
    const told = await sendForm(form, actOf('ana', 'C1'), MISSING);
    expect(told).toContain(TEXTS.gone);
    expect(told).toContain('Some words.');
  },
);

test('A18: every verb has a click or a word that is asked about here', () => {
  const clicked: readonly string[] = KEYS;
  const verbs = VERB_NAMES.filter((name) => !clicked.includes(name));
  const words: readonly string[] = WORDS;
  expect(
    verbs.filter((name) => !findVerb(name).words?.some((word) => words.includes(word))),
  ).toEqual([]);
});

test.each(PEOPLE)(
  'A18: %s reads nothing of a design from another channel, in whichever way it is named',
  async (_, who, may) => {
    const act = actOf(who, 'C2');
    const found = await breaking(
      WAYS,
      ([way]) => way,
      async ([way, does]) => {
        const told = (design: string) => does(act, design).catch((error: unknown) => String(error));
        const [there, none] = [await told(api.id), await told(MISSING)];
        const isTyped = way.startsWith('the command') || way.endsWith('typed');
        const missing = isTyped ? TEXTS.noSuchDesign(MISSING) : TEXTS.gone;
        expect(none).toContain(who === 'eve' ? SILENCE.message : missing);
        if (may) expect(there).toContain(TEXTS.elsewhere);
        else expect(there.replaceAll(api.id, MISSING)).toBe(none);
        expect(there).not.toContain(TOPIC);
      },
    );
    expect(found).toEqual([]);
    for (const word of ['help', 'list', 'status', 'retry', 'cancel'] as const)
      expect(shown(await takeWord(act, { word })), word).not.toContain(TOPIC);
  },
);

test.each(PEOPLE)('A18: %s who acts in its channel reads it there', async (_, who) => {
  const act = actOf(who, 'C1');
  for (const named of [api.id, '', api.id.slice(-8)])
    expect(shown(await takeWord(act, { word: 'status', id: named }))).toContain(TOPIC);
  expect(shown(await takeWord(act, { word: 'list' }))).toContain(TOPIC);
});
