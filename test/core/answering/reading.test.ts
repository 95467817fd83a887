import { describe, expect, it, test } from 'vitest';
import { listChanges } from '#adapters/rehearsal/neutral/revise.ts';
import { isLeftUnread } from '#core/answering/reading.ts';
import { decidedOf } from '#core/decision/decided.ts';
import { outcomeOf } from '#core/outcome/outcome.ts';
import { nameOfReply } from '#core/questions/quoting/named-replies.ts';
import { listUnreadReplies } from '#core/questions/replies/answers-given.ts';
import { listSaidSentences } from '#core/questions/replies/sentences-said.ts';
import { desiredMessagesOf } from '#core/thread/desired-messages.ts';
import type { CaveatKind } from '#core/vocabulary/caveat.ts';
import type { Bearing } from '#core/vocabulary/design.ts';
import { openGate, openRound } from '#core/vocabulary/status.ts';
import type { Submission } from '#core/vocabulary/submission.ts';
import { drawGate } from '#presentation/thread/gate.ts';
import { viewOf } from '#presentation/view/view.ts';
import { answering, given, of, type World } from '../../support/designs/given.ts';
import { GATED } from '../../support/designs/given-start.ts';
import {
  decision,
  matching,
  reading,
  revision,
  sentences,
} from '../../support/designs/given-submission.ts';

const THREAD = { platform: 'slack', channel: 'C1', thread: 'T1', starter: 'U1' };
const STOP = 'Stop: the contract forbids a second vendor until 2028.';

const kind = ({ design }: World) => openRound(design)?.kind ?? null;
const readings = ({ design }: World) => design.rounds.filter((round) => round.kind === 'reading');
/** The caveats in the order in which the first line names them. */
const caveats = ({ design }: World) => viewOf(design).caveats;
/** Words of Ana that the decision does not reflect, since they came late. */
const late = (...words: string[]) => ({
  kind: 'not_reflected',
  why: 'late',
  by: 'Ana',
  words,
  count: 0,
});
/** Messages of this person that a turn read as changing nothing. */
const ignored = (count = 1, by = 'Ana') => ({
  kind: 'not_reflected',
  why: 'changes_nothing',
  by,
  words: [],
  count,
});
/** What a turn has read in each reply. */
const repliesRead = ({ design }: World) =>
  design.replies.map(({ unread, request, bearing }) => {
    const { since: _, ...read } = bearing ?? { since: 0 };
    return { unread, request, ...read };
  });
/** A reply that a turn has read so. */
const replyRead = (verdict: Bearing['verdict'], sentence = '', request: object | null = null) => ({
  unread: false,
  request,
  reason: 'It says so.',
  sentence,
  verdict,
});
/** A reply of these words alone asks the bot a question. */
const question = (quote: string) => ({
  kind: 'question',
  quote,
  spans: [{ from: 0, to: quote.length }],
});
const OF_PEOPLE: readonly CaveatKind[] = ['unread_words', 'contradicts_person', 'not_reflected'];
const ofPeople = ({ design }: World) =>
  outcomeOf(design).caveats.filter(({ kind }) => OF_PEOPLE.includes(kind));
const sentence = ({ design }: World) => decidedOf(design)?.decision.sentence ?? '';

/** The turn that reads what was said finds that its first reply bears on the decision. */
function bears(world: World) {
  const [first] = readings(world).at(-1)?.replies ?? [];
  const reply = world.design.replies.find(({ id }) => id === first);
  if (reply === undefined) throw new Error('nothing is read');
  return world.submits(
    'synthesizer',
    reading(world.design, { [nameOfReply(reply)]: sentence(world) }),
  );
}

/** A revision that changes its reason for these replies. */
function revisesFor(world: World, ...answers: string[]) {
  const text = `One store is easier to run than two, as ${answers.join()} asks.`;
  const after = decision(world.design, { sentences: sentences(world.design, { why: text }) });
  const changes = listChanges(decidedOf(world.design)?.decision ?? after, after, answers);
  return world.submits('synthesizer', revision(world.design, { changes }));
}

describe('J8: words that come after the draft', () => {
  test.each(['mapping', 'composing', 'auditing', 'revising', 'signing'] as const)(
    'J8: words said while it is %s are read by one turn once a text exists and nobody works',
    (step) => {
      const world = given().reach(step);
      world.says('m1', 'Legal forbids it.', 'Ana');
      expect(readings(world)).toEqual([]);
      while (kind(world) !== 'reading') world.everyoneContributes();
      expect(readings(world).map(({ asked, replies }) => [asked, replies])).toEqual([
        [['synthesizer'], ['m1']],
      ]);
      world.submits('synthesizer', reading(world.design));
      expect(repliesRead(world)).toEqual([replyRead('does_not_matter')]);
      world.reachEnd();
      expect(readings(world)).toHaveLength(1);
      const isLast = step === 'revising' || step === 'signing';
      expect(ofPeople(world)).toEqual(isLast ? [ignored()] : []);
    },
  );

  it('J8: a prohibition said while they sign has the decision revised for it and signed once more', () => {
    const world = given().reach('signing');
    world.says('m1', STOP, 'Ana');
    world.everyoneContributes();
    bears(world);
    expect(kind(world)).toBe('revision');
    expect(repliesRead(world)).toEqual([replyRead('bears', sentence(world))]);
    revisesFor(world, 'R1');
    world.reach('signing').reachEnd();
    expect(of(world.history, 'revision_submitted')).toHaveLength(2);
    expect(of(world.history, 'signature_given')).toHaveLength(6);
    expect(ofPeople(world)).toEqual([]);
  });

  it('J8: two revisions are made for words, and what comes then stands in the first line', () => {
    const world = given().reach('signing');
    for (const [index, name] of ['R1', 'R2'].entries()) {
      world.says(`m${index}`, `${STOP} ${index}`, 'Ana');
      while (kind(world) !== 'reading') world.everyoneContributes();
      bears(world);
      expect(kind(world)).toBe('revision');
      revisesFor(world, name);
      world.reach('signing');
    }
    world.says('m2', 'And no third one.', 'Ana');
    world.everyoneContributes();
    bears(world);
    expect(world.design.step).toBe('deciding');
    expect(ofPeople(world)).toEqual([late('And no third one.')]);
  });

  it('J8: without money for a reading, the words stand in the first line', () => {
    const world = given({ settings: { budgetUsd: 10 } }).reach('signing');
    world.says('m1', STOP, 'Ana');
    world.spends('subtractor', 10);
    world.everyoneContributes();
    expect(readings(world)).toEqual([]);
    expect(ofPeople(world)).toEqual([{ kind: 'unread_words', by: 'Ana', words: [STOP] }]);
  });

  it('J8: an answer in the last second, while what was said before is being read, is read too', () => {
    const world = given().reach('signing');
    world.says('m1', 'Thanks.', 'Ana');
    world.everyoneContributes();
    world.says('m2', STOP, 'Ben');
    world.submits('synthesizer', reading(world.design));
    expect(readings(world).map(({ replies }) => replies)).toEqual([['m1'], ['m2']]);
    bears(world);
    expect(kind(world)).toBe('revision');
  });

  it('J8: somebody who writes whenever a turn ends does not hang the design', () => {
    const world = given().reach('composing');
    for (let said = 0; world.design.settled === null && openGate(world.design) === null; said++) {
      if (said > 200) throw new Error('the design hangs');
      world.says(`m${said}`, `${STOP} ${said}`, 'Ana');
      if (kind(world) === 'reading') bears(world);
      else world.contributes(world.turn().participant);
    }
    const opened = openGate(world.design)?.since ?? Number.POSITIVE_INFINITY;
    expect(readings(world).filter(({ since }) => since < opened).length).toBeLessThanOrEqual(10);
    expect(ofPeople(world)[0]?.kind).toBe('unread_words');
  });

  /** A turn reads the first reply so. */
  function readAs(
    verdict: 'already_there' | 'does_not_matter',
    copied: string,
    world: World,
  ): Submission {
    const { tool, input } = reading(world.design, { R1: copied }) as Extract<
      Submission,
      { tool: 'match_answers' }
    >;
    return {
      tool,
      input: { ...input, bearing: input.bearing.map((each) => ({ ...each, verdict })) },
    };
  }

  it.each(['', 'It waits until 2028.'])(
    'J8: a reading that the decision already does it takes a sentence of it, not “%s”',
    (copied) => {
      const world = given().reach('signing');
      world.says('m1', STOP, 'Ana');
      world.everyoneContributes();
      expect(
        world.refusesSubmission('synthesizer', readAs('already_there', copied, world)).code,
      ).toBe('invalid');
      const other = world.fork();
      world.submits('synthesizer', readAs('already_there', sentence(world), world));
      expect(repliesRead(world)).toEqual([replyRead('already_there', sentence(world))]);
      expect(ofPeople(world)).toEqual([ignored()]);
      expect(() =>
        other.submitsLast('synthesizer', readAs('already_there', copied, world)),
      ).toThrow('submit was refused');
    },
  );

  it('J8: on the last try, words bear on the decision without the sentence that it does not have', () => {
    const world = given().reach('signing');
    world.says('m1', STOP, 'Ana');
    world.everyoneContributes();
    world.submitsLast('synthesizer', reading(world.design, { R1: 'It waits until 2028.' }));
    expect(repliesRead(world)).toEqual([replyRead('bears')]);
    expect(kind(world)).toBe('revision');
  });

  it('J8: a late message has a tick once a change answers it, and not because it was read', () => {
    const mark = ({ design }: World) =>
      desiredMessagesOf({ ...design, thread: THREAD }).marks.get('m1')?.mark;
    const world = given().reach('signing');
    world.says('m1', STOP, 'Ana');
    world.everyoneContributes();
    const other = world.fork();
    other.submits('synthesizer', reading(other.design));
    expect(mark(other)).toBe('heard');
    bears(world);
    expect(mark(world)).toBe('heard');
    revisesFor(world, 'R1');
    expect(mark(world)).toBe('answered');
  });

  test.each<[string, Parameters<typeof reading>[1], string]>([
    [
      'a sentence that is not in the decision',
      { R1: 'We buy a mainframe.' },
      'is not in the decision',
    ],
    ['a reply that nobody gave', { R1: '', R7: '' }, 'There is no R7'],
  ])('A4: %s is refused', (_, named, message) => {
    const world = given().reach('signing');
    world.says('m1', STOP, 'Ana');
    world.everyoneContributes();
    const submission = reading(world.design, named);
    if (submission.tool !== 'match_answers') throw new Error('a reading matches answers');
    const more = Object.keys(named ?? {}).filter((name) => name !== 'R1');
    const bearing = [
      ...submission.input.bearing,
      ...more.map((reply) => ({
        reply,
        reason: 'It says so.',
        sentence: '',
        verdict: 'bears' as const,
      })),
    ];
    const refusal = world.refusesSubmission('synthesizer', {
      ...submission,
      input: { ...submission.input, bearing },
    });
    expect(refusal.message).toContain(message);
  });

  it('J8: a reading that says nothing of a reply is refused', () => {
    const world = given().reach('signing');
    world.says('m1', STOP, 'Ana');
    world.everyoneContributes();
    expect(world.refusesSubmission('synthesizer', matching()).message).toBe(
      '`bearing` says nothing about R1.',
    );
  });
});

describe('J8: words that are said while a gate is open', () => {
  it('J8: words said while a gate is open are read there, and decide nothing', () => {
    const world = given({ says: GATED }).reach('deciding');
    world.says('m1', STOP, 'Ana');
    expect(kind(world)).toBe('reading');
    expect(openGate(world.design)).not.toBeNull();
    bears(world);
    expect(openGate(world.design)).not.toBeNull();
    expect(of(world.history, 'gate_decided')).toEqual([]);
  });

  /** Says one thing after the other, each of which is read by itself, while it can be. */
  function saysOneByOne(world: World, count: number) {
    for (let said = 0; said < count; said++) {
      world.says(`m${said}`, `Why not SQLite? ${said}`, 'Ana');
      if (kind(world) === 'reading') world.submits('synthesizer', reading(world.design));
    }
  }

  it('J8: readings follow each other without delay, and what a bound leaves unread is told as unread', () => {
    const world = given({ says: GATED }).reach('deciding');
    saysOneByOne(world, 22);
    expect(readings(world)).toHaveLength(20);
    expect(world.design.replies.map(({ id }) => isLeftUnread(world.design, id)).indexOf(true)).toBe(
      20,
    );
    const told = JSON.stringify(drawGate(viewOf(world.design), 'gate-1').sections);
    expect(told.match(/\(not read\)/g)).toHaveLength(2);
    expect(ofPeople(world)).toEqual([
      { kind: 'unread_words', by: 'Ana', words: ['Why not SQLite? 20', 'Why not SQLite? 21'] },
      ignored(20),
    ]);
  });

  it('J8: readings at a gate are not counted where the design goes on', () => {
    const world = given({ says: GATED }).reach('deciding');
    saysOneByOne(world, 12);
    world.decidesGate('send_back', 'gate-1', 'Measure it.');
    world.contributes('synthesizer');
    world.says('late', STOP, 'Ana');
    while (kind(world) !== 'reading') world.everyoneContributes();
    expect(readings(world).at(-1)?.replies).toEqual(['late']);
    expect(openGate(world.design)).toBeNull();
  });

  it('J14: a prohibition after a question that was asked of the record counts as unread words', () => {
    const world = given({ says: GATED }).reach('deciding');
    world.says('m1', 'Why not SQLite? Never touch the ledger.', 'Ana');
    const said = { question: '', answer: [], costUsd: 0, replyId: 'm1', by: 'Ana' };
    world.when({ type: 'record_answer', ...said });
    expect(listUnreadReplies(world.design).map(({ id }) => id)).toEqual(['m1']);
  });

  it('J14: a question to the record is not unread words, and brings no caveat though it bears', () => {
    const world = given({ says: GATED }).reach('deciding');
    const before = caveats(world);
    world.says('m1', 'Why not SQLite?', 'Ana');
    world.when({
      type: 'record_answer',
      question: '',
      answer: [],
      costUsd: 0,
      isPrivate: true,
      replyId: 'm1',
      by: 'Ana',
    });
    expect(JSON.stringify(drawGate(viewOf(world.design), 'gate-1').sections)).not.toContain(
      'SQLite',
    );
    expect(caveats(world)).toEqual(before);
    const read = reading(world.design, { R1: sentence(world) });
    if (read.tool !== 'match_answers') throw new Error('a reading matches answers');
    const requests = [{ reply: 'R1', quote: 'Why not SQLite?', kind: 'question' as const }];
    world.submits('synthesizer', { ...read, input: { ...read.input, requests } });
    expect(repliesRead(world)).toEqual([
      replyRead('bears', sentence(world), question('Why not SQLite?')),
    ]);
    expect(caveats(world)).toEqual(before);
  });

  /** Reads the first reply like this at the gate, with these words as what it asks of the bot. */
  function reads(world: World, verdict: 'bears' | 'does_not_matter', quote: string): void {
    const read = reading(world.design, { R1: verdict === 'bears' ? sentence(world) : '' });
    if (read.tool !== 'match_answers') throw new Error('a reading matches answers');
    const bearing = read.input.bearing.map((each) => ({ ...each, verdict }));
    const requests = [{ reply: 'R1', quote, kind: 'question' as const }];
    world.submits('synthesizer', { ...read, input: { ...read.input, bearing, requests } });
  }

  it('J10: what a turn reads as said to the bot is in no list and no count', () => {
    const world = given({ says: GATED }).reach('deciding');
    const before = caveats(world);
    world.says('m1', 'Are we nearly there, dear bot', 'Ana');
    reads(world, 'does_not_matter', 'Are we nearly there, dear bot');
    expect(repliesRead(world)).toEqual([
      replyRead('does_not_matter', '', question('Are we nearly there, dear bot')),
    ]);
    expect(caveats(world)).toEqual(before);
    expect(listSaidSentences(world.design).map(({ text }) => text)).not.toContain(
      'Are we nearly there, dear bot',
    );
    expect(JSON.stringify(drawGate(viewOf(world.design), 'gate-1').sections)).not.toContain(
      'nearly',
    );
  });

  it('J10: what stands beside it stays, and is counted as read', () => {
    const world = given({ says: GATED }).reach('deciding');
    world.says('m1', 'Are we nearly there? Thanks for the tea.', 'Ana');
    reads(world, 'does_not_matter', 'Are we nearly there?');
    expect(ofPeople(world)).toEqual([ignored()]);
    const said = listSaidSentences(world.design).filter(({ replyId }) => replyId === 'm1');
    expect(said.map(({ name, text }) => `${name}: ${text}`)).toEqual(['R1.2: Thanks for the tea.']);
  });

  it('J10: words that bear on the decision are no request alone', () => {
    const world = given({ says: GATED }).reach('deciding');
    world.says('m1', STOP, 'Ana');
    reads(world, 'bears', STOP);
    expect(repliesRead(world)).toEqual([replyRead('bears', sentence(world))]);
    expect(ofPeople(world)).toEqual([late(STOP)]);
  });

  it('J11: messages that a turn reads as changing nothing are counted, however many sentences they have', () => {
    const world = given().reach('signing');
    world.says('m1', 'Off to lunch. Back at two.', 'Ana');
    world.says('m2', 'Thanks.', 'Ben');
    world.everyoneContributes();
    world.submits('synthesizer', reading(world.design));
    expect(ofPeople(world)).toEqual([ignored(), ignored(1, 'Ben')]);
  });

  it('J8: a decision at the gate does not wait for the reading', () => {
    const world = given({ says: GATED }).reach('deciding');
    world.says('m1', STOP, 'Ana');
    const { participant, roundId, id: turnId } = world.turn();
    expect(of(world.decidesGate('accept'), 'turn_finished')).toEqual([
      {
        type: 'turn_finished',
        at: world.now,
        participant,
        roundId,
        turnId,
        outcome: 'cancelled',
        error: {
          class: 'gate_decided',
          message: 'A person decided before it was read.',
          retryable: false,
        },
      },
    ]);
    expect(world.design.settled).not.toBeNull();
    expect(ofPeople(world)).toEqual([{ kind: 'unread_words', by: 'Ana', words: [STOP] }]);
  });

  it('A7: a reading that hangs there is given up by its own deadline, and the gate stays', () => {
    const world = given({ says: GATED }).reach('deciding');
    world.says('m1', STOP, 'Ana');
    const round = openRound(world.design);
    world.deadline(`round:${round?.id ?? 'r0'}`);
    expect(kind(world)).toBeNull();
    expect(openGate(world.design)).not.toBeNull();
  });
});

describe('J10: words are not silence', () => {
  const statuses = ({ design }: World) => design.questions.map(({ status }) => status);

  it('J10: what is said right after Skip, while words are read, answers its question', () => {
    const world = answering();
    world.says('m1', 'Well.');
    world.when({ type: 'go_on', by: 'Ana' });
    world.says('m2', 'Q2: 20 ms', 'Cleo');
    world.submits('synthesizer', matching());
    world.submits('synthesizer', matching());
    expect(statuses(world)).toEqual(['assumed', 'answered', 'assumed']);
  });
});
