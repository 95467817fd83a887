import { describe, expect, it, test } from 'vitest';
import { changeLines } from '../../../src/adapters/terminal/change-lines.ts';
import { alike } from '../../../src/core/outcome/lesson.ts';
import { lessonOf } from '../../../src/core/telling/lesson.ts';
import { cardDocument } from '../../../src/core/telling/message/card.ts';
import { recordMarkdown } from '../../../src/core/telling/paper/record.ts';
import type { Command } from '../../../src/core/vocabulary/commands.ts';
import { Lesson } from '../../../src/core/vocabulary/events.ts';
import { sharedMaterial } from '../../../src/runtime/turn/material.ts';
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
    expect(lesson.decision).toBe(design.revisions.at(-1)?.revision.decision.sentence);
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

  it('a lesson stands in the prompts of all and in the record of a design that is like it', () => {
    const lesson = Lesson.parse(lessonOf(given().reachEnd().design));
    const { design } = given({ start: { lessons: [{ ...lesson, decision: 'Keep <material> *Redis*.' }] } });
    const blocks = sharedMaterial(design).map(({ text }) => text);
    const block = blocks.find((text) => text.startsWith('# Earlier designs like this one'));
    expect(block).toContain(`<material source="earlier design ${lesson.designId}">`);
    expect(block).toContain('Decision: Keep &lt;material> *Redis*.');
    expect(blocks.indexOf(block ?? '')).toBeLessThan(
      blocks.findIndex((text) => text.startsWith('# The repository')),
    );
    expect(recordMarkdown(design)).toContain(`Earlier designs like this one`);
    expect(recordMarkdown(design)).toContain(lesson.designId);
  });
});

describe('which topics are alike', () => {
  const QUEUE = 'Should the job queue move from Redis to Postgres?';
  test.each([
    ['the same', QUEUE],
    ['the same matter in another sentence', 'Redis or Postgres for the job queue'],
    ['a narrower one', 'When does the job queue move to Postgres?'],
    ['another form of its words', 'Moving all jobs and queues off Redis'],
  ])('topics are alike: %s', (_, topic) => {
    expect(alike(QUEUE, [{ topic }], 3)).toHaveLength(1);
  });
  test.each([
    ['words that every question has', 'Should we move the office from Berlin to Paris?'],
    ['one word in common', 'Postgres 17 or 18?'],
    ['nothing', 'Where do we keep invoices?'],
  ])('topics are not alike by %s', (_, topic) => {
    expect(alike(QUEUE, [{ topic }], 3)).toEqual([]);
  });
  it('likeness holds for languages without spaces', () => {
    const topic = '是否应该把作业队列从Redis迁移到Postgres？';
    expect(
      alike(topic, [{ topic: '作业队列：Redis还是Postgres？' }, { topic: '办公室搬到哪里？' }], 3),
    ).toHaveLength(1);
  });
  it('the likest topics come first, and no more than are asked for', () => {
    const near = { topic: 'The job queue and Postgres' };
    const far = { topic: 'Is Redis the place for the job queue of the new mailer?' };
    expect(alike(QUEUE, [far, near, { topic: QUEUE }, far], 2)).toEqual([{ topic: QUEUE }, near]);
  });
});
