import { describe, expect, it, test } from 'vitest';
import {
  SUBMISSION_SCHEMAS,
  type Submission,
  TERMINAL_TOOLS,
  type TerminalTool,
} from '../../../src/core/vocabulary/submission.ts';
import { BARE } from '../../support/claims.ts';
import * as speech from '../../support/given-submission.ts';
import { sampleSubmissions } from '../../support/submissions.ts';

const VALID: Submission[] = [
  speech.questions('Why?'),
  speech.pass(),
  speech.matching(['Q1', 'R1', 'about 900']),
  speech.proposal(),
  speech.mapping(['high', 'A', 'B']),
  { tool: 'restate', input: sampleSubmissions.restate },
  speech.argument(speech.point('1b', ['A-1'])),
  { tool: 'refute', input: sampleSubmissions.refute },
  { tool: 'submit_composite', input: sampleSubmissions.submit_composite },
  speech.audit('minor'),
  { tool: 'submit_revision', input: sampleSubmissions.submit_revision },
  { tool: 'confirm_revision', input: sampleSubmissions.confirm_revision },
  speech.signature(),
];

const WITHOUT_CONFIDENCE: readonly TerminalTool[] = ['ask_questions', 'pass', 'match_answers'];
/** Each of its questions says why it is asked. */
const WITHOUT_RATIONALE: readonly TerminalTool[] = ['ask_questions'];

function inputOf(tool: TerminalTool): Record<string, unknown> {
  const found = VALID.find((submission) => submission.tool === tool);
  if (found === undefined) throw new Error(`no valid ${tool}`);
  return { ...found.input };
}

function problems(tool: TerminalTool, input: unknown): string[] {
  const { error } = SUBMISSION_SCHEMAS[tool].safeParse(input);
  return (error?.issues ?? []).map((issue) => issue.path.join('.'));
}

describe.each(TERMINAL_TOOLS)('the schema of %s', (tool) => {
  it('A1: the schema takes what is in order, as it is', () => {
    expect(SUBMISSION_SCHEMAS[tool].parse(inputOf(tool))).toEqual(inputOf(tool));
  });

  it('A1: the schema refuses a field that it does not know', () => {
    expect(SUBMISSION_SCHEMAS[tool].safeParse({ ...inputOf(tool), extra: 1 }).success).toBe(false);
  });

  // What judges nothing has no confidence.
  const judges = !WITHOUT_CONFIDENCE.includes(tool);
  const hasRationale = !WITHOUT_RATIONALE.includes(tool);
  const judged = [
    ...(judges && tool !== 'argue' && tool !== 'restate' ? ['confidence'] : []),
    ...(hasRationale ? ['rationale'] : []),
  ];
  // A turn that finds nobody asking for anything may say nothing of it.
  const isLeftOut = (field: string) => tool === 'match_answers' && field === 'requests';
  const others = Object.keys(inputOf(tool)).filter((field) => !judged.includes(field) && !isLeftOut(field));
  const refusesWithout = (field: string): void => {
    const { [field]: _, ...rest } = inputOf(tool);
    expect(problems(tool, rest)).toEqual([field]);
  };

  if (judged.length > 0)
    test.each(judged)('A2: the schema refuses an input without %s, which is never a default', refusesWithout);

  if (others.length > 0) test.each(others)('A1: the schema refuses an input without %s', refusesWithout);

  // An argument has one on each of its points, before it and after.
  const fields = tool === 'argue' ? ['confidence', 'confidenceNow'] : judges ? ['confidence'] : [];
  const withConfidence = (field: string, value: unknown) => {
    const input = inputOf(tool);
    // What is said point by point has it there.
    for (const list of ['points', 'positions']) {
      const entries = input[list];
      if (Array.isArray(entries)) return { ...input, [list]: [{ ...entries[0], [field]: value }] };
    }
    return { ...input, [field]: value };
  };

  if (!judges)
    it('A2: the schema takes no confidence where nothing is judged', () => {
      expect(problems(tool, { ...inputOf(tool), confidence: 0.5 })).toEqual(['']);
    });

  describe.each(fields)('its %s', (field) => {
    test.each([-0.01, 1.01, 100, Number.NaN, Number.POSITIVE_INFINITY, '0.5', null, undefined])(
      'A2: the schema refuses a confidence of %j',
      (confidence) => {
        const [problem] = problems(tool, withConfidence(field, confidence));
        expect(problem?.split('.').at(-1)).toBe(field);
      },
    );

    test.each([0, 1, 0.5])('A2: the schema takes a confidence of %d', (confidence) => {
      expect(problems(tool, withConfidence(field, confidence))).toEqual([]);
    });
  });

  if (hasRationale)
    test.each(['', '   ', 'x'.repeat(2_001), null, 7])(
      'A2: the schema refuses a rationale that is none or too long (%#)',
      (rationale) => {
        expect(problems(tool, { ...inputOf(tool), rationale })).toEqual(['rationale']);
      },
    );

  test.each(['designId', 'participant', 'roundId', 'turnId', 'divergenceId', 'sha256', 'path', 'at'])(
    'A3: the schema has no %s, which only the framework knows',
    (field) => {
      expect(Object.keys(SUBMISSION_SCHEMAS[tool].shape)).not.toContain(field);
      expect(SUBMISSION_SCHEMAS[tool].safeParse({ ...inputOf(tool), [field]: 'x' }).success).toBe(false);
    },
  );

  it('A1: the schema refuses what is no object', () => {
    for (const input of [null, 'text', 7, [], [inputOf(tool)]])
      expect(SUBMISSION_SCHEMAS[tool].safeParse(input).success).toBe(false);
  });
});

describe('A1: what lies within is as strict', () => {
  const nested: [TerminalTool, string][] = [
    ['ask_questions', 'questions'],
    ['match_answers', 'matches'],
    ['submit_proposal', 'claims'],
    ['map_divergences', 'divergences'],
    ['argue', 'points'],
    ['submit_composite', 'accounts'],
    ['submit_audit', 'findings'],
    ['submit_revision', 'findings'],
    ['confirm_revision', 'findings'],
    ['confirm_revision', 'unfounded'],
  ];

  test.each(nested)('A1: %s refuses an extra or a missing field in %s', (tool, list) => {
    const input = inputOf(tool);
    const items = input[list];
    const [first] = Array.isArray(items) ? items : [];
    expect(first).toBeTypeOf('object');
    expect(problems(tool, { ...input, [list]: [{ ...first, extra: 1 }] })).toEqual([`${list}.0`]);
    for (const field of Object.keys(first)) {
      const { [field]: _, ...rest } = first;
      expect(problems(tool, { ...input, [list]: [rest] })).toEqual([`${list}.0.${field}`]);
    }
  });

  test.each<[TerminalTool, Record<string, unknown>, string]>([
    ['ask_questions', { questions: [] }, 'no question'],
    [
      'ask_questions',
      { questions: Array.from({ length: 4 }, () => ({ text: 'a', why: 'b', assumption: 'c' })) },
      'four',
    ],
    ['match_answers', { matches: [{ question: 'Q1', reply: 'R1', quote: ' ' }] }, 'a quote of blanks'],
    ['submit_proposal', { claims: [] }, 'no claim'],
    ['submit_proposal', { claims: [{ ...BARE, kind: 'opinion', text: 't' }] }, 'another kind of claim'],
    ['submit_proposal', { headline: '  ' }, 'a headline of blanks'],
    [
      'map_divergences',
      { divergences: [{ description: 'd', impact: 'HIGH', positions: [] }] },
      'another impact',
    ],
    ['argue', { addresses: [] }, 'an argument that addresses nothing (J6)'],
    [
      'submit_composite',
      { accounts: [{ claim: 'A-1', disposition: 'ignored', into: '', reason: '' }] },
      'a disposition',
    ],
    ['sign', { verdict: 'abstains', dissent: '' }, 'a third verdict'],
    ['submit_audit', { findings: [{ kind: 'lost', severity: 'fatal', text: 't' }] }, 'another severity'],
    ['submit_audit', { premortem: '' }, 'no pre-mortem'],
    [
      'submit_revision',
      { findings: [{ finding: 'F1', done: 'ignored', where: 'w' }] },
      'a finding that is neither acted on nor left open',
    ],
  ])('A1: %s refuses %o (%s)', (tool, changes) => {
    expect(problems(tool, { ...inputOf(tool), ...changes })).not.toEqual([]);
  });

  it('J6: a position or an agreement without a claim is refused', () => {
    const positions = [
      { statement: 's', claims: [] },
      { statement: 't', claims: ['A-1'] },
    ];
    const divergences = [{ description: 'd', impact: 'low', positions }];
    const agreements = [{ statement: 's', claims: [] }];
    expect(problems('map_divergences', { ...inputOf('map_divergences'), agreements, divergences })).toEqual([
      'agreements.0.claims',
      'divergences.0.positions.0.claims',
    ]);
  });

  it('J6: one position is no divergence', () => {
    const lone = { description: 'd', impact: 'low', positions: [{ statement: 's', claims: ['A-1'] }] };
    expect(problems('map_divergences', { ...inputOf('map_divergences'), divergences: [lone] })).toEqual([
      'divergences.0.positions',
    ]);
  });
});
