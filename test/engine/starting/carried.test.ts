import { describe, expect, test } from 'vitest';
import { checkCommand } from '#adapters/store/records/rows.ts';
import { systemIdentifiers } from '#adapters/system/identifiers.ts';
import { MAX_RUNS_AGAIN } from '#core/policy/run-again.ts';
import { findSaidAbout } from '#core/questions/replies/answers-given.ts';
import { answeringEndOf } from '#core/questions/replies/questions.ts';
import { BOUNDS } from '#core/vocabulary/bounds.ts';
import type { Design, Reply } from '#core/vocabulary/design.ts';
import { Carried } from '#core/vocabulary/events.ts';
import { carryOver } from '#engine/starting/carried.ts';
import { makeSuccessorCommand } from '#engine/starting/starting.ts';
import { sayCarried } from '#presentation/judged/earlier.ts';
import { drawCard } from '#presentation/thread/card.ts';
import { viewOf } from '#presentation/view/view.ts';
import { makeSharedMaterial } from '#turns/prompt/material.ts';
import { answering, given, of, World } from '../../support/designs/given.ts';
import {
  DESIGN_ID,
  FIVE,
  startDesign,
  THREE_QUESTIONS,
} from '../../support/designs/given-start.ts';
import {
  framing,
  leavingOpen,
  matching,
  noQuestion,
} from '../../support/designs/given-submission.ts';
import { keepLog } from '../../support/processes/child-sessions.ts';

/** A design whose people have said this. */
function withReplies(replies: readonly Reply[]): Design {
  const { design } = given({ says: THREE_QUESTIONS }).reach('proposing');
  return { ...design, replies };
}

function reply(index: number, text: string, answers: Reply['answers'] = []): Reply {
  const read = {
    unmatched: false,
    unread: false,
    givenUp: [],
    leftOpen: [],
    request: null,
    bearing: null,
  };
  return {
    number: index + 1,
    id: `m${index}`,
    author: 'Ben',
    text,
    answers,
    ...read,
    since: index,
  };
}

test('every reply is carried over, and all replies after four runs fit a start', () => {
  const inOneRun = BOUNDS.saidBytes / BOUNDS.saidAtLeast + BOUNDS.lateWords + 1;
  const runs = MAX_RUNS_AGAIN + 1;
  const many = Array.from({ length: runs * inOneRun }, (_, index) => reply(index, 'Well.'));
  const carried = carryOver(withReplies(many));
  expect(carried.replies.map(({ id }) => id)).toEqual(many.map(({ id }) => id));
  expect(Carried.safeParse(carried).error).toBeUndefined();
});

test('replies that exceed one start are carried over newest first, and questions without an answer are open again', () => {
  const first = reply(0, 'Q1: 500', [
    { questionId: 'Q1', text: '500', spans: [{ from: 4, to: 7 }] },
  ]);
  const many = Array.from({ length: 250 }, (_, index) =>
    reply(index + 1, 'x'.repeat(BOUNDS.replyCharacters)),
  );
  const log = keepLog();
  const context = [{ name: 'all.md', text: '界'.repeat(BOUNDS.contextCharacters) }];
  const world = answering();
  world.replies('Q1: 500', 'Cleo');
  world.cancels();
  const parts = { identifiers: systemIdentifiers, vendorOf: () => '', log };
  const by = { startedBy: 'Ana', starter: 'U1', settings: {} };
  const start = makeSuccessorCommand(
    { ...world.design, context, replies: [first, ...many] },
    by,
    parts,
  );
  const taken = start.carried?.replies ?? [];
  expect(taken.length).toBeGreaterThan(100);
  expect(taken.map(({ id }) => id)).toEqual(many.slice(-taken.length).map(({ id }) => id));
  expect(start.carried?.questions.map(({ status }) => status)).toEqual(['open', 'open', 'open']);
  const inboxEntry = { id: 'm1', designId: DESIGN_ID, command: start, receivedAt: 0 };
  expect(JSON.stringify(checkCommand(inboxEntry)).length).toBeLessThan(7 * 1024 * 1024);
  expect(log.events).toMatchObject([
    { event: 'replies_left_behind', facts: { replies: 251 - taken.length } },
  ]);
});

test('J10: a change after the end reads as if the old words had never been said', () => {
  const world = answering();
  world.says('m1', 'Q1: 900\nQ2: 5 ms');
  world.cancels();
  world.when({ type: 'revise_reply', replyId: 'm1', author: 'Ben', text: '900; Q2 is 5 ms' });
  expect(carryOver(world.design).replies).toMatchObject([
    { id: 'm1', answers: [], unmatched: true },
  ]);
});

test('J8: people’s settlements of all the runs before are carried over, the newest first, as much as fits', () => {
  const { design } = given({ says: THREE_QUESTIONS }).reach('proposing');
  const settled = Array.from({ length: BOUNDS.carriedSettled + 1 }, (_, index) => ({
    description: `difference ${index}`,
    statement: 'Postgres.',
    person: 'Ana',
    note: '',
  }));
  const carried = carryOver({ ...design, carried: { ...carryOver(design), settled } });
  expect(carried.settled?.map(({ description }) => description)).toEqual(
    settled.slice(1).map(({ description }) => description),
  );
  expect(Carried.parse(carried)).toEqual(carried);
});

test('J10: answers given at a design’s start are read by the run after it, if nobody came to ask', () => {
  const before = new World(THREE_QUESTIONS);
  before.when({ ...startDesign(), answers: ' 500 an hour, and at night.\n' });
  before.everyoneReady().cancels();
  const world = given({
    carried: carryOver(before.design),
    startedBy: 'Cleo',
    says: THREE_QUESTIONS,
  });
  world.reach('answering');
  world.submits('synthesizer', matching(['Q1', 'R1', '500 an hour']));
  expect(findSaidAbout(world.design, { id: 'Q1' }).answers).toMatchObject([
    { author: 'Ana', source: 'read' },
  ]);
  world.cancels();
  expect(carryOver(world.design).replies).toHaveLength(1);
});

describe('questions whose time had not ended', () => {
  function cutShort(): World {
    const world = answering();
    world.replies('Q1: 500', 'Cleo');
    return world.readsReplies();
  }
  const again = ({ design }: World) => given({ carried: carryOver(design) }).everyoneReady();

  test('questions are open again beside those that were answered, and people are asked without asking the personas', () => {
    const before = cutShort();
    before.cancels();
    const world = again(before);
    expect(world.design.questions.map(({ status }) => status)).toEqual([
      'answered',
      'open',
      'open',
    ]);
    expect(world.design).toMatchObject({ step: 'answering', rounds: [] });
    world.replies('Q2: fast\nQ3: since March');
    world.readsReplies();
    expect(of(world.history, 'answering_closed')).toMatchObject([{ reason: 'all_answered' }]);
    expect(world.design.step).toBe('proposing');
  });

  test('J10: words that nobody had read are read then', () => {
    const before = cutShort();
    before.replies('Fast, since March.');
    before.cancels();
    const world = again(before);
    world.submits('synthesizer', matching(['Q2', 'R2', 'Fast'], ['Q3', 'R2', 'since March']));
    world.cancels();
    const third = given({ carried: carryOver(world.design) }).everyoneReady();
    expect(third.design.questions.map(({ status }) => status)).toEqual([
      'answered',
      'answered',
      'answered',
    ]);
    expect(third.design.step).toBe('proposing');
  });

  test('words read in the run before are waited for no longer than a minute once nothing is open', () => {
    const before = cutShort();
    before.replies('Fast.');
    before.submits('synthesizer', matching(['Q2', 'R2', 'Fast.']));
    before.cancels();
    const world = again(before);
    const opened = world.now;
    world.replies('Q3: since March');
    world.readsReplies();
    expect(answeringEndOf(world.design)).toBe(opened + 60_000);
  });

  test('questions are assumed where a person had ended their time', () => {
    const before = cutShort();
    before.when({ type: 'go_on', by: 'Ana' });
    before.cancels();
    expect(carryOver(before.design).questions.map(({ status }) => status)).toEqual([
      'answered',
      'assumed',
      'assumed',
    ]);
  });
});

describe('words about a second run before it begins, when it does, and on its card', () => {
  test.each([
    ['spawning', '', 'it begins with questions'],
    ['answering', '', 'it begins with matching replies to questions'],
    ['answering', 'Well.', 'it begins with matching replies to questions'],
    ['mapping', '', 'it begins with proposals'],
  ] as const)('after %s, and %j', (step, said, words) => {
    const world = given({ says: THREE_QUESTIONS }).reach(step);
    if (said !== '') world.replies(said);
    world.readsReplies();
    const carried = carryOver(world.design);
    expect(sayCarried(carried)).toBe(words);
    expect(JSON.stringify(drawCard(viewOf(given({ carried }).design)).sections)).toContain(words);
  });
});

describe('words after the end', () => {
  const again = ({ design }: World) => given({ carried: carryOver(design) }).everyoneReady();

  test('J10: late words under an open question’s number answer it once they are read', () => {
    const before = answering();
    before.replies('Q1: 500', 'Cleo');
    before.readsReplies().cancels();
    before.says('m1', 'Q2: fast\nAnd it lags on Mondays.', 'Ben', 'U2');
    const world = again(before);
    expect(world.design.questions.map(({ status }) => status)).toEqual([
      'answered',
      'open',
      'open',
    ]);
    world.readsReplies();
    expect(world.design.questions.map(({ status }) => status)).toEqual([
      'answered',
      'answered',
      'open',
    ]);
    expect(world.design.step).toBe('answering');
    expect(findSaidAbout(world.design, { id: 'Q2' }).answers).toMatchObject([
      { quote: 'fast\nAnd it lags on Mondays.', source: 'written' },
    ]);
  });

  test('J10: a late word under the last question’s number is read before proposals, as its author may not know', () => {
    const before = answering();
    before.says('m1', 'Q1: 500\nQ2: 20 ms', 'Cleo');
    before.readsReplies().cancels();
    before.says('m2', 'Q3: keine Ahnung', 'Ben', 'U2');
    const world = again(before);
    expect(world.design.rounds).toMatchObject([{ kind: 'matching', replies: ['m2'] }]);
    world.submits('synthesizer', leavingOpen(['Q3', 'R2', 'keine Ahnung']));
    expect(world.design.questions.map(({ status }) => status)).toEqual([
      'answered',
      'answered',
      'open',
    ]);
    expect(world.design.step).toBe('answering');
  });

  test('J10: words that their author puts under a number replace what they said to it before, however that was read', () => {
    const before = answering();
    before.says('m1', 'Fast.', 'Ben', 'U2');
    before.submits('synthesizer', matching(['Q2', 'R1', 'Fast.']));
    before.says('m2', 'Q1: 500', 'Ben', 'U2');
    before.readsReplies().cancels();
    before.says('m3', 'Q1: 900\nQ2: rather slow', 'Ben', 'U2');
    const { design } = again(before).readsReplies();
    const answers = (id: `Q${number}`) =>
      findSaidAbout(design, { id }).answers.map(({ quote }) => quote);
    expect([answers('Q1'), answers('Q2')]).toEqual([['900'], ['rather slow']]);
  });

  test('J8: late words that change an earlier reply take its place, and words taken back are not repeated', () => {
    const before = answering();
    before.says('m1', 'Q1: 500', 'Ben', 'U2');
    before.says('m2', 'Q2: fast', 'Ben', 'U2');
    before.says('m3', 'By law for ten years.', 'Ben', 'U2');
    before.readsReplies().cancels();
    before.when({ type: 'withdraw_reply', replyId: 'm1' });
    before.when({ type: 'revise_reply', replyId: 'm2', author: 'Ben', text: 'Q2: rather slow' });
    before.when({
      type: 'revise_reply',
      replyId: 'm3',
      author: 'Ben',
      text: 'By law for thirty years.',
    });
    const { design } = again(before).readsReplies();
    expect(design.questions.map(({ status }) => status)).toEqual(['open', 'answered', 'open']);
    expect(design.replies.map(({ id, author, text }) => `${id} ${author}: ${text}`)).toEqual([
      'm2 Ben: Q2: rather slow',
      'm3 Ben: By law for thirty years.',
    ]);
  });

  test('J10: late words open an assumed question again, but leave an assumption that proposals rest on, and stand beside it', () => {
    const assumed = answering();
    assumed.when({ type: 'go_on', by: 'Ana' });
    const proposed = assumed.fork();
    proposed.contributes('subtractor');
    const statuses = [assumed, proposed].map((world) => {
      world.cancels();
      world.says('m1', 'Q2: fast', 'Ben', 'U2');
      return carryOver(world.design).questions.map(({ status }) => status);
    });
    expect(statuses).toEqual([
      ['assumed', 'open', 'assumed'],
      ['assumed', 'assumed', 'assumed'],
    ]);
    const shared = makeSharedMaterial(again(proposed).readsReplies().design).map(
      ({ text }) => text,
    );
    expect(shared.join('\n')).toMatch(/Answered below by Ben\.\nAssumed until then: /);
  });
});

test('A4: a quicker run leaves out the personas that quick does without, unless one of them has said something', () => {
  const parts = { identifiers: systemIdentifiers, vendorOf: () => '', log: keepLog() };
  const quick = ({ design }: World) =>
    makeSuccessorCommand(
      design,
      { startedBy: 'Ana', starter: 'U1', settings: { depth: 'quick' } },
      parts,
    );
  const personasOf = (world: World) =>
    quick(world).participants.flatMap(({ id, role }) => (role === 'persona' ? [id] : []));
  const atOnce = given({ says: THREE_QUESTIONS }).everyoneReady();
  atOnce.cancels();
  expect(personasOf(atOnce)).toEqual(['subtractor']);
  const asked = answering();
  asked.cancels();
  expect(personasOf(asked)).toHaveLength(3);
});

describe('the frame of a run after another', () => {
  const parts = { identifiers: systemIdentifiers, vendorOf: () => '', log: keepLog() };
  const again = ({ design }: World) =>
    makeSuccessorCommand(design, { startedBy: 'Ana', starter: 'U1', settings: {} }, parts);

  test('a run after a framed one keeps its frame and the personas that it picked', () => {
    const world = given({ personas: [...FIVE, 'outsider'], isFramedFirst: true }).reach('framing');
    world.submits('synthesizer', framing(world.design, ['outsider']));
    world.cancels();
    const start = again(world);
    expect(start.frame).toMatchObject({ restated: world.design.frame?.restated, released: [] });
    expect(start.frame?.picked.map(({ participant }) => participant)).toEqual(FIVE);
    expect(start.participants.map(({ id }) => id)).not.toContain('outsider');
    expect(start).not.toHaveProperty('skipsVerdict');
  });

  test('a run after one that was no design question is framed again, and may not be that twice', () => {
    const world = given({ isFramedFirst: true }).reach('framing');
    world.submits('synthesizer', noQuestion());
    const start = again(world);
    expect(start).toMatchObject({ skipsVerdict: true });
    expect(start).not.toHaveProperty('frame');
  });

  test('a run after one that ended without a frame is framed like any other', () => {
    const world = given({ isFramedFirst: true }).everyoneReady();
    world.cancels();
    const start = again(world);
    expect(start).not.toHaveProperty('frame');
    expect(start).not.toHaveProperty('skipsVerdict');
  });
});
