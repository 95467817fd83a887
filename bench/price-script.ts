import type { ReceivedRequest } from '../test/support/services/model-endpoint.ts';
import {
  type Answer,
  answers,
  type Block,
  calls,
} from '../test/support/services/model-endpoint-answers.ts';
import {
  audit,
  confirmation,
  defaultAnswer,
} from '../test/support/services/model-endpoint-responder.ts';
import { isObject, objects } from '../test/support/services/model-endpoint-validation.ts';

/** Readings that a model asks for in one answer; it uses all that its turn may make. */
const READINGS_AT_ONCE = 4;
const LINES = 50;
const CHARACTERS_PER_TOKEN = 4;
/**
 * Tokens of thinking before a submission, by effort, and before a reading. Judgement, held for all
 * kinds of turn.
 */
const THINKING: Readonly<Record<string, number>> = { low: 400, medium: 1_200, high: 2_500 };
const THINKING_BEFORE_READING = 250;
/** Characters of the texts of a submission, by field; all other texts have `OTHER_TEXT`. */
const TEXTS: Readonly<Record<string, number>> = {
  summary: 2_600,
  argument: 1_200,
  answer: 900,
  premortem: 900,
  rationale: 400,
  weakest: 300,
  attempt: 160,
  reason: 200,
};
const OTHER_TEXT = 220;
const LONGER: readonly string[] = [
  'text',
  'detail',
  'undo',
  'why',
  'assumption',
  'risk',
  'signal',
  'where',
  'ifWrong',
  'for',
  'against',
];
/** The same of a row about a sentence that a person said: twelve words. */
const OF_ROW = 70;
/** The same in a decision, whose texts together are asked for at some 350 words. */
const OTHER_OF_PAGE = 80;
const CLAIMS = 6;
const NOTE = 'src/core/workflow/flow.ts:120 opens a round for the living only. ';
const NOTES = 12;
const PROSE =
  'The replica falls behind at the peak of the month, and nobody is told before the jobs are late. ';

const FILES = [
  'src/core/workflow/flow.ts',
  'src/core/workflow/evolve.ts',
  'src/core/vocabulary/events.ts',
  'README.md',
  'docs/architecture.md',
];

/** Findings of the audit: with a grave one among them, or without. */
export const FOUND = {
  grave: ['blocking', 'major', 'minor'],
  minor: ['minor', 'minor', 'minor'],
} as const;

/**
 * Returns a model's answer: it thinks, reads some places at once, and submits texts of the sizes
 * asked for.
 */
export function priceAnswer(
  request: ReceivedRequest,
  reads: boolean,
  found: keyof typeof FOUND,
): Answer {
  const [, tool = ''] =
    /End this turn with `([a-z_]+)`[^`]*(?:`[a-z_]+`)?\.$/.exec(request.lastText) ?? [];
  const done = readingsIn(request);
  const allowed = reads ? readingsAllowed(request) : 0;
  const left = tool === '' ? 0 : allowed - done;
  if (left > 0) {
    const uses = Array.from({ length: Math.min(left, READINGS_AT_ONCE) }, (_, place) =>
      reading(done + place),
    );
    return answers([thinking(THINKING_BEFORE_READING), ...uses]);
  }
  const effort = isObject(request.body.output_config)
    ? String(request.body.output_config.effort)
    : '';
  const own = ANSWERS[tool];
  const answer =
    own === undefined
      ? defaultAnswer(request, 'ask', {})
      : calls(tool, own(request, FOUND[found]), {});
  const blocks = answer.kind === 'message' ? answer.content : [];
  return answers([
    thinking(THINKING[effort] ?? 0),
    ...blocks.map((block) => inFull(block, request)),
  ]);
}

const JUDGEMENT = { confidence: 0.7, rationale: 'It follows from what was read.' };

const REVISIT_IF = [
  { fact: 'The web app alone puts jobs in, by the list of callers.', until: 'the end of the year' },
];

/**
 * Submissions of the usual size from the audit on: three findings, a change for each that is not
 * minor, and each confirmed.
 */
const ANSWERS: Readonly<
  Record<string, (request: ReceivedRequest, found: readonly string[]) => object>
> = {
  submit_audit: audit,
  submit_revision: ({ promptText }, found) => {
    const before = promptText.includes('It is looked at again.') ? 'Once more: it' : 'It';
    const change = (answered: string, part: string, given: object) => {
      return { answers: [answered], part, number: '', how: 'replace', rests: [], ...given };
    };
    const risk = (words: string) => [
      { name: 'risk', text: words },
      { name: 'signal', text: 'Its peak is lower than before.' },
    ];
    return {
      changes: [
        change('F1', 'sentence', {
          number: '2',
          fields: [{ name: 'text', text: `${before} is looked at again.` }],
          rests: ['A-1'],
        }),
        change('F2', 'risk', { number: '1', fields: risk('The week is another one.') }),
        change('F2', 'risk', { how: 'insert', fields: risk('Nobody looks.') }),
      ],
      findings: found
        .filter((severity) => severity !== 'minor')
        .map((_, index) => ({
          finding: `F${index + 1}`,
          where: 'In sentence 2 and under the risks.',
          done: 'acted_on',
        })),
      base: '',
      ...JUDGEMENT,
    };
  },
  confirm_revision: confirmation,
  sign: () => ({
    contradicted: [],
    weakest: 'That a week is enough.',
    reason: '',
    dissent: '',
    verdict: 'signs',
    ...JUDGEMENT,
  }),
};

/** Returns the number of readings in the ask. */
function readingsAllowed({ promptText }: ReceivedRequest): number {
  const times = /You may call the reading tools (?:(\d+) times|once)/.exec(promptText);
  return times === null ? 0 : Number(times[1] ?? 1);
}

function readingsIn({ body }: ReceivedRequest): number {
  const blocks = objects(body.messages).flatMap(({ content }) => objects(content));
  return blocks.filter(({ type }) => type === 'tool_result').length;
}

function reading(number: number): Block {
  const path = FILES[number % FILES.length] ?? '';
  return {
    type: 'tool_use',
    name: 'read_file',
    input: { path, fromLine: 1 + 20 * number, lines: LINES },
  };
}

function thinking(tokens: number): Block {
  return { type: 'thinking', thinking: fillText('', tokens * CHARACTERS_PER_TOKEN) };
}

function inFull(block: Block, { body }: ReceivedRequest): Block {
  if (block.type !== 'tool_use' || !isObject(block.input)) return block;
  const { claims } = block.input;
  const all =
    Array.isArray(claims) && block.name === 'submit_proposal' ? { claims: enough(claims) } : {};
  const both =
    block.name === 'map_divergences' ? { divergences: withMedium(block.input.divergences) } : {};
  const schema = objects(body.tools).find(({ name }) => name === block.name)?.input_schema;
  const input = withLength({ ...block.input, ...all, ...both });
  const notes = JSON.stringify(schema ?? {}).includes('"notes"')
    ? { notes: NOTE.repeat(NOTES) }
    : {};
  const { decision } = block.input;
  const page = isObject(decision) ? { decision: onPage(decision) } : {};
  const { said } = block.input;
  const rows = Array.isArray(said)
    ? { said: objects(said).map((row) => withLength(row, () => OF_ROW)) }
    : {};
  return { ...block, input: { ...input, ...page, ...rows, ...notes } };
}

/** Sentences of each part in a decision of the requested length, each with what it rests on. */
const SENTENCES: Readonly<Record<string, number>> = { context: 2, why: 4, harder: 1 };

/** Returns a decision of the requested length. */
function onPage(decision: Record<string, unknown>): object {
  const sentences = objects(decision.sentences).flatMap((each) =>
    Array.from({ length: SENTENCES[String(each.part)] ?? 1 }, () => each),
  );
  return withLength({ revisitIf: REVISIT_IF, ...decision, sentences }, () => OTHER_OF_PAGE);
}

/** Returns the requested number of claims; those beyond the first are reasons. */
function enough(claims: readonly unknown[]): unknown[] {
  const [first] = claims.slice(-1);
  const more = Array.from({ length: CLAIMS - claims.length }, () => ({
    ...Object(first),
    kind: 'reason',
  }));
  return [...claims, ...more];
}

/** Returns the differences with one more, of medium impact, on the third claims. */
function withMedium(divergences: unknown): unknown[] {
  const [first, ...others] = objects(divergences);
  if (first === undefined) return [];
  const positions = objects(first.positions).map(({ claims, ...position }) => ({
    ...position,
    claims: Array.isArray(claims) ? claims.map((id) => String(id).replace('-1', '-3')) : [],
  }));
  return [
    first,
    ...others,
    { ...first, impact: 'medium', description: 'Who measures it?', positions },
  ];
}

const charactersOf = (field: string): number => TEXTS[field] ?? OTHER_TEXT;

function withLength(value: object, sizeOf = charactersOf): object {
  return Object.fromEntries(
    Object.entries(value).map(([field, each]) => [field, lengthen(field, each, sizeOf)]),
  );
}

function lengthen(field: string, value: unknown, sizeOf: typeof charactersOf): unknown {
  if (Array.isArray(value)) return value.map((each) => lengthen(field, each, sizeOf));
  if (isObject(value)) return withLength(value, sizeOf);
  const wanted = field in TEXTS || LONGER.includes(field) ? sizeOf(field) : 0;
  return typeof value === 'string' && value !== '' && wanted > 0 ? fillText(value, wanted) : value;
}

function fillText(text: string, characters: number): string {
  return `${text} ${PROSE.repeat(Math.ceil(characters / PROSE.length))}`
    .slice(0, characters)
    .trim();
}
