import { describe, expect, it, test } from 'vitest';
import { notificationOf } from '#acts/drawing/markdown.ts';
import { outcomeOf } from '#core/outcome/outcome.ts';
import { makeUnreadMark } from '#core/questions/quoting/unread-marks.ts';
import { MOST_LINES } from '#core/vocabulary/caveat.ts';
import type { Design } from '#core/vocabulary/design.ts';
import { formatIso } from '#core/vocabulary/figures.ts';
import { carryOver } from '#engine/starting/carried.ts';
import type { Document } from '#presentation/format/document.ts';
import { drawMoreCaveats } from '#presentation/judged/caveats.ts';
import { drawPersonInFull, listShown, sayTakenPart } from '#presentation/judged/people.ts';
import { drawDifferencesMessage } from '#presentation/talk/differences.ts';
import { drawLedger } from '#presentation/talk/questions.ts';
import { drawCard } from '#presentation/thread/card.ts';
import { drawResultMessage } from '#presentation/thread/result.ts';
import { lastWordsOf } from '#presentation/view/last-words.ts';
import { viewOf } from '#presentation/view/view.ts';
import { listControls, listLedgerControls } from '#presentation/words/controls.ts';
import { discordMarkdownOf } from '#surfaces/discord/drawing/markdown.ts';
import { given, type World } from '../../support/designs/given.ts';
import { FIVE, GATED, MINUTE, THREE_QUESTIONS } from '../../support/designs/given-start.ts';
import { matching } from '../../support/designs/given-submission.ts';
import { DRAWN, id, playToEnd, playToReveal } from '../../support/designs/sample-design.ts';
import { tellDead } from '../../support/designs/told-design.ts';
import { picture } from '../../surfaces/terminal/shown.ts';

const doings = (design: Design) =>
  Object.fromEntries(listShown(viewOf(design)).map(({ id, doing }) => [id, doing.kind]));
/** What a message says. */
const told = ({ sections }: Document) => discordMarkdownOf(sections);
const kinds = (design: Design) => listControls(viewOf(design)).map(({ kind }) => kind);

describe('who does what', () => {
  it('the list of participants shows facilitators only while they work or are in trouble', () => {
    const world = given().reach('proposing');
    expect(doings(world.design)).not.toHaveProperty('synthesizer');
    world.loses('synthesizer');
    expect(doings(world.design).synthesizer).toBe('retrying');
    world.ready('synthesizer');
    world.reach('mapping');
    expect(doings(world.design).synthesizer).toBe('working');
    world.reach('arguing');
    expect(doings(world.design)).not.toHaveProperty('synthesizer');
  });

  it('C10: one that is being replaced is not dead, and both say why', () => {
    const world = given().reach('proposing');
    world.loses('migrationist');
    const doing = ({ design } = world) =>
      listShown(viewOf(design)).find((each) => each.id === 'migrationist')?.doing;
    expect(doing()).toEqual({ kind: 'retrying', words: 'crashed and starts again (killed)' });
    const dead = given().reach('proposing');
    tellDead(dead, 'migrationist');
    expect(doing(dead)).toEqual({ kind: 'dead', words: 'crashed twice (killed)' });
  });
});

describe('C10: how many are left', () => {
  const SIX = [...FIVE, 'outsider'];

  /** Of six who are asked to propose one has sealed, one is dead, and one is being replaced. */
  function fourLeft(): World {
    const world = given({ personas: SIX }).reach('proposing');
    const [first = '', second = '', third = ''] = SIX;
    world.contributes(first);
    tellDead(world, second);
    world.loses(third);
    return world;
  }

  it('C10: awaited participants are counted with the replaced ones, and of the living', () => {
    const world = fourLeft();
    expect(viewOf(world.design).waiting?.words).toBe('Waiting for 4 of 5 personas');
    const card = told(drawCard(viewOf(world.design)));
    expect(card).toContain('4 of 5');
    expect(card.match(/crashed and starts again/g)).toHaveLength(1);
    expect(card.match(/crashed twice/g)).toHaveLength(1);
    expect(picture(world).at(-1)).toContain('4 of 5');
  });

  it('C10: how many finished is counted without the dead, of all who were to take part', () => {
    const world = given({ personas: FIVE }).reach('signing');
    tellDead(world, FIVE[0] ?? '');
    world.loses(FIVE[1] ?? '');
    const { participation, takenPart } = outcomeOf(world.reachEnd().design);
    expect(participation).toMatchObject({ asked: 5, toTheEnd: 4 });
    expect(participation.died).toHaveLength(1);
    expect(sayTakenPart(takenPart)).toMatch(/^4 of 5 /);
  });
});

describe('whom a design waits for', () => {
  it('a design waits for everybody, then people, then those who still owe something, then nobody', () => {
    const world = given();
    const waiting = () => viewOf(world.design).waiting;
    expect(waiting()).toMatchObject({ kind: 'start', until: null });
    world.reach('answering');
    const until = formatIso(world.now + 10 * MINUTE);
    expect(waiting()).toMatchObject({ kind: 'answers', until });
    world.reach('proposing').contributes('subtractor');
    expect(waiting()?.words).toBe('Waiting for The archaeologist and The migrationist');
    world.reach('arguing');
    expect(waiting()?.words).toBe('Waiting for 3 of 3 personas');
    world.reach('writing');
    expect(waiting()?.kind).toBe('files');
    world.reachEnd();
    expect(waiting()).toBeNull();
  });
});

describe('what people can do', () => {
  it('people can peek and cancel, do more when asked, and judge or follow up a complete design', () => {
    const world = given();
    expect(kinds(world.design)).toEqual(['peek', 'cancel']);
    world.reach('answering');
    expect(kinds(world.design)).toEqual(['peek', 'cancel']);
    world.reachEnd();
    expect(kinds(world.design)).toEqual(['ask', 'follow_up', 'decline', 'accept_decision']);
  });

  it('a decision can be published to a forge, unless nothing was decided or words were removed', () => {
    const { design } = given().reachEnd();
    const withForge = { ...design, hasForge: true } as const;
    expect(kinds(withForge)).toEqual(['ask', 'publish', 'follow_up', 'decline', 'accept_decision']);
    const { clickable } = drawResultMessage(viewOf(withForge));
    expect(JSON.stringify(clickable)).toContain('"publish"');
    expect(JSON.stringify(drawResultMessage(viewOf(design)).clickable)).not.toContain('"publish"');
    expect(kinds({ ...withForge, rehearsal: true })).not.toContain('publish');
    const open = given().reach('answering').design;
    expect(kinds({ ...open, hasForge: true })).not.toContain('publish');
  });

  it('A7: people are offered the choices of a gate while it is open, and only of that one', () => {
    const world = given({ says: GATED }).reach('deciding');
    expect(kinds(world.design)).toEqual(['send_back', 'stop', 'accept', 'peek']);
    world.decidesGate('send_back', 'gate-1', 'Measure it.');
    world.reach('deciding');
    expect(kinds(world.design)).toEqual(['stop', 'accept', 'peek']);
  });

  it('C9: people can run it again when it was cancelled, and not when Charrette itself was at fault', () => {
    const cancelled = given();
    cancelled.cancels();
    expect(kinds(cancelled.design)).toEqual(['run_again']);
    const failed = given();
    failed.when({ type: 'fail_design', detail: 'no store' });
    expect(kinds(failed.design)).toEqual([]);
  });
});

describe('the card', () => {
  it('the card names what is read, and the models and the vendor that get it; in a rehearsal nobody does', () => {
    const { design } = given({ repository: { name: 'shop', commit: 'a'.repeat(40), digest: '' } });
    const sent = told(drawCard(viewOf({ ...design, vendor: 'Anthropic' })));
    for (const each of ['shop', 'aaaaaaa', 'claude-opus-5-5', 'Anthropic'])
      expect(sent).toContain(each);
    const rehearsed = told(drawCard(viewOf({ ...design, rehearsal: true })));
    expect(rehearsed).toContain('shop');
    expect(rehearsed).not.toContain('claude');
  });

  it('the card takes what a turn has taken for time that is over, and the beginning of a gate', () => {
    const world = given({ says: THREE_QUESTIONS }).reach('asking').later(MINUTE);
    for (const persona of ['subtractor', 'archaeologist', 'migrationist'])
      world.contributes(persona);
    expect(world.design.step).toBe('answering');
    world.says('m1', 'Fast.');
    world.later(2 * MINUTE).submits('synthesizer', matching());
    expect(viewOf(world.design).took).toBe('3 min');
    const { design } = given({ says: GATED }).reach('deciding');
    const gates = design.gates.map((gate) => ({ ...gate, openedAt: design.startedAt + MINUTE }));
    expect(viewOf({ ...design, gates }).took).toBe('0 s of model time, 60 s in all');
  });
});

describe('what a card says beside that', () => {
  it('T7: a card says that it cost at least so much where a call was broken off', () => {
    const world = given().reach('asking');
    const report = {
      type: 'report_model_answer',
      turnId: world.turn().id,
      model: 'claude-opus-5-5',
    } as const;
    const usage = { inputTokens: 10, cacheWriteTokens: 0, cacheReadTokens: 0, outputTokens: 5 };
    world.when({ ...report, stopReason: 'tool_use', usage, costUsd: 0.25, latencyMs: 200 });
    expect(told(drawCard(viewOf(world.design)))).toContain('$0.25');
    expect(told(drawCard(viewOf(world.design)))).not.toContain('at least');
    world.when({
      ...report,
      stopReason: 'aborted',
      usage,
      costUsd: 0.5,
      atLeast: true,
      latencyMs: 200,
    });
    expect(told(drawCard(viewOf(world.design)))).toContain('at least $0.75');
  });
});

describe('the question ledger', () => {
  it('J10: *Go on* says how many of the open questions it assumes, and that unread words are read before', () => {
    const world = given({ says: THREE_QUESTIONS }).reach('answering');
    const asked = () => {
      const controls = listLedgerControls(viewOf(world.design));
      return controls.map((each) => [each.kind, each.kind === 'peek' ? null : each.question?.text]);
    };
    expect(asked()[1]).toEqual(['go_on', expect.stringMatching(/^3 questions are open\./)]);
    world.says('m1', 'Q1: 500\nQ2: 20 ms', 'Ben');
    expect(asked()[1]?.[1]).toMatch(/^3 questions are open\. The last replies are read first/);
    world.readsReplies();
    expect(asked()[1]?.[1]).toMatch(/^1 of 3 questions is still open\./);
    world.says('m2', 'It is since March.', 'Ben');
    world.submits('synthesizer', matching(['Q3', 'R2', 'It is since March.']));
    expect(asked()).toEqual([['go_on', expect.stringMatching(/^No question is open\./)]]);
  });

  it('the question ledger calls nothing open once the design has ended while people were asked', () => {
    const world = given({ says: THREE_QUESTIONS }).reach('answering');
    world.when({ type: 'cancel', by: 'Ana', reason: '' });
    const words = told(drawLedger(viewOf(world.design)));
    expect(words).toMatch(/^\*\*The time for answers is over\.\*\*/);
    expect(words).not.toContain('open');
  });

  it('J8: the question ledger shows beside an assumption what somebody has answered after it was made, once it was read', () => {
    const world = given({ says: THREE_QUESTIONS }).reach('answering');
    world.when({ type: 'go_on', by: 'Ana' });
    world.says('m1', 'Q2: 20 ms', 'Ben');
    expect(told(drawLedger(viewOf(world.design)))).not.toContain('20 ms');
    const late = told(drawLedger(viewOf(world.reachEnd().design)));
    expect(late).toMatch(/^\*\*Ana ended the wait for answers\.\*\*\n/);
    expect(late).toMatch(/Q2.*Assumed.*Ben: “\*?20 ms/);
  });

  it('J10: the question ledger says once, while people are asked, which files nobody has read', () => {
    const world = given({ says: THREE_QUESTIONS }).reach('answering');
    expect(told(drawLedger(viewOf(world.design)))).not.toContain('not read');
    world.says('m1', `Q1: see this\n\n${makeUnreadMark('plan.png', '12 kB')}`, 'Ana');
    expect(told(drawLedger(viewOf(world.design)))).toContain('1 file was not read');
    world.says(
      'm2',
      `${makeUnreadMark('load, all.PDF', '2 MB')}\n${makeUnreadMark('b.JPG', '')}`,
      'Ben',
    );
    expect(told(drawLedger(viewOf(world.design)))).toContain('3 files were not read');
  });

  it('J10: the question ledger names who answered no question, before matching and after it matched nothing', () => {
    const unmatched = ({ design }: World) =>
      told(drawLedger(viewOf(design))).includes('Ben added a remark');
    const world = given({ says: THREE_QUESTIONS }).reach('answering');
    expect(unmatched(world)).toBe(false);
    world.says('m1', 'Mind the freeze.', 'Ben');
    world.submits('synthesizer', matching());
    expect(unmatched(world)).toBe(true);
    expect(unmatched(given({ carried: carryOver(world.design) }).everyoneReady())).toBe(true);
    // Personas have signed when a gate opens, and may not read what is said there.
    expect(unmatched(world.reach('proposing'))).toBe(false);
  });
});

describe('proposals', () => {
  it('J1: a seal is a hash and a name; what it seals is hidden before the reveal', () => {
    const world = given().reach('proposing');
    world.contributes('subtractor');
    const { seals, proposals } = viewOf(world.design);
    expect(seals).toEqual([
      { persona: 'subtractor', sha256: expect.stringMatching(/^[0-9a-f]{64}$/), revealed: false },
    ]);
    expect(proposals).toEqual([]);
    expect(lastWordsOf(world.design, id('subtractor'))).toBe('How many jobs a second?');
  });
});

describe('a divergence', () => {
  it('J8: a divergence has a button for each position while a person may settle it, and none after', () => {
    const world = playToEnd({ difference: 'unresolved' });
    const [divergence] = world.design.divergences;
    if (divergence === undefined) throw new Error('they agree');
    const offered = ({ design }: World) =>
      drawDifferencesMessage(viewOf(design)).early.flatMap(({ clickable }) =>
        clickable.kind === 'controls'
          ? clickable.controls.map((control) =>
              control.kind === 'settle' ? control.about : control.kind,
            )
          : [],
      );
    // A person is asked for the dissent as well.
    const half = { dissent: 'No.', dissenters: DRAWN.slice(0, 3) };
    const deciding = playToReveal({ difference: 'unresolved', ...half }).reach('deciding');
    expect(offered(deciding)).toEqual(
      divergence.positions.map(({ id: position }) => `D1/${position}`),
    );
    const settled = deciding.fork();
    settled.settles('D1', '1a');
    expect(offered(settled)).toEqual([]);
    deciding.decidesGate('accept');
    expect(offered(deciding)).toEqual([]);
    expect(offered(deciding.reachEnd())).toEqual([]);
  });
});

describe('the outcome', () => {
  test.each([
    ['nothing', () => given(), 'nothing is kept for another run'],
    ['an answer', () => answered(), 'what was answered and proposed is kept for another run'],
    ['other words', () => spoken(), 'what was answered and proposed is kept for another run'],
  ] as const)(
    'C9: cancelled with %s, it says what is kept and names no command',
    (_, start, words) => {
      const world = start();
      world.cancels();
      const { facts } = viewOf(world.design).banner;
      expect(facts.at(-1)).toBe(words);
    },
  );
});

function spoken() {
  const world = given().reach('answering');
  world.replies('Mind the freeze.');
  return world;
}

function answered() {
  const world = given().reach('answering');
  world.replies('Thirty.', 'Ben', 'Q1');
  world.contributes('synthesizer');
  return world;
}

describe('a look at one participant', () => {
  it('a look at one participant tells what it is at, what it said last, and what it took', () => {
    const world = given().reach('arguing');
    world.loses('subtractor');
    world.ready('subtractor');
    world.contributes('subtractor');
    const seen = told(drawPersonInFull(viewOf(world.design), id('subtractor')));
    expect(seen).toContain(':** argued');
    expect(seen).toContain('It holds also when the queue is down.');
    expect(seen).toContain('replaced once');
  });

  it('a look at one participant says so where nobody has that id', () => {
    expect(notificationOf(drawPersonInFull(viewOf(given().design), 'nobody'))).toBe(
      'Nobody in this design has that name.',
    );
  });
});

test.each([
  [1, '1 more stands in the next message.'],
  [2, '2 more stand in the next message.'],
])('a list of caveats that goes on in a message says so: %i more', (more, words) => {
  const caveats = Array.from({ length: MOST_LINES + more }, (_, at) => {
    return { kind: 'dissent' as const, text: `Reason ${at + 1} to look.` };
  });
  const view = { ...viewOf(playToEnd().design), caveats, caveatsGoOn: true };
  const listed = { ...view, banner: { ...view.banner, listsCaveats: true } };
  const message = told(drawResultMessage(listed, true));
  expect(message).toContain(`Reason ${MOST_LINES} to look.\n${words}`);
  expect(message).not.toContain(`Reason ${MOST_LINES + 1} to look.`);
  expect(told(drawMoreCaveats(listed, 'outcome')).match(/Reason \d+/g)).toHaveLength(more);
  expect(told(drawResultMessage(listed))).toContain(`Reason ${MOST_LINES + more} to look.`);
});
