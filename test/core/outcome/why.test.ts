import { describe, expect, test } from 'vitest';
import { decisionSentences, Why, whyInBrief, whyNumber, whyWords } from '../../../src/core/outcome/why.ts';
import { whySections } from '../../../src/core/presentation/decision/why.ts';
import { plainOf } from '../../../src/core/presentation/format/plain-document.ts';
import type { TurnId } from '../../../src/core/vocabulary/ids.ts';
import { finding } from '../../support/given-submission.ts';
import { completed } from '../../support/sample-design.ts';

const REQUEST = 'req_011CSHoEeqs5C35K2UUqR7Fy';
const asked = () => [REQUEST];
const settled = completed({ difference: 'conceded' }).design;
const text = (why: Why | null) => (why === null ? '' : whySections(why).map(plainOf).join('\n\n'));

describe('the trace of a sentence', () => {
  test('in brief it has the strongest claims with their sources, and counts the others', () => {
    const whole = decisionSentences(settled)
      .map(({ number }) => whyNumber(settled, number, asked))
      .toSorted((one, other) => (other?.claims.length ?? 0) - (one?.claims.length ?? 0))[0];
    if (whole == null) throw new Error('it has sentences');
    const { claims, moreClaims } = whyInBrief(whole, 1);
    expect(claims.map(({ id, citation }) => [id, citation?.place])).toEqual([
      [whole.claims[0]?.id, whole.claims[0]?.citation?.place],
    ]);
    expect(claims.length + moreClaims).toBe(whole.claims.length + whole.moreClaims);
    expect(claims.flatMap(({ differences }) => differences.flatMap((each) => each.arguments))).toEqual([]);
    expect(whyInBrief(whole, 100)).toMatchObject({ moreClaims: whole.moreClaims });
  });

  test('words find the sentence that has them, and a sentence as it stands goes before others', () => {
    const sentences = decisionSentences(settled);
    for (const sentence of sentences) {
      const found = whyWords(settled, sentence.text, asked);
      expect(found?.text).toBe(sentence.text);
    }
    expect(sentences.map(({ number }) => number)).toEqual(sentences.map((_, index) => index + 1));
    expect(whyWords(settled, 'xylophone', asked)).toBeNull();
  });

  test('it leads from claims by their source, differences and arguments to turns and requests', () => {
    const all = decisionSentences(settled).map(({ number }) => whyNumber(settled, number, asked));
    for (const why of all) expect(Why.parse(why)).toEqual(why);
    const claims = all.flatMap((why) => why?.claims ?? []);
    const cited = claims.find(({ citation }) => citation !== null);
    expect(cited).toMatchObject({ turn: { kind: 'proposals', requests: [REQUEST] } });
    const those = claims.flatMap(({ differences }) => differences);
    expect(those).not.toEqual([]);
    expect(those[0]).toMatchObject({
      label: '1',
      settled: { outcome: 'conceded', position: { label: '1a' } },
    });
    const said = those.flatMap((difference) => difference.arguments);
    expect(new Set(said.map(({ turn }) => turn?.kind))).toEqual(new Set(['argument']));
  });

  test('a turn is named by its number in the order in which turns began', () => {
    const revised = decisionSentences(settled).find((each) => each.text.includes('each measured'));
    const why = whyNumber(settled, revised?.number ?? 0, asked);
    const turn = settled.turns[(why?.written?.number ?? 0) - 1];
    expect(turn?.id).toBe(why?.written?.turnId);
    expect(why?.written).toMatchObject({ kind: 'revision', title: 'Synthesizer' });
  });

  test('a sentence that a revision has put otherwise leads to that revision and to the finding', () => {
    const found = finding({ severity: 'major', text: 'Nothing says how it is measured' });
    const { design } = completed({ findings: [found] });
    const why = whyWords(design, 'Move the queue in four steps, each measured.', asked);
    expect(why?.written?.kind).toBe('revision');
    expect(why?.changedFor).toEqual([{ id: 'F1', text: found.text }]);
    expect(text(why)).toContain('Changed for F1, “Nothing says how it is measured”');
  });

  test('requests are asked for by the turns in it alone, and none on record is nothing to say', () => {
    const seen: TurnId[] = [];
    const why = whyNumber(settled, 1, (turn) => {
      seen.push(turn);
      return [];
    });
    expect(seen.every((id) => settled.turns.some((turn) => turn.id === id))).toBe(true);
    expect(text(why)).not.toContain('request');
  });

  test('it has nothing before there is a decision', () => {
    const early = { ...settled, composites: [], revisions: [] };
    expect(decisionSentences(early)).toEqual([]);
    expect(whyWords(early, 'queue', asked)).toBeNull();
    expect(whyNumber(early, 1, asked)).toBeNull();
  });
});
