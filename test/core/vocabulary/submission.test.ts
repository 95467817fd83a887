import { describe, expect, it } from 'vitest';
import {
  SUBMISSION_SCHEMAS,
  type Submission,
  TERMINAL_TOOLS,
  type TerminalTool,
} from '#core/vocabulary/submission.ts';
import { BARE } from '../../support/designs/claims.ts';
import { differences } from '../../support/designs/differences.ts';
import * as speech from '../../support/designs/given-submission.ts';
import { sampleSubmissions } from '../../support/designs/submissions.ts';

const VALID: Submission[] = [
  { tool: 'frame', input: sampleSubmissions.frame },
  speech.questions('Why?'),
  speech.pass(),
  speech.matching(['Q1', 'R1', 'about 900']),
  speech.proposal(),
  speech.mapping(['high', 'A', 'B']),
  speech.argument(speech.point('1b', ['A-1'])),
  { tool: 'submit_composite', input: sampleSubmissions.submit_composite },
  speech.audit('minor'),
  { tool: 'submit_revision', input: sampleSubmissions.submit_revision },
  { tool: 'confirm_revision', input: sampleSubmissions.confirm_revision },
  speech.signature(),
];

const WITHOUT_CONFIDENCE: readonly TerminalTool[] = [
  'frame',
  'ask_questions',
  'pass',
  'match_answers',
];
/** A frame has its reason, and each question says why it is asked. */
const WITHOUT_RATIONALE: readonly TerminalTool[] = ['frame', 'ask_questions'];

function inputOf(tool: TerminalTool): Record<string, unknown> {
  const found = VALID.find((submission) => submission.tool === tool);
  if (found === undefined) throw new Error(`no valid ${tool}`);
  return { ...found.input };
}

function problems(tool: TerminalTool, input: unknown): string[] {
  const { error } = SUBMISSION_SCHEMAS[tool].safeParse(input);
  return (error?.issues ?? []).map((issue) => issue.path.join('.'));
}

const judges = (tool: TerminalTool) => !WITHOUT_CONFIDENCE.includes(tool);
const hasRationale = (tool: TerminalTool) => !WITHOUT_RATIONALE.includes(tool);

/** Fields of confidence and of its reason at the top of an input, and all others. */
function fieldsOf(tool: TerminalTool) {
  // What argues has its confidence on each of its points.
  const judged = [
    ...(judges(tool) && tool !== 'argue' ? ['confidence'] : []),
    ...(hasRationale(tool) ? ['rationale'] : []),
  ];
  // A turn says nothing of what nobody asks, of people who do not differ, and of a decision that is
  // not there.
  const isLeftOut = (field: string) =>
    tool === 'match_answers' && ['requests', 'differ', 'bearing'].includes(field);
  const others = Object.keys(inputOf(tool)).filter(
    (field) => !judged.includes(field) && !isLeftOut(field),
  );
  return { judged, others };
}

function expectRefusedWithout(tool: TerminalTool, field: string): void {
  const { [field]: _, ...rest } = inputOf(tool);
  expect(problems(tool, rest), field).toEqual([field]);
}

function withConfidence(tool: TerminalTool, value: unknown): Record<string, unknown> {
  const input = inputOf(tool);
  // What is said point by point has it there.
  for (const list of ['points', 'positions']) {
    const entries = input[list];
    if (Array.isArray(entries)) return { ...input, [list]: [{ ...entries[0], confidence: value }] };
  }
  return { ...input, confidence: value };
}

describe('the schema of each tool', () => {
  it('A1: a schema takes what is in order, as it is', () => {
    const wrong = differences(TERMINAL_TOOLS, (tool) => {
      expect(SUBMISSION_SCHEMAS[tool].parse(inputOf(tool))).toEqual(inputOf(tool));
    });
    expect(wrong).toEqual([]);
  });

  it('A1: a schema refuses a field that it does not know, and what is no object', () => {
    const wrong = differences(TERMINAL_TOOLS, (tool) => {
      for (const input of [{ ...inputOf(tool), extra: 1 }, null, 'text', 7, [], [inputOf(tool)]])
        expect(SUBMISSION_SCHEMAS[tool].safeParse(input).success, JSON.stringify(input)).toBe(
          false,
        );
    });
    expect(wrong).toEqual([]);
  });

  it('A1: a schema refuses an input without any one of its fields', () => {
    const wrong = differences(TERMINAL_TOOLS, (tool) => {
      for (const field of fieldsOf(tool).others) expectRefusedWithout(tool, field);
    });
    expect(wrong).toEqual([]);
    expect(TERMINAL_TOOLS.flatMap((tool) => fieldsOf(tool).others)).not.toHaveLength(0);
  });

  it('A2: a schema refuses an input without confidence or rationale, which are never a default', () => {
    const wrong = differences(TERMINAL_TOOLS, (tool) => {
      for (const field of fieldsOf(tool).judged) expectRefusedWithout(tool, field);
    });
    expect(wrong).toEqual([]);
    expect(TERMINAL_TOOLS.filter((tool) => fieldsOf(tool).judged.length > 0)).toEqual(
      TERMINAL_TOOLS.filter(hasRationale),
    );
  });

  it('A2: a schema takes no confidence where nothing is judged', () => {
    const wrong = differences(WITHOUT_CONFIDENCE, (tool) => {
      expect(problems(tool, { ...inputOf(tool), confidence: 0.5 })).toEqual(['']);
    });
    expect(wrong).toEqual([]);
  });

  it('A2: a schema takes a confidence from 0 to 1, and refuses any other', () => {
    const wrong = differences(TERMINAL_TOOLS.filter(judges), (tool) => {
      const found = (value: unknown) => problems(tool, withConfidence(tool, value));
      for (const value of [0, 1, 0.5]) expect(found(value), `${value}`).toEqual([]);
      for (const value of [
        -0.01,
        1.01,
        100,
        Number.NaN,
        Number.POSITIVE_INFINITY,
        '0.5',
        null,
        undefined,
      ])
        expect(found(value)[0]?.split('.').at(-1), `${value}`).toBe('confidence');
    });
    expect(wrong).toEqual([]);
  });

  it('A2: a schema refuses a rationale that is none or too long', () => {
    const wrong = differences(TERMINAL_TOOLS.filter(hasRationale), (tool) => {
      for (const rationale of ['', '   ', 'x'.repeat(2_001), null, 7])
        expect(problems(tool, { ...inputOf(tool), rationale })).toEqual(['rationale']);
    });
    expect(wrong).toEqual([]);
  });

  it('A3: a schema has nothing that only the framework knows', () => {
    const known = [
      'designId',
      'participant',
      'roundId',
      'turnId',
      'divergenceId',
      'sha256',
      'path',
      'at',
    ];
    const wrong = differences(TERMINAL_TOOLS, (tool) => {
      for (const field of known) {
        expect(Object.keys(SUBMISSION_SCHEMAS[tool].shape)).not.toContain(field);
        expect(SUBMISSION_SCHEMAS[tool].safeParse({ ...inputOf(tool), [field]: 'x' }).success).toBe(
          false,
        );
      }
    });
    expect(wrong).toEqual([]);
  });
});

describe('A1: what lies within is as strict', () => {
  const nested: [TerminalTool, string][] = [
    ['frame', 'personas'],
    ['ask_questions', 'questions'],
    ['match_answers', 'matches'],
    ['submit_proposal', 'claims'],
    ['map_divergences', 'divergences'],
    ['argue', 'points'],
    ['submit_composite', 'taken'],
    ['submit_audit', 'findings'],
    ['submit_revision', 'findings'],
    ['confirm_revision', 'changes'],
  ];

  it('A1: an extra or a missing field in a list is refused', () => {
    const wrong = differences(nested, ([tool, list]) => {
      const input = inputOf(tool);
      const items = input[list];
      const [first] = Array.isArray(items) ? items : [];
      expect(first, list).toBeTypeOf('object');
      expect(problems(tool, { ...input, [list]: [{ ...first, extra: 1 }] })).toEqual([`${list}.0`]);
      for (const field of Object.keys(first)) {
        const { [field]: _, ...rest } = first;
        expect(problems(tool, { ...input, [list]: [rest] })).toEqual([`${list}.0.${field}`]);
      }
    });
    expect(wrong).toEqual([]);
  });

  const unfit: readonly (readonly [TerminalTool, Record<string, unknown>, string])[] = [
    ['ask_questions', { questions: [] }, 'no question'],
    [
      'ask_questions',
      { questions: Array.from({ length: 4 }, () => ({ text: 'a', why: 'b', assumption: 'c' })) },
      'four',
    ],
    [
      'match_answers',
      { matches: [{ question: 'Q1', reply: 'R1', quote: ' ' }] },
      'a quote of blanks',
    ],
    ['submit_proposal', { claims: [] }, 'no claim'],
    [
      'submit_proposal',
      { claims: [{ ...BARE, kind: 'opinion', text: 't' }] },
      'another kind of claim',
    ],
    ['submit_proposal', { headline: '  ' }, 'a headline of blanks'],
    [
      'map_divergences',
      { divergences: [{ description: 'd', impact: 'HIGH', positions: [] }] },
      'another impact',
    ],
    ['argue', { addresses: [] }, 'an argument that addresses nothing (J6)'],
    [
      'submit_composite',
      { weighed: [{ best: '', against: 'a', proposal: 'A' }] },
      'a proposal without a reason',
    ],
    ['sign', { verdict: 'abstains', dissent: '' }, 'a third verdict'],
    [
      'submit_audit',
      { findings: [{ kind: 'lost', severity: 'fatal', text: 't' }] },
      'another severity',
    ],
    ['submit_audit', { premortem: '' }, 'no pre-mortem'],
    [
      'submit_revision',
      { findings: [{ finding: 'F1', done: 'ignored', where: 'w' }] },
      'a finding that is neither acted on nor left open',
    ],
  ];
  it('A1: an input with something in it that is none of its kind is refused', () => {
    const wrong = differences(unfit, ([tool, changes, what]) => {
      expect(problems(tool, { ...inputOf(tool), ...changes }), what).not.toEqual([]);
    });
    expect(wrong).toEqual([]);
  });

  it('A1: an argument has at most twelve points, and names at most eight claims of eight characters', () => {
    const [point] = SUBMISSION_SCHEMAS.argue.parse(inputOf('argue')).points;
    const refused = (fields: object, points = 1) =>
      problems('argue', {
        ...inputOf('argue'),
        points: Array(points).fill({ ...point, ...fields }),
      });
    expect(refused({}, 12)).toEqual([]);
    expect(refused({}, 13)).toEqual(['points']);
    for (const list of ['addresses', 'changedBy']) {
      expect(refused({ [list]: Array(8).fill('1b.1') })).toEqual([]);
      expect(refused({ [list]: Array(9).fill('1b.1') })).toEqual([`points.0.${list}`]);
      expect(refused({ [list]: ['x'.repeat(8)] })).toEqual([]);
      expect(refused({ [list]: ['x'.repeat(9)] })).toEqual([`points.0.${list}.0`]);
    }
  });

  it('J6: a position or an agreement without a claim is refused', () => {
    const positions = [
      { statement: 's', claims: [] },
      { statement: 't', claims: ['A-1'] },
    ];
    const divergences = [{ description: 'd', cost: 'c', impact: 'low', positions }];
    const agreements = [{ statement: 's', claims: [] }];
    expect(
      problems('map_divergences', { ...inputOf('map_divergences'), agreements, divergences }),
    ).toEqual(['agreements.0.claims', 'divergences.0.positions.0.claims']);
  });

  it('J6: one position is no divergence', () => {
    const lone = {
      description: 'd',
      cost: 'c',
      impact: 'low',
      positions: [{ statement: 's', claims: ['A-1'] }],
    };
    expect(
      problems('map_divergences', { ...inputOf('map_divergences'), divergences: [lone] }),
    ).toEqual(['divergences.0.positions']);
  });
});
