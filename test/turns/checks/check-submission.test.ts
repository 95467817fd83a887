import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { No } from '#foundation/no.ts';
import { checkSubmission } from '#turns/checks/check-submission.ts';
import { parseWithRepairs } from '#turns/models/repair.ts';
import { proposal } from '../../support/designs/sample-design.ts';

const LIMIT_BYTES = 100_000;
const PASS = { rationale: 'Nothing is open.' };
const SIGN = { verdict: 'signs', dissent: '', confidence: 0.5, rationale: 'It holds.' };

const refusedFor = (reason: unknown) => ({ submission: { why: { reason } } });

describe('a submission', () => {
  test('A1: passes when it fits its schema, and is typed', () => {
    expect(checkSubmission('pass', PASS, LIMIT_BYTES)).toEqual({
      submission: { tool: 'pass', input: PASS },
      repaired: [],
    });
  });

  test('A1: a submission of more than the bound is refused by its size alone, before anybody reads it', () => {
    const refused = checkSubmission(
      'pass',
      { ...PASS, rationale: 'x'.repeat(LIMIT_BYTES) },
      LIMIT_BYTES,
    );
    expect(refused).toMatchObject(refusedFor(expect.stringContaining('at most 100000')));
  });

  test('A1: a submission of exactly the bound is read', () => {
    const bytes = Buffer.byteLength(JSON.stringify(PASS));
    expect(checkSubmission('pass', PASS, bytes)).toMatchObject({ submission: { tool: 'pass' } });
    expect(checkSubmission('pass', PASS, bytes - 1)).toMatchObject({ submission: expect.any(No) });
  });

  test('A20: three rounds of repair are made, and no fourth', () => {
    const schemaOf = (levels: number): z.ZodType =>
      levels === 0
        ? z.strictObject({ is: z.boolean() })
        : z.strictObject({ in: schemaOf(levels - 1) });
    const inputOf = (levels: number): object =>
      levels === 0 ? { is: true } : { in: JSON.stringify(inputOf(levels - 1)) };
    const isRepaired = (levels: number) =>
      parseWithRepairs(schemaOf(levels), inputOf(levels)).parsed.success;
    expect([isRepaired(3), isRepaired(4)]).toEqual([true, false]);
  });

  test.each([undefined, null, 'pass', 7, [PASS]])(
    'A1: a submission that is %j is refused',
    (input) => {
      expect(checkSubmission('pass', input, LIMIT_BYTES)).toMatchObject({
        submission: expect.any(No),
      });
    },
  );

  test.each([
    [{ ...SIGN, confidence: undefined }, 'confidence'],
    [{ ...SIGN, rationale: undefined }, 'rationale'],
    [{ ...SIGN, confidence: 1.01 }, 'confidence'],
    [{ ...SIGN, confidence: -0.1 }, 'confidence'],
    [{ ...SIGN, confidence: '0.5 or so' }, 'confidence'],
    [{ ...SIGN, confidence: '1.5' }, 'confidence'],
    [{ ...SIGN, confidence: 'true' }, 'confidence'],
    [{ ...SIGN, confidence: '' }, 'confidence'],
    [{ ...SIGN, rationale: '  ' }, 'rationale'],
  ])('A2: %j is refused, naming the field', (input, field) => {
    expect(checkSubmission('sign', input, LIMIT_BYTES)).toMatchObject(
      refusedFor(expect.stringContaining(`- ${field}:`)),
    );
  });

  test.each([
    ['submit_audit', 'confidence', '0.7', 0.7],
    ['frame', 'isDesignQuestion', 'true', true],
    ['frame', 'isDesignQuestion', 'false', false],
    ['frame', 'isDesignQuestion', 'True', true],
    ['frame', 'isDesignQuestion', 'False', false],
  ] as const)(
    'A20: in %s, a string that is exactly what %s wants is read: %j',
    (tool, field, given, read) => {
      const { repaired, ...checked } = checkSubmission(tool, { [field]: given }, LIMIT_BYTES);
      expect(repaired).toContainEqual({ repair: 'json_in_string', fields: [field] });
      // What else it lacks is another matter.
      expect(JSON.stringify(checked)).not.toContain(`- ${field}`);
      expect(typeof read).not.toBe('string');
    },
  );

  test.each([
    ['confidence', 'Confidence'],
    ['rationale', 'RATIONALE'],
    ['dissent', 'dis_sent'],
  ])('A20: the field %s is read under the name %s', (field, name) => {
    const { [field as 'dissent']: value, ...others } = SIGN;
    const { repaired, ...checked } = checkSubmission(
      'sign',
      { ...others, [name]: value },
      LIMIT_BYTES,
    );
    expect(repaired).toEqual([{ repair: 'field_name', fields: [name] }]);
    // What else it lacks is another matter.
    expect(JSON.stringify(checked)).not.toContain(`- ${field}`);
  });

  test('A20: a field in another spelling is read within a list as well', () => {
    const asks = { questions: [{ why: 'w', text: 't', Assumption: 'a' }] };
    const checked = checkSubmission('ask_questions', asks, LIMIT_BYTES);
    expect(checked).toMatchObject({
      submission: { tool: 'ask_questions' },
      repaired: [{ repair: 'field_name', fields: ['Assumption'] }],
    });
  });

  test.each([
    ['two spellings', { Rationale: 'One.', RATIONALE: 'Two.' }, '- rationale:'],
    ['another spelling of what is there', { rationale: '', Rationale: 'Two.' }, '- rationale:'],
  ])('A1: of %s, none is chosen', (_what, input, reason) => {
    expect(checkSubmission('pass', input, LIMIT_BYTES)).toMatchObject(
      refusedFor(expect.stringContaining(reason)),
    );
  });

  test.each(['{"rationale": ', "{'rationale': 'It's so'}", 'Enough.'])(
    'A2: an input that is no JSON is refused as that: %s',
    (input) => {
      expect(checkSubmission('pass', input, LIMIT_BYTES)).toMatchObject(
        refusedFor(
          '- input: is a text, and no JSON object can be read from it: check its quotes, commas and end',
        ),
      );
    },
  );

  test.each(['designId', 'persona', 'path', 'approve'])(
    'A3, A20: a smuggled %s is dropped and named, not taken',
    (field) => {
      const checked = checkSubmission('pass', { ...PASS, [field]: 'subtractor' }, LIMIT_BYTES);
      const repaired = [{ repair: 'unknown_field', fields: [field] }];
      expect(checked).toEqual({ submission: { tool: 'pass', input: PASS }, repaired });
    },
  );

  const question = { text: 'How many?', why: 'It decides.', assumption: 'Few.' };
  const asking = (questions: unknown) =>
    checkSubmission('ask_questions', { questions }, LIMIT_BYTES);

  test('A20: an unknown field is dropped however deep it stands', () => {
    expect(asking([{ ...question, persona: 'subtractor' }])).toEqual({
      submission: { tool: 'ask_questions', input: { questions: [question] } },
      repaired: [{ repair: 'unknown_field', fields: ['persona'] }],
    });
  });

  test('A20: JSON in a string is read where an object or a list belongs, also within another', () => {
    const inString = { repair: 'json_in_string', fields: ['questions'] };
    expect(asking(JSON.stringify([question]))).toMatchObject({
      submission: { tool: 'ask_questions' },
      repaired: [inString],
    });
    expect(asking(JSON.stringify([JSON.stringify({ ...question, more: 1 })]))).toEqual({
      submission: { tool: 'ask_questions', input: { questions: [question] } },
      repaired: [
        inString,
        { repair: 'json_in_string', fields: ['0'] },
        { repair: 'unknown_field', fields: ['more'] },
      ],
    });
  });

  test.each([
    ['a text that is no JSON', 'How many?'],
    ['JSON of another kind', '"How many?"'],
    ['JSON that is nested too deeply', '['.repeat(30) + ']'.repeat(30)],
  ])('A20: %s is refused where a list belongs', (_name, text) => {
    const refused = refusedFor(expect.stringContaining('- questions:'));
    expect(asking(text)).toMatchObject(refused);
  });

  test('A20: a text that happens to be JSON stays a text where one belongs', () => {
    const checked = checkSubmission('pass', { rationale: '["as it is"]' }, LIMIT_BYTES);
    expect(checked).toMatchObject({ submission: { input: { rationale: '["as it is"]' } } });
  });

  test('A2: a submission with too long a text is answered with its length and what to leave out', () => {
    const tooLong = checkSubmission('pass', { ...PASS, rationale: 'x'.repeat(2_345) }, LIMIT_BYTES);
    expect(tooLong).toMatchObject(
      refusedFor(
        expect.stringContaining(
          '- rationale: has 2345 characters, and at most 2000 are accepted: leave out 345 or more',
        ),
      ),
    );
    const tooMany = { questions: Array(5).fill(question) };
    expect(checkSubmission('ask_questions', tooMany, LIMIT_BYTES)).toMatchObject(
      refusedFor(
        expect.stringContaining(
          '- questions: has 5 entries, and at most 2 are accepted: leave out the 3',
        ),
      ),
    );
  });

  test('A2: at the last try a text that is too long is cut with a mark, and nothing else is', () => {
    const words = `${'Because of the replica. '.repeat(200)}the end`;
    const cut = checkSubmission('pass', { ...PASS, rationale: words }, LIMIT_BYTES, 'cut');
    const { submission } = cut;
    const rationale =
      !(submission instanceof No) && submission.tool === 'pass' ? submission.input.rationale : '';
    expect(rationale.length).toBeLessThanOrEqual(2_000);
    expect(rationale.startsWith('Because of the replica.')).toBe(true);
    expect(rationale.endsWith(' … [cut]')).toBe(true);
    const wrong = checkSubmission(
      'sign',
      { ...SIGN, rationale: words, confidence: 7 },
      LIMIT_BYTES,
      'cut',
    );
    expect(wrong).toMatchObject(refusedFor(expect.stringContaining('- confidence:')));
  });

  const cutOf = (changes: object) =>
    checkSubmission('submit_proposal', { ...proposal('Ana'), ...changes }, LIMIT_BYTES, 'cut');

  test('A2: at the last try a list that is missing is empty, if it may be, and on record as that', () => {
    const { steps: _, ...input } = proposal('Ana');
    expect(cutOf({ steps: undefined })).toEqual({
      submission: { tool: 'submit_proposal', input: { ...input, steps: [] } },
      repaired: [{ repair: 'bookkeeping', fields: ['`steps`: empty'] }],
    });
  });

  test.each<[string, object]>([
    ['a missing list that may not be empty', { claims: undefined }],
    ['a missing text', { headline: undefined }],
    ['a missing number', { confidence: undefined }],
    ['a text where a list belongs', { steps: 'First this.' }],
    ['a list that is too long', { steps: Array(50).fill('Again.') }],
  ])('A2: at the last try %s is refused all the same', (_, changes) => {
    const [field = ''] = Object.keys(changes);
    const { submission, repaired } = cutOf(changes);
    expect(repaired).toEqual([]);
    expect(submission).toMatchObject({ why: { rule: expect.stringMatching(`^${field}: `) } });
  });

  test('A2: a name that is too long is not cut at the last try, nor a quotation or its place', () => {
    const cited = (citation: object) => ({
      claims: [{ kind: 'fact', text: 'It is.', citation: { place: '', quote: '', ...citation } }],
    });
    const x = 'x'.repeat(401);
    for (const given of [cited({ place: x }), cited({ quote: x })])
      expect(cutOf(given)).toMatchObject({ submission: expect.any(No) });
    expect(cutOf({ headline: x })).toMatchObject({
      submission: { input: { headline: `${'x'.repeat(192)} … [cut]` } },
    });
    const frame = { isDesignQuestion: true, reason: 'It is.', restated: 'Shall it?', decided: [] };
    const framed = { ...frame, language: x, personas: [] };
    expect(checkSubmission('frame', framed, LIMIT_BYTES, 'cut')).toMatchObject({
      submission: { why: { rule: expect.stringMatching('language') } },
    });
  });

  test('a submission may have notes beside it, bounded like any text', () => {
    expect(
      checkSubmission('pass', { ...PASS, notes: 'a.ts:3 retries twice' }, LIMIT_BYTES),
    ).toEqual({
      submission: { tool: 'pass', input: PASS, notes: 'a.ts:3 retries twice' },
      repaired: [],
    });
    const long = { ...PASS, notes: 'x'.repeat(1_600) };
    expect(checkSubmission('pass', long, LIMIT_BYTES)).toMatchObject(
      refusedFor(expect.stringContaining('- notes: has 1600 characters')),
    );
    const cut = checkSubmission('pass', long, LIMIT_BYTES, 'cut');
    expect(cut).toMatchObject({ submission: { notes: expect.stringMatching(/x … \[cut\]$/) } });
  });

  test('A2: twelve errors are named and the others counted, in at most 1500 characters', () => {
    const refused = (claims: number) => {
      const claim = { kind: 'fact', text: '', citation: { place: '', quote: '' } };
      const input = { ...proposal('Ana'), claims: Array(claims).fill(claim) };
      const { submission } = checkSubmission('submit_proposal', input, LIMIT_BYTES);
      return submission instanceof No ? submission.why.reason.split('\n') : [];
    };
    expect(refused(12)).toHaveLength(12);
    expect(refused(13)).toHaveLength(13);
    expect(refused(13).at(-1)).toBe('- and 1 more');
    expect(refused(14).at(-1)).toBe('- and 2 more');
    const part = { part: 'nothing', number: '', how: 'insert', fields: [], rests: [] };
    const changes = Array(12).fill({ ...part, answers: ['F1'] });
    const revised = checkSubmission('submit_revision', { changes, findings: [] }, LIMIT_BYTES);
    const { submission } = revised;
    expect(submission instanceof No ? submission.why.reason.length : 0).toBe(1_500);
  });

  test('A2: many errors are reported in few words', () => {
    const claims = Array.from({ length: 20 }, () => ({ kind: 'wish', text: '', citation: 4 }));
    const checked = checkSubmission('submit_proposal', { claims }, LIMIT_BYTES);
    expect(checked).toMatchObject(refusedFor(expect.stringMatching(/^.{1,1490}and \d+ more$/s)));
  });
});
