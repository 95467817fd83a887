import { describe, expect, test } from 'vitest';
import { SUBMISSION_SCHEMAS, TERMINAL_TOOLS } from '../../../src/core/submission.ts';
import { checkSubmission } from '../../../src/runtime/turn/check-submission.ts';
import { TOOL_SPECS } from '../../../src/runtime/turn/tools.ts';

const LIMIT_BYTES = 100_000;
const PASS = { confidence: 0.5, rationale: 'Nothing is open.' };

describe('a submission', () => {
  test('A1: passes when it fits its schema, and is typed', () => {
    expect(checkSubmission('pass', PASS, LIMIT_BYTES)).toEqual({
      ok: true,
      submission: { tool: 'pass', input: PASS },
      dropped: [],
    });
  });

  test('A1: of more than the bound is refused by its size alone, before anybody reads it', () => {
    const refused = checkSubmission('pass', { ...PASS, rationale: 'x'.repeat(LIMIT_BYTES) }, LIMIT_BYTES);
    expect(refused).toMatchObject({ ok: false, reason: expect.stringContaining('at most 100000') });
  });

  test.each([undefined, null, 'pass', 7, [PASS]])('A1: that is %j is refused', (input) => {
    expect(checkSubmission('pass', input, LIMIT_BYTES)).toMatchObject({ ok: false });
  });

  test.each([
    [{ rationale: 'x' }, 'confidence'],
    [{ confidence: 0.5 }, 'rationale'],
    [{ ...PASS, confidence: 1.01 }, 'confidence'],
    [{ ...PASS, confidence: -0.1 }, 'confidence'],
    [{ ...PASS, confidence: '0.5' }, 'confidence'],
    [{ ...PASS, rationale: '  ' }, 'rationale'],
  ])('A2: %j is refused, naming the field', (input, field) => {
    expect(checkSubmission('pass', input, LIMIT_BYTES)).toMatchObject({
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
    expect(checkSubmission('ask_questions', { questions: [question], ...PASS }, LIMIT_BYTES)).toMatchObject({
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

  test('A2: many errors are reported in few words', () => {
    const claims = Array.from({ length: 20 }, () => ({ kind: 'wish', text: '', citation: 4 }));
    const checked = checkSubmission('submit_proposal', { claims }, LIMIT_BYTES);
    expect(checked.ok ? '' : checked.reason).toMatch(/and \d+ more$/);
    expect(checked.ok ? 0 : checked.reason.length).toBeLessThanOrEqual(1_500);
  });
});

test('A3: no tool that a model sees asks for what the framework knows', () => {
  const names = JSON.stringify(
    TOOL_SPECS.filter((spec) => TERMINAL_TOOLS.some((tool) => tool === spec.name)),
  );
  for (const known of ['designId', '"persona"', '"round"', '"divergence"', '"path"']) {
    expect(names).not.toContain(known);
  }
});
