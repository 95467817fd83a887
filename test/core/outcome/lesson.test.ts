import { describe, expect, it, test } from 'vitest';
import { changeLines } from '../../../src/adapters/terminal/change-lines.ts';
import { decidedIn } from '../../../src/core/decision/decided.ts';
import { alike, lessonsWith } from '../../../src/core/outcome/lesson.ts';
import { recordMarkdown } from '../../../src/core/presentation/record/record.ts';
import { cardDocument } from '../../../src/core/presentation/thread/card.ts';
import { lessonOf } from '../../../src/core/presentation/web/lesson.ts';
import type { Command } from '../../../src/core/vocabulary/commands.ts';
import { Lesson } from '../../../src/core/vocabulary/event-parts.ts';
import { given, of } from '../../support/given.ts';
import * as speech from '../../support/given-submission.ts';

const DISSENT = 'It will not hold on Mondays. ';

describe('A14: what a design taught', () => {
  it('a design has no lesson before its end', () => {
    expect(lessonOf(given().reach('signing').design)).toBeNull();
  });

  it('a lesson has what was decided, what decided it, and how sure they were', () => {
    const { design } = given().reachEnd();
    const lesson = Lesson.parse(lessonOf(design));
    expect(lesson).toMatchObject({
      designId: design.id,
      topic: design.topic,
      status: 'completed',
      failed: [],
    });
    expect(lesson.decision).toBe(decidedIn(design)?.decision.sentence);
    const [settled] = design.divergences;
    const prevailed = settled?.positions.find(({ id }) => id === settled.settlement?.position);
    expect(lesson.decidedBy).toContain(`${settled?.description}: ${prevailed?.statement}`);
    expect(lesson.confidence).toBe(Math.min(...design.signatures.map(({ confidence }) => confidence)));
  });

  it('a lesson names dissents by their authors, and why a person had to look, each cut to its room', () => {
    const signing = () => speech.dissent(DISSENT.repeat(40));
    const world = given({ says: { signing }, settings: { gates: 'none' } }).reachEnd();
    const lesson = Lesson.parse(lessonOf(world.design));
    expect(lesson.status).toBe('needs_review');
    expect(lesson.failed).toContain('all of them dissent');
    expect(lesson.failed.find((each) => each.startsWith('The archaeologist dissented: It will'))).toMatch(
      /…$/,
    );
  });

  it('a lesson has no decision where a person stopped the design', () => {
    const world = given({ says: { signing: () => speech.dissent(DISSENT) } }).reach('deciding');
    world.when({ type: 'decide_gate', gateId: 'gate-1', choice: 'stop', note: '', by: 'Ana' } as Command);
    const lesson = Lesson.parse(lessonOf(world.reachEnd().design));
    expect(lesson).toMatchObject({ status: 'needs_review', decision: null, confidence: null });
    expect(lesson.failed).toContain('a person stopped it');
  });

  it('a lesson has the reason of an end that came before a decision', () => {
    const world = given().reach('proposing');
    world.cancels();
    expect(lessonOf(world.design)).toMatchObject({
      status: 'cancelled',
      decision: null,
      decidedBy: [],
      confidence: null,
      failed: ['a person cancelled it'],
    });
  });

  it('a lesson has no decision where a rehearsal said nothing on its topic', () => {
    const { design } = given({ start: { rehearsal: true } }).reachEnd();
    expect(lessonOf(design)).toMatchObject({
      decision: null,
      failed: ['REHEARSAL: no model was called'],
      rehearsal: true,
    });
  });

  it('a lesson stands on the card of a design that is like it, and at its start in a terminal', () => {
    const lesson = Lesson.parse(lessonOf(given().reachEnd().design));
    const undecided = { ...lesson, topic: 'Where do jobs go?', decision: null };
    const reviewed = { ...lesson, status: 'needs_review' } as const;
    const world = given({ start: { lessons: [lesson, undecided, reviewed] } });
    const card = JSON.stringify(cardDocument(world.design).sections(3_000));
    expect(card).toContain(`Decided here before: “${lesson.decision}”`);
    expect(card).toContain(`Discussed here before, and left for review: “${lesson.decision}”`);
    expect(card).toContain('Discussed here before, without a decision: “Where do jobs go?”');
    const [start] = of(world.history, 'design_started');
    if (start === undefined) throw new Error('it has not started');
    expect(changeLines(start, world.design)).toEqual(
      expect.arrayContaining([
        `Decided here before: “${lesson.decision}” (${lesson.designId})`,
        `Discussed here before, and left for review: “${lesson.decision}” (${lesson.designId})`,
        `Discussed here before, without a decision: “Where do jobs go?” (${lesson.designId})`,
      ]),
    );
  });

  it('a lesson stands in the record of a design that is like it', () => {
    const lesson = Lesson.parse(lessonOf(given().reachEnd().design));
    const record = recordMarkdown(given({ start: { lessons: [lesson] } }).design);
    expect(record).toContain(`Similar earlier designs`);
    expect(record).toContain(lesson.designId);
  });
});

/** Text of a lesson: its topic, its decision, and what decided it. */
function taught(topic: string, decision: string | null = null, ...decidedBy: string[]) {
  return { topic, decision, decidedBy };
}

const QUEUE = taught(
  'Should the job queue move from Redis to Postgres?',
  'Move the job queue to Postgres, one tenant at a time.',
  'Two people have asked for one database fewer to run.',
  'Jobs were lost when Redis was restarted in March.',
);
const SEARCH = taught(
  'Soll die Suche auf den neuen Server umziehen?',
  'Die Suche bleibt, bis der neue Server ein Jahr gelaufen ist.',
  'Der alte Server ist bezahlt, und die Suche ist schnell genug.',
);
const INVOICES = taught(
  '請求書はどこに保存するべきですか？',
  '請求書はアーカイブに十年間保存する。',
  '法律で十年間と決まっている。',
);
const OTHERS = [
  taught(
    'Where do we keep invoices?',
    'In the archive bucket, for ten years.',
    'The law asks for ten years.',
  ),
  taught(
    'Should we move the office from Berlin to Paris?',
    'Stay in Berlin.',
    'The lease runs for two more years.',
  ),
  taught('How long do we keep logs?', 'Keep logs for thirty days.', 'Nobody has looked at an older one.'),
];

describe('A14: lessons are found by the rarer words of topic, decision and reasons, in any language', () => {
  const all = [...OTHERS, SEARCH, INVOICES, QUEUE];
  test.each([
    ['the same words', QUEUE.topic, QUEUE],
    ['the same matter in another sentence', 'Redis or Postgres for the job queue', QUEUE],
    ['a narrower topic', 'When does the job queue move to Postgres?', QUEUE],
    ['other forms of its words', 'Moving all jobs and queues off Redis', QUEUE],
    ['words of its reasons alone', 'Which database for the jobs?', QUEUE],
    ['German words', 'Auf welchen Server soll die Suche?', SEARCH],
    ['Japanese words, without spaces', '請求書のアーカイブは必要ですか？', INVOICES],
    ['names in another script', '是否应该把作业队列从Redis迁移到Postgres？', QUEUE],
  ])('A14: a lesson is found by %s', (_, topic, lesson) => {
    expect(alike(topic, all, 1)).toEqual([lesson]);
    expect(alike(topic, [lesson], 1)).toEqual([lesson]);
  });

  test.each([
    ['only words that every question has', 'Should we move the office from Berlin to Paris?'],
    [
      'only words that every question has, and many',
      'Should every service of ours write its own logs, or should there be one place for all of them?',
    ],
    ['a German topic', 'Soll die Rechnungsablage in die Cloud umziehen oder im Keller bleiben?'],
    ['a Russian topic', 'Как долго хранить логи?'],
    ['nothing', 'Where do we keep invoices?'],
  ])('A14: no lesson is found where too little rare is shared: %s', (_, topic) => {
    expect(alike(topic, [QUEUE], 3)).toEqual([]);
    expect(alike(topic, [SEARCH], 3)).toEqual([]);
  });

  it('A14: a word that most lessons have finds none, and a rare one finds its own', () => {
    const many = Array.from({ length: 12 }, (_, index) =>
      taught(
        `Which vendor delivers part ${'abcdefghijkl'[index]}${'xyz'.repeat(3)}?`,
        'The cheapest vendor delivers it.',
      ),
    );
    expect(alike('Which vendor delivers the turbine?', many, 3)).toEqual([]);
    const turbine = taught('Who repairs the turbine?', 'The yard in Emden.');
    expect(alike('Which vendor delivers the turbine?', [...many, turbine], 3)).toEqual([turbine]);
  });

  it('A14: the likest lessons come first, and no more than are asked for', () => {
    const near = taught('Does the job queue move to Postgres before winter?');
    const far = taught('Is Redis the place for the job queue of the new mailer?');
    const given = [far, near, QUEUE, ...OTHERS];
    expect(alike(QUEUE.topic, given, 2)).toEqual([QUEUE, near]);
  });

  it('A14: who looks for a lesson finds each that has one of the words, the best match first', () => {
    expect(lessonsWith('redis', all, 9)).toEqual([QUEUE]);
    expect(lessonsWith('job queue archive', all, 9)).toEqual([QUEUE, OTHERS[0]]);
    expect(lessonsWith('turbine', all, 9)).toEqual([]);
  });
});
