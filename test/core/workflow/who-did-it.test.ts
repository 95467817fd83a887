import { expect, test } from 'vitest';
import { isSameAuthor } from '#core/questions/replies/author.ts';
import type { Command } from '#core/vocabulary/commands.ts';
import type { GateChoice } from '#core/vocabulary/event-parts.ts';
import { DesignEvent } from '#core/vocabulary/events.ts';
import type { Via } from '#core/vocabulary/via.ts';
import { writeBrief } from '#presentation/decision/brief.ts';
import { writeTranscript } from '#presentation/history/transcript.ts';
import { writeRecordMarkdown } from '#presentation/record/record.ts';
import { viewOf } from '#presentation/view/view.ts';
import { differences } from '../../support/designs/differences.ts';
import { given, type World } from '../../support/designs/given.ts';
import {
  DIVIDED,
  GATED,
  pointsFor,
  type Script,
  THREE_QUESTIONS,
} from '../../support/designs/given-start.ts';
import { argument, mapping } from '../../support/designs/given-submission.ts';

/**
 * A way in, and the name on record of somebody who comes by it and is called Ben, or says so. `id`:
 * the platform's, where there is one.
 */
interface Way {
  readonly by: string;
  readonly via: Via;
  readonly id?: string;
  readonly name: string;
}

const WAYS: readonly Way[] = [
  { by: 'Slack', via: { way: 'slack' }, id: 'U1', name: 'Ben' },
  { by: 'Discord', via: { way: 'discord' }, id: '4111', name: 'Ben' },
  {
    by: 'a token of the API',
    via: { way: 'api', token: 'ci' },
    name: 'Ben, by the API (token ci)',
  },
  {
    by: 'the admin’s token',
    via: { way: 'api', token: 'admin' },
    name: 'Ben, by the API (token admin)',
  },
  { by: 'the terminal', via: { way: 'terminal' }, name: 'Ben (terminal)' },
];

const actor = ({ via, id }: Way) => ({ by: 'Ben', via, ...(id === undefined ? {} : { byId: id }) });
const author = ({ via, id }: Way) => ({
  author: 'Ben',
  via,
  ...(id === undefined ? {} : { authorId: id }),
});

/** Begun by Ben by this way; in a chat in a thread of his. */
function begun(way: Way, says = GATED): World {
  const { via, id } = way;
  const chat = via.way === 'slack' || via.way === 'discord' ? via.way : null;
  const thread =
    chat === null
      ? {}
      : { thread: { platform: chat, channel: 'C1', thread: '1.2', starter: id ?? '' } };
  return given({ says, startedBy: 'Ben', ...thread, start: { via } });
}

const asked = (way: Way) => begun(way, THREE_QUESTIONS).reach('answering');
const reply = (way: Way, text: string): Command => ({
  type: 'record_reply',
  replyId: 'm1',
  questionId: null,
  text,
  ...author(way),
});

/** A difference of high impact that nobody concedes. */
const DIFFERING: Script = {
  ...DIVIDED,
  mapping: () => mapping(['high', 'A', 'BC']),
  argument: (design, speaker) => argument(...pointsFor(design, speaker)),
};

function doing(world: World, ...commands: readonly Command[]): World {
  for (const command of commands) world.when(command);
  return world;
}

function atGate(way: Way, choice: GateChoice): World {
  return doing(begun(way).reach('deciding'), {
    type: 'decide_gate',
    gateId: 'gate-1',
    choice,
    note: '',
    ...actor(way),
  });
}

/** Each act with the event that names who did it, the field where it does, and how it is done. */
const ACTS: Readonly<
  Record<string, readonly [type: DesignEvent['type'], field: string, done: (way: Way) => World]>
> = {
  'begins a design': ['design_started', 'startedBy', (way) => begun(way)],
  replies: ['reply_recorded', 'author', (way) => doing(asked(way), reply(way, 'Q1: 500'))],
  'changes a reply': [
    'reply_recorded',
    'author',
    (way) =>
      doing(asked(way), reply(way, 'Q1: 500'), {
        type: 'revise_reply',
        replyId: 'm1',
        author: 'Ben',
        via: way.via,
        text: 'Q1: 900',
      }),
  ],
  'takes a reply back': [
    'reply_recorded',
    'author',
    (way) =>
      doing(asked(way), reply(way, 'Some.'), {
        type: 'withdraw_reply',
        replyId: 'm1',
        via: way.via,
      }),
  ],
  'goes on without more answers': [
    'answering_closed',
    'by',
    (way) => doing(asked(way), { type: 'go_on', ...actor(way) }),
  ],
  'settles a difference': [
    'divergence_settled',
    'person',
    (way) =>
      doing(begun(way, DIFFERING).reach('deciding'), {
        type: 'settle_divergence',
        divergenceId: 'D1',
        position: '1a',
        note: '',
        ...actor(way),
      }),
  ],
  accepts: ['gate_decided', 'by', (way) => atGate(way, 'accept')],
  'sends back': ['gate_decided', 'by', (way) => atGate(way, 'send_back')],
  stops: ['gate_decided', 'by', (way) => atGate(way, 'stop')],
  cancels: [
    'design_ended',
    'by',
    (way) => doing(begun(way), { type: 'cancel', reason: '', ...actor(way) }),
  ],
};

/** Each act by each way. */
const EVERY_ACT = WAYS.flatMap((way) =>
  Object.entries(ACTS).map(
    ([what, [type, field, done]]) => [`${way.by}: ${what}`, way, type, field, done] as const,
  ),
);

/** Who said something, and how, as a program reads it. */
function authorsOf({ design }: World) {
  return viewOf(design).replies.map(({ author, via }) => ({ author, via }));
}

test('D8: whoever does something is on record with the way in', () => {
  const wrong = differences(EVERY_ACT, ([, way, type, field, done]) => {
    const { via, name } = way;
    const world = done(way);
    const all = world.history.filter((event) => event.type === type);
    const event = all.findLast((each) => 'via' in each);
    expect(event).toHaveProperty('via', via);
    expect(event).toHaveProperty(field, name);
    for (const each of world.history) expect(DesignEvent.parse(each)).toEqual(each);
    const { startedBy, via: startedVia } = viewOf(world.design);
    expect([startedBy, startedVia]).toEqual([name, via]);
    if (type !== 'design_started')
      expect(writeTranscript(world.design, world.history)).toContain(name);
  });
  expect(wrong).toEqual([]);
});

test('D8: who accepts is named so in the brief, in the record, and by the API', () => {
  const wrong = differences(WAYS, (way) => {
    const { via, name } = way;
    const { design } = doing(atGate(way, 'accept')).reachEnd();
    for (const paper of [writeBrief(design), writeRecordMarkdown(design)])
      expect(paper?.replaceAll('\\', '')).toContain(name);
    const said = doing(asked(way), reply(way, 'Q1: 500'));
    expect(authorsOf(said)).toEqual([{ author: name, via }]);
  });
  expect(wrong).toEqual([]);
});

test('D8: nobody stands on record under the mere name of a participant or of the bot', () => {
  const names = ['Subtractor', 'Sub\u200btractor', 'Charrette', 'synthesizer'];
  const wrong = differences(WAYS, (way) => {
    for (const claimed of names) {
      const world = asked(way);
      world.when({ ...reply(way, 'Q1: 500'), author: claimed } as Command);
      const [said] = world.design.replies;
      expect(said?.author).toMatch(/ \(a person\)$| \(terminal\)$|, by the API|, in the console/);
    }
  });
  expect(wrong).toEqual([]);
});

test('D8: nobody who claims the name of somebody else, or comes by another way, is that person', () => {
  const people = WAYS.map((way) => ({ ...author(way), author: way.name }));
  for (const one of people)
    for (const other of people) expect(isSameAuthor(one, other)).toBe(one === other);
});

test('D8: what was recorded without a way in has none, and its names stay as they are', () => {
  const world = asked({ by: '', via: { way: 'slack' }, id: 'U1', name: 'Ben' });
  world.when({
    type: 'record_reply',
    replyId: 'm9',
    author: 'Cleo',
    text: 'Some.',
    questionId: null,
  });
  expect(authorsOf(world)).toEqual([{ author: 'Cleo', via: null }]);
});
