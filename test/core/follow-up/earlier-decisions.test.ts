import { describe, expect, it, test } from 'vitest';
import { decidedOf } from '#core/decision/decided.ts';
import {
  earlierDecisionOf,
  findDesignsOnSameQuestion,
  searchDesigns,
} from '#core/follow-up/earlier-decisions.ts';
import type { Command } from '#core/vocabulary/commands.ts';
import { EarlierDecision } from '#core/vocabulary/event-parts.ts';
import type { DesignId } from '#core/vocabulary/ids.ts';
import { summaryOf } from '#engine/commit/commit.ts';
import type { DesignSummary } from '#ports/store.ts';
import { writeRecordMarkdown } from '#presentation/record/record.ts';
import { drawCard } from '#presentation/thread/card.ts';
import { viewOf } from '#presentation/view/view.ts';
import { changeLinesOf } from '#surfaces/terminal/change-lines.ts';
import { given, of } from '../../support/designs/given.ts';
import * as speech from '../../support/designs/given-submission.ts';

const DISSENT = { signing: () => speech.dissent('It will not hold on Mondays.') };

describe('A14: what a design hands to later ones', () => {
  it('A14: before its end a design has no earlier decision to show', () => {
    expect(earlierDecisionOf(given().reach('signing').design)).toBeNull();
  });

  it('A14: a decided design hands on its topic, its decision and how it ended', () => {
    const { design } = given().reachEnd();
    expect(EarlierDecision.parse(earlierDecisionOf(design))).toEqual({
      designId: design.id,
      topic: design.topic,
      status: 'completed',
      endedAt: design.end?.at,
      decision: decidedOf(design)?.decision.sentence,
    });
  });

  it('A14: what a person stopped or a rehearsal wrote is no earlier decision', () => {
    const stopped = given({ says: DISSENT }).reach('deciding');
    stopped.when({
      type: 'decide_gate',
      gateId: 'gate-1',
      choice: 'stop',
      note: '',
      by: 'Ana',
    } as Command);
    expect(earlierDecisionOf(stopped.reachEnd().design)).toBeNull();
    expect(earlierDecisionOf(given({ start: { rehearsal: true } }).reachEnd().design)).toBeNull();
  });

  it('A14: earlier decisions stand on the card, at the start in a terminal and in the record', () => {
    const decision = EarlierDecision.parse(earlierDecisionOf(given().reachEnd().design));
    const earlier = [decision, { ...decision, status: 'needs_review' as const }];
    const world = given({ start: { earlier } });
    const [start] = of(world.history, 'design_started');
    if (start === undefined) throw new Error('it has not started');
    const shown = [
      JSON.stringify(drawCard(viewOf(world.design)).sections),
      changeLinesOf(start, world.design).join('\n'),
      writeRecordMarkdown(world.design),
    ];
    for (const text of shown) {
      expect(text).toContain(`Decided here before: “${decision.decision}”`);
      expect(text).toContain(`Left for review here before: “${decision.decision}”`);
    }
    expect(shown[2]).toContain(decision.designId);
  });
});

const ENDED = summaryOf(given().reachEnd().design);
let count = 0;

function listed(
  topic: string,
  decision: string | null = null,
  more: Partial<DesignSummary> = {},
): DesignSummary {
  count += 1;
  const isOpen = decision === null && more.status === undefined;
  const state = isOpen ? ({ status: 'running', standing: null } as const) : {};
  return { ...ENDED, ...state, id: `dsn_${count}` as DesignId, topic, decision, ...more };
}

const QUEUE = listed(
  'Should the job queue move from Redis to Postgres?',
  'Move the job queue to Postgres, one tenant at a time.',
);
const SEARCH = listed(
  'Soll die Suche auf den neuen Server umziehen?',
  'Die Suche bleibt, bis der neue Server ein Jahr gelaufen ist.',
);
const INVOICES = listed(
  '請求書はどこに保存するべきですか？',
  '請求書はアーカイブに十年間保存する。',
);
const OTHERS = [
  listed('Where do we keep invoices?', 'In the archive bucket, for ten years.'),
  listed('Should we move the office from Berlin to Paris?', 'Stay in Berlin.'),
  listed('How long do we keep logs?', 'Keep logs for thirty days.'),
];

describe('A14: a start finds the same question by its rarer words, in any language', () => {
  const all = [...OTHERS, SEARCH, INVOICES, QUEUE];
  test.each([
    ['the same words', QUEUE.topic, QUEUE],
    [
      'the same letters, whatever signs are between them',
      'should the JOB queue move from redis to postgres',
      QUEUE,
    ],
    ['the same matter in another sentence', 'Redis or Postgres for the job queue', QUEUE],
    ['a narrower topic', 'When does the job queue move to Postgres?', QUEUE],
    ['other forms of its words', 'Moving all jobs and queues off Redis', QUEUE],
    ['words of its decision', 'Does each tenant get a job queue?', QUEUE],
    ['German words', 'Auf welchen Server soll die Suche?', SEARCH],
    ['Japanese words, without spaces', '請求書のアーカイブは必要ですか？', INVOICES],
    ['names in another script', '是否应该把作业队列从Redis迁移到Postgres？', QUEUE],
  ])('A14: an earlier decision is found by %s', (_, topic, decision) => {
    expect(findDesignsOnSameQuestion(topic, all)[0]).toBe(decision);
    expect(findDesignsOnSameQuestion(topic, [decision])).toEqual([decision]);
  });

  test.each([
    ['only words that every question has', 'Should we move the office from Berlin to Paris?'],
    [
      'only words that every question has, and many',
      'Should every service of ours write its own logs, or should there be one place for all of them?',
    ],
    ['a German topic', 'Soll die Rechnungsablage in die Cloud umziehen oder im Keller bleiben?'],
    ['a Russian topic', 'Как долго хранить логи?'],
    ['a Japanese topic', '通知はどのチームが担当するべきですか？'],
    ['nothing', 'Where do we keep invoices?'],
  ])('A14: no earlier decision is found where too little rare is shared: %s', (_, topic) => {
    expect(findDesignsOnSameQuestion(topic, [QUEUE])).toEqual([]);
    expect(findDesignsOnSameQuestion(topic, [SEARCH])).toEqual([]);
    expect(findDesignsOnSameQuestion(topic, [INVOICES])).toEqual([]);
  });

  it('A14: a word that most decisions have finds none, and a rare one finds its own', () => {
    const many = Array.from({ length: 12 }, (_, index) =>
      listed(
        `Which vendor delivers part ${'abcdefghijkl'[index]}${'xyz'.repeat(3)}?`,
        'The cheapest vendor delivers it.',
      ),
    );
    expect(findDesignsOnSameQuestion('Which vendor delivers the turbine?', many)).toEqual([]);
    const turbine = listed('Who repairs the turbine?', 'The yard in Emden.');
    expect(
      findDesignsOnSameQuestion('Which vendor delivers the turbine?', [...many, turbine]),
    ).toEqual([turbine]);
  });

  it('A14: the same topic comes first, then the best match, whatever is decided and what is under way', () => {
    const near = listed('Does the job queue move to Postgres before winter?');
    const far = listed('Is Redis the place for the job queue of the new mailer?', 'It is.');
    const found = findDesignsOnSameQuestion(QUEUE.topic, [far, near, QUEUE, ...OTHERS]);
    expect(found.slice(0, 2)).toEqual([QUEUE, near]);
  });

  it('A14: what was rehearsed, set aside, superseded, run again or left undecided is not found', () => {
    const again = listed(QUEUE.topic, 'Move it at once.');
    const off = [
      listed(QUEUE.topic, 'Move it.', { rehearsal: true }),
      listed(QUEUE.topic, 'Move it.', { setAside: 'event 1 is missing' }),
      listed(QUEUE.topic, 'Move it.', { standing: 'superseded' }),
      listed(QUEUE.topic, null, { status: 'needs_review' }),
      listed(QUEUE.topic, null, { status: 'cancelled' }),
      again,
    ];
    const newest = listed(QUEUE.topic, 'Move it later.', { successorOf: again.id });
    expect(findDesignsOnSameQuestion(QUEUE.topic, [...off, newest])).toEqual([newest]);
    const declined = listed(QUEUE.topic, 'Move it.', { standing: 'declined' });
    expect(findDesignsOnSameQuestion(QUEUE.topic, [declined])).toEqual([declined]);
  });
});

test('A14: a search finds each design that has one of the words, best match first, however it ended', () => {
  const declined = listed('Who repairs the turbine?', 'The yard.', { standing: 'declined' });
  const review = listed('Where do spoons go?', 'Left.', { status: 'needs_review' });
  const all = [...OTHERS, SEARCH, INVOICES, QUEUE, declined, review];
  expect(searchDesigns('redis', all)).toEqual([QUEUE]);
  expect(searchDesigns('tenants', all)).toEqual([QUEUE]);
  expect(searchDesigns('job queue archive', all)).toEqual([QUEUE, OTHERS[0]]);
  expect(searchDesigns('declined', all)).toEqual([declined]);
  expect(searchDesigns('review', all)).toEqual([review]);
  expect(searchDesigns('velociraptor', all)).toEqual([]);
  // Segmented alone as 移す and キュー, and in the sentence as 移|すべ and ジョブキュー.
  const japanese = listed('ジョブキューをRedisからPostgresに移すべきですか?');
  expect(searchDesigns('移す', [...all, japanese])).toEqual([japanese]);
  expect(searchDesigns('キュー', [...all, japanese])).toEqual([japanese]);
  expect(searchDesigns('十年', all)).toEqual([INVOICES]);
});
