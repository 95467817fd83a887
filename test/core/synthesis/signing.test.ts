import { describe, expect, it } from 'vitest';
import { given } from '../../support/given.ts';
import { brief, dissent, questions, signature } from '../../support/given-submission.ts';

describe('J5: signing and dissent', () => {
  it('J5: a dissent is kept word for word, beside the signatures, and stops nothing', () => {
    const words = '  One week is too short:\n\n> two, at least.\n';
    const world = given().reach('signing');
    world.submits('subtractor', dissent(words));
    world.reachEnd();
    expect(
      world.design.signatures.map(({ participant, verdict, dissent: text }) => [participant, verdict, text]),
    ).toEqual([
      ['subtractor', 'dissents', words],
      ['archaeologist', 'signs', ''],
      ['migrationist', 'signs', ''],
    ]);
    expect(world.design.end?.status).toBe('completed');
  });

  it('J5: a composite from which all dissent is not outvoted: it completes with every dissent', () => {
    const world = given({ says: { signing: () => dissent('No.') } }).reachEnd();
    expect(world.design.end?.status).toBe('completed');
    expect(world.design.signatures.map(({ verdict }) => verdict)).toEqual([
      'dissents',
      'dissents',
      'dissents',
    ]);
  });

  it('A4: a dissent without words is refused', () => {
    const refusal = given().reach('signing').refusesSubmission('subtractor', dissent(''));
    expect(refusal).toMatchObject({ code: 'incomplete' });
    expect(refusal.message).toContain('`dissent`');
  });

  it('A4: words of dissent under a signature are refused as unclear', () => {
    const unclear = signature({ verdict: 'signs', dissent: 'But not happily.' });
    const refusal = given().reach('signing').refusesSubmission('subtractor', unclear);
    expect(refusal).toMatchObject({ code: 'invalid' });
    expect(refusal.message).toContain('`dissents`');
  });
});

describe('A4: a brief speaks of every assumption', () => {
  /** Q1 and Q3 are assumed, Q2 is answered. */
  function briefing() {
    const world = given({ says: { questions: () => questions('Which?') } }).reach('answering');
    world.replies('Q2: the second');
    return world.reach('briefing');
  }
  const about = (...ids: string[]) =>
    brief({ ifAssumptionsFail: ids.map((question) => ({ question, effect: 'It would wait.' })) });

  it('A4: with each assumption named, it is taken', () => {
    const world = briefing();
    world.submits('synthesizer', about('Q3', 'Q1'));
    expect(world.design.brief?.participant).toBe('synthesizer');
  });

  it('A4: one that is silent about an assumption is refused with the list', () => {
    expect(briefing().refusesSubmission('synthesizer', about('Q1'))).toEqual({
      code: 'incomplete',
      message: '`ifAssumptionsFail` says nothing about Q3.',
    });
    expect(briefing().refusesSubmission('synthesizer', about()).message).toContain('Q1, Q3');
  });

  it('A4: one that names a question that was answered, or never asked, is refused with those that count', () => {
    expect(briefing().refusesSubmission('synthesizer', about('Q1', 'Q2', 'Q9', 'Q3'))).toEqual({
      code: 'unknown_reference',
      message: 'Q2, Q9 is not a question with an assumption; they are Q1, Q3.',
    });
    const world = given({ settings: { questions: 'none' } }).reach('briefing');
    expect(world.refusesSubmission('synthesizer', about('Q1')).message).toContain('there is none');
  });
});
