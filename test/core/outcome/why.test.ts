import { describe, expect, test } from 'vitest';
import { decisionSentencesOf, traceParts, traceWords, Why } from '../../../src/core/outcome/why.ts';
import { WHOLE } from '../../../src/presentation/format/document.ts';
import { plainOf } from '../../../src/presentation/format/plain-document.ts';
import { drawWhy } from '../../../src/presentation/why.ts';
import { given } from '../../support/designs/given.ts';
import { finding } from '../../support/designs/given-submission.ts';
import { playToEnd } from '../../support/designs/sample-design.ts';

const settled = playToEnd({ difference: 'conceded' }).design;
const text = (why: Why | null) =>
  why === null ? '' : drawWhy(why).sections(WHOLE).map(plainOf).join('\n\n');

describe('the trace of a sentence', () => {
  test('words find the sentence that has them, and a sentence as it stands goes before others', () => {
    const sentences = decisionSentencesOf(settled);
    for (const sentence of sentences) {
      const found = traceWords(settled, sentence.text);
      expect(found?.text).toBe(sentence.text);
    }
    expect(sentences.map(({ number }) => number)).toEqual(sentences.map((_, index) => index + 1));
    expect(traceWords(settled, 'xylophone')).toBeNull();
  });

  test('a sentence’s trace leads from claims by their source, differences and arguments to turns', () => {
    const all = [...traceParts(settled).values()];
    for (const why of all) expect(Why.parse(why)).toEqual(why);
    const claims = all.flatMap(({ claims: own }) => own);
    const cited = claims.find(({ citation }) => citation !== null);
    expect(cited).toMatchObject({ turn: { kind: 'proposals' } });
    const those = claims.flatMap(({ differences }) => differences);
    expect(those).not.toEqual([]);
    expect(those[0]).toMatchObject({
      label: '1',
      settled: { outcome: 'conceded', position: { label: '1a' }, by: ['Migrationist', 'Subtractor'] },
    });
    const said = those.flatMap((difference) => difference.arguments);
    expect(new Set(said.map(({ turn }) => turn?.kind))).toEqual(new Set(['argument']));
  });

  test('a difference that a person settled names that person', () => {
    const world = given().reach('arguing');
    world.settles('D1', '1a');
    const claims = [...traceParts(world.reachEnd().design).values()].flatMap((why) => why.claims);
    const [difference] = claims.flatMap(({ differences }) => differences);
    expect(difference?.settled).toMatchObject({ outcome: 'settled_by_person', by: ['Ana'] });
  });

  test('a turn is named by its number in the order in which turns began', () => {
    const revised = decisionSentencesOf(settled).find((each) => each.text.includes('each measured'));
    const why = traceWords(settled, revised?.text ?? '');
    const turn = settled.turns[(why?.written?.number ?? 0) - 1];
    expect(turn?.id).toBe(why?.written?.turnId);
    expect(why?.written).toMatchObject({ kind: 'revision', title: 'Synthesizer' });
  });

  test('a sentence that a revision has put otherwise leads to that revision and to the finding', () => {
    const found = finding({ severity: 'major', text: 'Nothing says how it is measured' });
    const { design } = playToEnd({ findings: [found] });
    const why = traceWords(design, 'Move the queue in four steps, each measured.');
    expect(why?.written?.kind).toBe('revision');
    expect(why?.changedFor).toEqual([{ id: 'F1', text: found.text }]);
    expect(text(why)).toContain('Changed for F1, “Nothing says how it is measured”');
  });

  test('a sentence’s trace has nothing before the decision', () => {
    const early = { ...settled, composites: [], revisions: [] };
    expect(decisionSentencesOf(early)).toEqual([]);
    expect(traceWords(early, 'queue')).toBeNull();
    expect(traceParts(early).size).toBe(0);
  });
});
