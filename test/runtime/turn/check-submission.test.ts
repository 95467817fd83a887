import { describe, expect, test } from 'vitest';
import { SUBMISSION_SCHEMAS, TERMINAL_TOOLS } from '../../../src/core/vocabulary/submission.ts';
import { checkSubmission } from '../../../src/runtime/turn/check-submission.ts';
import { TOOL_SPECS } from '../../../src/runtime/turn/tools.ts';

const LIMIT_BYTES = 100_000;
const PASS = { rationale: 'Nothing is open.' };
const SIGN = { verdict: 'signs', dissent: '', confidence: 0.5, rationale: 'It holds.' };

describe('a submission', () => {
  test('A1: passes when it fits its schema, and is typed', () => {
    expect(checkSubmission('pass', PASS, LIMIT_BYTES)).toEqual({
      ok: true,
      submission: { tool: 'pass', input: PASS },
      dropped: [],
    });
  });

  test('A1: a submission of more than the bound is refused by its size alone, before anybody reads it', () => {
    const refused = checkSubmission('pass', { ...PASS, rationale: 'x'.repeat(LIMIT_BYTES) }, LIMIT_BYTES);
    expect(refused).toMatchObject({ ok: false, reason: expect.stringContaining('at most 100000') });
  });

  test.each([undefined, null, 'pass', 7, [PASS]])('A1: that is %j is refused', (input) => {
    expect(checkSubmission('pass', input, LIMIT_BYTES)).toMatchObject({ ok: false });
  });

  test.each([
    [{ ...SIGN, confidence: undefined }, 'confidence'],
    [{ ...SIGN, rationale: undefined }, 'rationale'],
    [{ ...SIGN, confidence: 1.01 }, 'confidence'],
    [{ ...SIGN, confidence: -0.1 }, 'confidence'],
    [{ ...SIGN, confidence: '0.5' }, 'confidence'],
    [{ ...SIGN, rationale: '  ' }, 'rationale'],
  ])('A2: %j is refused, naming the field', (input, field) => {
    expect(checkSubmission('sign', input, LIMIT_BYTES)).toMatchObject({
      ok: false,
      reason: expect.stringContaining(`- ${field}:`),
    });
  });

  test.each([
    'designId',
    'design_id',
    'persona',
    'PersonaId',
    'participant',
    'round',
    'round-id',
    'divergence',
    'path',
  ])('A3: a smuggled %s is dropped and named, not taken', (field) => {
    const checked = checkSubmission('pass', { ...PASS, [field]: 'subtractor' }, LIMIT_BYTES);
    expect(checked).toEqual({ ok: true, submission: { tool: 'pass', input: PASS }, dropped: [field] });
  });

  test('A3: any other extra field is refused, at the top and below', () => {
    expect(checkSubmission('pass', { ...PASS, approve: true }, LIMIT_BYTES)).toMatchObject({ ok: false });
    const question = { text: 'How many?', why: 'It decides.', assumption: 'Few.', persona: 'subtractor' };
    expect(checkSubmission('ask_questions', { questions: [question] }, LIMIT_BYTES)).toMatchObject({
      ok: false,
      reason: expect.stringContaining('questions.0'),
    });
  });

  test('A3: no field of any schema is one that the framework would drop', () => {
    for (const tool of TERMINAL_TOOLS) {
      const fields = Object.fromEntries(
        Object.keys(SUBMISSION_SCHEMAS[tool].shape).map((name) => [name, null]),
      );
      expect(checkSubmission(tool, fields, LIMIT_BYTES).dropped).toEqual([]);
    }
  });

  test('A2: a submission with a text that is too long is answered with its measured length and what to leave out', () => {
    const tooLong = checkSubmission('pass', { ...PASS, rationale: 'x'.repeat(2_345) }, LIMIT_BYTES);
    expect(tooLong).toMatchObject({
      ok: false,
      reason: expect.stringContaining(
        '- rationale: has 2345 characters, and at most 2000 are taken: leave out 345 or more',
      ),
    });
    const question = { text: 'How many?', why: 'It decides.', assumption: 'Few.' };
    const tooMany = { questions: Array(5).fill(question) };
    expect(checkSubmission('ask_questions', tooMany, LIMIT_BYTES)).toMatchObject({
      ok: false,
      reason: expect.stringContaining('- questions: has 5 entries, and at most 3 are taken: leave out the 2'),
    });
  });

  test('A2: a submission at the last try has a text that is too long kept and cut, with a mark; nothing else is', () => {
    const words = `${'Because of the replica. '.repeat(200)}the end`;
    const cut = checkSubmission('pass', { ...PASS, rationale: words }, LIMIT_BYTES, 'cut');
    const rationale = cut.ok && cut.submission.tool === 'pass' ? cut.submission.input.rationale : '';
    expect(rationale.length).toBeLessThanOrEqual(2_000);
    expect(rationale.startsWith('Because of the replica.')).toBe(true);
    expect(rationale.endsWith(' … [cut]')).toBe(true);
    const wrong = checkSubmission('sign', { ...SIGN, rationale: words, confidence: 7 }, LIMIT_BYTES, 'cut');
    expect(wrong).toMatchObject({ ok: false, reason: expect.stringContaining('- confidence:') });
  });

  test('a submission may have notes beside it, bounded like any text', () => {
    expect(checkSubmission('pass', { ...PASS, notes: 'a.ts:3 retries twice' }, LIMIT_BYTES)).toEqual({
      ok: true,
      submission: { tool: 'pass', input: PASS, notes: 'a.ts:3 retries twice' },
      dropped: [],
    });
    const long = { ...PASS, notes: 'x'.repeat(1_600) };
    expect(checkSubmission('pass', long, LIMIT_BYTES)).toMatchObject({
      ok: false,
      reason: expect.stringContaining('- notes: has 1600 characters'),
    });
    const cut = checkSubmission('pass', long, LIMIT_BYTES, 'cut');
    expect(cut.ok && cut.submission.notes).toMatch(/x … \[cut\]$/);
  });

  test('A2: many errors are reported in few words', () => {
    const claims = Array.from({ length: 20 }, () => ({ kind: 'wish', text: '', citation: 4 }));
    const checked = checkSubmission('submit_proposal', { claims }, LIMIT_BYTES);
    expect(checked.ok ? '' : checked.reason).toMatch(/and \d+ more$/);
    expect(checked.ok ? 0 : checked.reason.length).toBeLessThanOrEqual(1_500);
  });
});

test('A3: no tool that a model sees asks for facts that the framework knows', () => {
  const names = JSON.stringify(
    TOOL_SPECS.filter((spec) => TERMINAL_TOOLS.some((tool) => tool === spec.name)),
  );
  for (const known of ['designId', '"persona"', '"round"', '"divergence"', '"path"']) {
    expect(names).not.toContain(known);
  }
});
