import { describe, expect, it } from 'vitest';
import { decidedOf } from '#core/decision/decided.ts';
import { listUnsupportedNow } from '#core/decision/grounds.ts';
import { listSaidWithFates, listSentencesToJudge } from '#core/decision/people.ts';
import { outcomeOf } from '#core/outcome/outcome.ts';
import { listUnreadReplies } from '#core/questions/replies/answers-given.ts';
import { listSaidSentences } from '#core/questions/replies/sentences-said.ts';
import type { RoundKind } from '#core/vocabulary/sets.ts';
import { openRound } from '#core/vocabulary/status.ts';
import { MOST_JUDGED, type Submission, type SubmissionInput } from '#core/vocabulary/submission.ts';
import { cutInside } from '#foundation/cut-text.ts';
import { writeBrief } from '#presentation/decision/brief.ts';
import { bannerOf } from '#presentation/judged/banner.ts';
import { PEOPLE_SAID } from '#presentation/judged/said.ts';
import { writeRecordMarkdown } from '#presentation/record/record.ts';
import { caveatsOf } from '../../support/designs/caveats-of.ts';
import { given, type World } from '../../support/designs/given.ts';
import type { Script } from '../../support/designs/given-start.ts';
import {
  audit,
  composite,
  confirmation,
  contradicting,
  decision,
  framing,
  mapping,
  reading,
  refuting,
  revision,
} from '../../support/designs/given-submission.ts';
import { quotation, saying } from '../../support/designs/shown.ts';

const AGREED: Script = { mapping: () => mapping(), audit: () => audit() };
/** Outside gates, and at one gate. */
const MOST_READINGS = 10 + 20;
const kind = ({ design }: World) => openRound(design)?.kind ?? null;
const unjudged = ({ design }: World) =>
  listSaidWithFates(design).filter(({ fate }) => fate === null);
const ofReplies = ({ design }: World) =>
  listSaidWithFates(design).filter(({ replyId }) => replyId !== null);

const LONG = `No${', not so'.repeat(40)}:\n- Redis`;

describe('J8: sentences that people said', () => {
  it('J8: sentences of people have numbers, answers first; quoted or letterless ones are nobody’s', () => {
    const world = given({ says: AGREED }).reach('answering');
    world.says(
      'm1',
      saying('Thanks for asking! 👍\n\n', quotation('> Redis goes.'), '\n\nIt is late.'),
      'Ana',
    );
    world.replies('👍', 'Cem');
    world.replies('Q1: Fifteen a second. Only in March.', 'Ben');
    const said = listSaidSentences(world.design).filter(({ replyId }) => replyId !== null);
    expect(said.map(({ name, text, answers }) => [name, text, answers.join()])).toEqual([
      ['R3.1', 'Fifteen a second.', 'Q1'],
      ['R3.2', 'Only in March.', 'Q1'],
      ['R1.1', 'Thanks for asking!', ''],
      ['R1.2', 'It is late.', ''],
    ]);
  });

  it('J8: a question, a prohibition on its line, and parts of a sentence without end have rows of their own', () => {
    const world = given({ says: AGREED }).reach('answering');
    const list = Array.from({ length: 60 }, (_, index) => `table ${index} stays where it is`).join(
      ', ',
    );
    world.replies('Can it wait? No. Never before March 3.\nSee http://a/?b=1 for it.', 'Ana');
    world.replies(`Keep it: ${list}`, 'Ben');
    const said = listSaidSentences(world.design).filter(({ replyId }) => replyId !== null);
    const rows = said.map(({ text }) => text);
    expect(rows.slice(0, 4)).toEqual([
      'Can it wait?',
      'No.',
      'Never before March 3.',
      'See http://a/?b=1 for it.',
    ]);
    expect(rows.slice(4).map(({ length }) => length < 600)).toEqual([true, true, true]);
  });

  it.each([
    ['Redis stays\nNot before June', ['Redis stays', 'Not before June']],
    ['Yes.\nRedis stays.', ['Yes.', 'Redis stays.']],
    ['Wrong:\n- Redis\n- Kafka', ['Wrong:', 'Wrong:\n- Redis', 'Wrong: … Kafka']],
    [LONG, [LONG.slice(0, -8), `${cutInside(LONG.slice(0, -8), 200)}\n- Redis`]],
  ])('J8: a sentence is shown with the line that introduces it: %j', (text, expected) => {
    const world = given({ says: AGREED }).reach('answering');
    world.replies(text, 'Ana');
    expect(ofReplies(world).map((each) => each.text)).toEqual(expected);
  });

  it('J8: a note with which a person settles a difference is theirs too', () => {
    const says: Script = { mapping: () => mapping(['high', 'A', 'BC']) };
    const world = given({ says }).reach('arguing');
    world.settles('D1', '1a', 'We may not. Ask Legal.');
    expect(ofReplies(world).map(({ name, author, text }) => [name, author, text])).toEqual([
      ['D1.1', 'Ana', 'We may not.'],
      ['D1.2', 'Ana', 'Ask Legal.'],
    ]);
  });

  describe('J8: of the topic', () => {
    const topic = 'Jobs need a home. Redis stays for the cache. We have two stores.';
    const context = [{ name: 'mail', text: 'We met. We have no third server.' }];
    const audited = (changes: Partial<SubmissionInput<'frame'>>) => {
      const audits: Script['audit'] = (design) => refuting(design, audit());
      const says: Script = {
        ...AGREED,
        audit: audits,
        framing: (design) => framing(design, [], changes),
        composite: (design) => {
          const sentences = [{ part: 'why' as const, text: 'There are two.', rests: ['T.3'] }];
          return composite(design, { decision: decision(design, { sentences }) });
        },
      };
      return given({ isFramedFirst: true, says, start: { topic, context } });
    };
    const passRounds = (world: World, of: RoundKind) => {
      for (let round = openRound(world.design); round?.kind === of; round = openRound(world.design))
        world.deadline(`round:${round.id}`);
    };
    const decided = [{ quote: 'stays for the cache' }, { quote: 'no third server' }];

    it('J8: of the topic the auditor judges what the frame quotes, and the record counts the others', () => {
      const world = audited({ decided }).reach('auditing');
      expect(openRound(world.design)?.said).toEqual(['T.2', 'T.4']);
      const { design } = world.reachEnd();
      expect(unjudged(world).map(({ name }) => name)).toEqual(['T.1', 'T.3']);
      expect(caveatsOf(world, 'not_reflected')).toEqual([]);
      const record = writeRecordMarkdown(design);
      expect(record).toContain('audit: 2 sentences of the question not judged');
      const { facts } = bannerOf(outcomeOf(design));
      expect(facts.join()).toContain('2 sentences of the question not judged');
      expect(record).not.toContain('- Ana: “We have two stores.”');
    });

    it('J8: a sentence of the decision may rest on any sentence of the topic', () => {
      const { design } = audited({ decided: [] }).reachEnd();
      expect(decidedOf(design)?.quoted).toEqual([
        { name: 'T.3', author: 'Ana', text: 'We have two stores.' },
      ]);
      expect(listUnsupportedNow(design)).not.toContain('sentence 1');
    });

    it('J8: what the frame quotes and the audit left out stays a caveat', () => {
      const world = audited({ decided }).reach('auditing');
      const rows = refuting(world.design, audit());
      if (rows.tool !== 'submit_audit') throw new Error('an audit is submitted as one');
      world.submitsLast('auditor', { ...rows, input: { ...rows.input, said: [] } });
      passRounds(world, 'confirmation');
      expect(caveatsOf(world.reachEnd(), 'not_reflected')).toEqual([
        {
          kind: 'not_reflected',
          why: 'not_judged',
          by: 'Ana',
          words: ['Redis stays for the cache.', 'We have no third server.'],
          count: 2,
        },
      ]);
    });

    it('J8: all of it is judged if nobody could frame the question', () => {
      const world = audited({}).reach('framing');
      passRounds(world, 'framing');
      world.reach('auditing');
      expect(world.design.frame).toBeNull();
      expect(openRound(world.design)?.said).toEqual(['T.1', 'T.2', 'T.3']);
    });
  });

  it('J8: a reply keeps its number when another is taken back', () => {
    const world = given({ says: AGREED }).reach('answering');
    world.says('m1', 'It is late.', 'Ana');
    world.says('m2', 'It is early.', 'Ben');
    world.when({ type: 'withdraw_reply', replyId: 'm1' });
    world.says('m3', 'It is noon.', 'Cem');
    const names = listSaidSentences(world.design).map(({ name }) => name);
    expect(names.filter((name) => name.startsWith('R'))).toEqual(['R2.1', 'R3.1']);
  });

  it('J8: 300 sentences are judged by three calls of the auditor at most, and the others are not read', () => {
    const world = given({ says: AGREED }).reach('answering');
    const sentences = Array.from(
      { length: 300 },
      (_, index) => `Sentence ${index + 1} is about the queue.`,
    );
    sentences[150] = 'We may not use a second vendor before 2028.';
    world.replies(sentences.join(' '), 'Ana');
    world.reach('auditing');
    const all = listSaidSentences(world.design).length;
    const judged: string[] = [];
    while (kind(world) !== 'signing') {
      const round = openRound(world.design);
      if (round?.kind === 'audit' || round?.kind === 'confirmation')
        judged.push(...listSentencesToJudge(world.design, round).map(({ text }) => text));
      world.everyoneContributes();
    }
    expect(judged).toHaveLength(3 * MOST_JUDGED);
    expect(judged).toContain('We may not use a second vendor before 2028.');
    expect(unjudged(world)).toHaveLength(all - 3 * MOST_JUDGED);
    expect(world.design.rounds.some(({ kind: each }) => each === 'revision')).toBe(false);
  });

  it('J8: before a revision the auditor is not asked again about whom the text contradicts', () => {
    const world = given({ says: { ...AGREED, audit: () => contradicting('R1.1') } }).reach(
      'answering',
    );
    world.replies(
      Array.from({ length: 90 }, (_, index) => `It has ${index + 1} parts.`).join(' '),
      'Ana',
    );
    world.reach('confirming');
    const { said = [] } = openRound(world.design) ?? {};
    expect(said).toContain('R1.90');
    expect(said).not.toContain('R1.1');
  });

  it('J8: a reply edited while the auditor reads moves no other sentence, and its row is accepted', () => {
    const world = given({ says: AGREED }).reach('answering');
    world.says('m1', 'It is late.', 'Ben');
    world.replies(
      Array.from({ length: 90 }, (_, index) => `It has ${index + 1} parts.`).join(' '),
      'Ana',
    );
    world.reach('auditing');
    const submission = refuting(world.design, audit());
    world.when({ type: 'revise_reply', replyId: 'm1', author: 'Ben', text: 'It is early.' });
    world.submits('auditor', submission);
    expect(unjudged(world)).toHaveLength(
      listSaidSentences(world.design).length - (MOST_JUDGED - 1),
    );
  });

  it('J8: words said or edited while the auditor reads are not owed', () => {
    const world = given({ says: AGREED }).reach('mapping');
    world.says('m1', 'It is late.', 'Ben');
    world.reach('auditing');
    const read = refuting(world.design, audit());
    world.says('m2', 'It is noon.', 'Ana');
    world.when({ type: 'revise_reply', replyId: 'm1', author: 'Ben', text: 'It is early.' });
    const fates = (submission: Submission) => {
      const other = world.fork();
      other.submits('auditor', submission);
      return ofReplies(other).map(({ name, fate }) => [name, fate]);
    };
    const none = [
      ['R2.1', null],
      ['R3.1', null],
    ];
    expect(fates(read)).toEqual(none);
    expect(fates(audit())).toEqual(none);
  });

  it('J8: who contradicts himself has a row for each of the two, and the edited one has none', () => {
    const world = given({ says: AGREED }).reach('answering');
    world.says('m1', 'None of them reads it.', 'Ana');
    world.says('m2', 'Just kidding, all of them do.', 'Ana');
    world.reach('auditing');
    expect(ofReplies(world).map(({ text }) => text)).toEqual([
      'None of them reads it.',
      'Just kidding, all of them do.',
    ]);
    world.when({
      type: 'revise_reply',
      replyId: 'm1',
      author: 'Ana',
      text: 'Two of them read it.',
    });
    expect(ofReplies(world).map(({ text }) => text)).toEqual([
      'Just kidding, all of them do.',
      'Two of them read it.',
    ]);
  });

  it('J8: words that a late reading finds in two sentences of the decision are there', () => {
    const says: Script = {
      ...AGREED,
      composite: (design) => {
        const sentences = ['Keep no job.', 'One job may be late.'].map((text) => {
          return { part: 'why' as const, text, rests: ['A-1'] };
        });
        return composite(design, { decision: decision(design, { sentences }) });
      },
      reading: (design) => {
        const read = reading(design, { R1: 'Keep no job.  One job may be late.' });
        if (read.tool !== 'match_answers') throw new Error('a reading matches answers');
        const there = read.input.bearing.map((each) => ({
          ...each,
          verdict: 'already_there' as const,
        }));
        return { ...read, input: { ...read.input, bearing: there } };
      },
    };
    const world = given({ says }).reach('signing');
    world.says('m1', 'Do not lose jobs.', 'Ana');
    world.reachEnd();
    expect(ofReplies(world).map(({ fate }) => fate)).toEqual(['reflected']);
  });

  it('J8: a word every ten seconds ends, and each word is read and listed or told as unread', () => {
    const world = given({ says: { ...AGREED, reading: (design) => reading(design) } }).reach(
      'auditing',
    );
    for (let words = 1; world.design.settled === null && words < 80; words++) {
      world.later(10_000).says(`m${words}`, `Word ${words} is late.`, 'Ana');
      world.everyoneContributes();
    }
    world.reachEnd();
    const { rounds, replies } = world.design;
    expect(rounds.filter(({ kind: each }) => each === 'reading').length).toBeLessThanOrEqual(
      MOST_READINGS,
    );
    const unread = listUnreadReplies(world.design).length;
    const listed = ofReplies(world).filter(
      ({ fate }) => fate === 'does_not_matter' || fate === 'reflected',
    );
    expect(listed.length + unread).toBe(replies.length);
  });
});

describe('J8: what people said and the decision does not say', () => {
  it('J8: the brief has it, and apart from it what changed nothing; the record has each judgement', () => {
    const fates = {
      'R1.1': 'contradicted',
      'R1.2': 'not_used',
      'R2.1': 'does_not_matter',
    } as const;
    const rows = Object.entries(fates).map(([said, fate]) => {
      const sentence = fate === 'contradicted' ? '4' : '';
      return { said, fate, why: `It says nothing of ${said}.`, sentence };
    });
    const { tool, input } = audit();
    const says: Script = {
      mapping: () => mapping(),
      audit: () => ({ tool, input: { ...input, said: rows } }),
      revision: (design) =>
        revision(design, {
          changes: [],
          findings: [{ finding: 'R1.1', where: 'It cannot be done.', done: 'left_open' }],
        }),
      confirmation: (design) => confirmation(design),
    };
    const world = given({ says }).reach('answering');
    world.replies('We may not use a second vendor. Cem knows the old one.', 'Ana');
    world.replies('Good luck!', 'Ben');
    const { design } = world.reachEnd();
    expect(writeRecordMarkdown(design)).toContain(
      [
        '- Ana: “We may not use a second vendor.” *Contradicted:* “The queue moves in steps.” It says nothing of R1.1.',
        '- Ana: “Cem knows the old one.” *Not in the decision* It says nothing of R1.2.',
        '- Ben: “Good luck!” *Changes nothing* It says nothing of R2.1.',
      ].join('\n'),
    );
    const brief = writeBrief(design) ?? '';
    const [, section = ''] = brief.split(`## ${PEOPLE_SAID}\n\n`);
    expect(section.split('\n\nEverything else')[0]).toBe(
      [
        '- Ana: “We may not use a second vendor.” *Contradicted:* “The queue moves in steps.”',
        '- Ana: “Cem knows the old one.” *Not in the decision*',
        '- Ben: “Good luck!” *Changes nothing*',
      ].join('\n'),
    );
  });
});
