/**
 * `node bench/price.ts`: dollars and minutes of a design, by list prices and scripted lengths of
 * answers. Nothing is called: the rules play a design, and each turn's real prompt and real tools
 * are counted as an endpoint would count them, with its cache. The same figures on every machine.
 */

import { join } from 'node:path';
import type { Depth, RoundKind } from '#design/events.ts';
import type { Design, Turn } from '#design/state.ts';
import { Submission } from '#design/submissions.ts';
import { openModels } from '#models/models.ts';
import { costUsdOf, estimateTokens } from '#models/price.ts';
import { loadPersonas } from '#sessions/persona-files.ts';
import { type Answer, BEN, DesignWorld } from '#test/support/design-world.ts';
import { GRAVE_AUDIT } from '#test/support/sample-submissions.ts';
import { conductOf, workOf } from '#turns/conduct.ts';
import { promptOf } from '#turns/prompts.ts';
import { toolsOf } from '#turns/tools.ts';
import { printTable } from './measure.ts';

/** An endpoint's speed, for a comparison: judgement, as are the lengths below. */
const FIRST_TOKEN_S = 2;
const TOKENS_PER_SECOND = 60;
/** Tokens of thought before a submission, by effort, and before a reading. */
const THOUGHT = { low: 400, medium: 1_200, high: 2_500 };
const THOUGHT_BEFORE_READING = 100;
/** What a reading returns: some hundred lines. */
const READ_CHARACTERS = 4_500;
const CALL_CHARACTERS = 80;
/** Characters of a text, by its field; a decision has some 350 words, reasons 250. */
const LENGTHS: Readonly<Record<string, number>> = {
  ...{ reason: 150, restated: 120, text: 180, why: 130, assumption: 120, rationale: 300 },
  ...{ reasons: 1_600, steps: 160, nextBest: 350, changesMind: 160, headline: 120 },
  ...{ description: 150, cost: 120, statement: 180, answer: 500 },
  ...{ way: 90, outweighed: 150, what: 120, context: 350, harder: 120, undo: 90, risk: 100 },
  ...{ sign: 80, assumptions: 100, open: 110, lookAgain: 80, how: 160, sentence: 120 },
  ...{ wrong: 260, mend: 180, words: 280, weakest: 150 },
};
const QUESTION = { why: 'It decides.', text: 'Who reads them?', assumption: 'Nobody.' };
const PROSE = 'The replica falls behind at the peak of the month, and nobody is told in time. ';

interface Spent {
  readonly kind: RoundKind;
  readonly round: string;
  readonly calls: number;
  readonly inputTokens: number;
  readonly cachedTokens: number;
  readonly outputTokens: number;
  readonly usd: number;
  readonly seconds: number;
}

const files = await loadPersonas(join(import.meta.dirname, '../personas'));
const models = await openModels(
  join(import.meta.dirname, '../models.yaml'),
  { ANTHROPIC_API_KEY: 'never used' },
  { rehearsal: false, latencyMs: 0 },
);
const speaking = models.forParticipants(files, false);

/** Plays a design to its end, and counts each of its turns. */
function play(depth: Depth, personas: number, isGrave: boolean): Spent[] {
  const spent: Spent[] = [];
  /** Beginnings that the endpoint has cached. */
  const cached = new Set<string>();
  const take: Answer = (design, turn, sample) => {
    const submission = inFull(design, sample, isGrave);
    spent.push(count(design, turn, submission, cached));
    return submission;
  };
  const world = new DesignWorld({
    ...{ depth, personas, repository: true, inThread: false },
    submissions: {
      ...{ framing: take, questions: take, matching: take, proposals: take, mapping: take },
      ...{ argument: take, draft: take, audit: take, revision: take, signing: take },
    },
  });
  world.runTo('answering').must({ type: 'report_questions_seen' });
  world.reply('At most 900 a minute at the end of a month; one may wait a minute.');
  world.reply('Only the web app reads the keys, and no deploys in the last week.', { by: BEN });
  world.runTo('ended');
  return spent;
}

/** As the Messages API counts it: all up to the system's end is cached for the round, then for the turn. */
function count(design: Design, turn: Turn, submission: Submission, cached: Set<string>): Spent {
  const work = workOf(design, turn.id);
  const model = speaking.get(work.author.id);
  if (model === undefined) throw new Error(`no model speaks for ${work.author.id}`);
  const conduct = conductOf(work.kind, design.depth, design.repository !== null);
  const { shared, own, ask } = promptOf(work, files);
  const beginning = `${model.name} ${conduct.effort} ${JSON.stringify(toolsOf(conduct))} ${shared}`;
  const isFirst = !cached.has(beginning);
  cached.add(beginning);

  const usage = { inputTokens: 0, cacheWriteTokens: 0, cacheReadTokens: 0, outputTokens: 0 };
  let prefix = estimateTokens(JSON.stringify(toolsOf(conduct)) + shared);
  let added = estimateTokens(own + ask);
  usage[isFirst ? 'cacheWriteTokens' : 'cacheReadTokens'] += prefix;
  usage.inputTokens += added;
  for (let reading = 0; reading < conduct.readings; reading += 1) {
    const written = THOUGHT_BEFORE_READING + CALL_CHARACTERS / 4;
    usage.outputTokens += written;
    added += written + READ_CHARACTERS / 4;
    usage.cacheReadTokens += prefix;
    usage.cacheWriteTokens += added;
    prefix += added;
    added = 0;
  }
  usage.outputTokens += THOUGHT[conduct.effort] + estimateTokens(JSON.stringify(submission.input));
  const calls = conduct.readings + 1;
  const { inputTokens, cacheReadTokens, cacheWriteTokens, outputTokens } = usage;
  // Whoever is not first waits for the first one's first token, so that the beginning is cached.
  const waits = calls + (isFirst ? 0 : 1);
  return {
    kind: work.kind,
    round: turn.roundId,
    calls,
    inputTokens: inputTokens + cacheReadTokens + cacheWriteTokens,
    cachedTokens: cacheReadTokens,
    outputTokens,
    usd: costUsdOf(usage, model.price) ?? Number.NaN,
    seconds: waits * FIRST_TOKEN_S + outputTokens / TOKENS_PER_SECOND,
  };
}

/** A submission with as much in it as a model usually writes. */
function inFull(design: Design, sample: Submission, isGrave: boolean): Submission {
  const { tool, input } = widen(design, sample, isGrave);
  return Submission.parse({ tool, input: lengthen('', input) });
}

function widen(design: Design, sample: Submission, isGrave: boolean): Submission {
  switch (sample.tool) {
    case 'pass':
      return { tool: 'ask_questions', input: { questions: [QUESTION] } };
    case 'submit_proposal': {
      const { claims } = sample.input;
      return { ...sample, input: { ...sample.input, claims: [...claims, ...claims.slice(-1)] } };
    }
    case 'map_divergences': {
      const differences = sample.input.differences.flatMap((each) => [
        each,
        { ...each, impact: 'medium' as const },
      ]);
      return { ...sample, input: { ...sample.input, differences } };
    }
    case 'submit_decision': {
      const { why, steps, risks, base, taken } = sample.input;
      const from = design.letters.length > 1 && base !== 'A' ? 'A' : 'B';
      const input = {
        ...sample.input,
        taken: [...taken, { from, what: PROSE, why: PROSE }],
        why: [...why, ...why, ...why, ...why],
        steps: [...steps, ...steps],
        risks: [...risks, ...risks],
      };
      return { ...sample, input };
    }
    case 'submit_audit': {
      const isFirst = design.audits.length === 0;
      const [grave] = GRAVE_AUDIT.findings;
      if (grave === undefined) throw new Error('the sample finds nothing');
      const minor = { ...grave, severity: 'minor' as const };
      const findings = isFirst ? [isGrave ? grave : minor, minor, minor] : [minor];
      return { ...sample, input: { ...sample.input, findings } };
    }
    default:
      return sample;
  }
}

function lengthen(field: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => lengthen(field, each));
  if (value instanceof Object)
    return Object.fromEntries(
      Object.entries(value).map(([name, each]) => [name, lengthen(name, each)]),
    );
  const characters = LENGTHS[field] ?? 0;
  if (typeof value !== 'string' || value.length >= characters) return value;
  return `${value} ${PROSE.repeat(Math.ceil(characters / PROSE.length))}`.slice(0, characters);
}

function sumOf(spent: readonly Spent[], of: (each: Spent) => number): number {
  return spent.reduce((sum, each) => sum + of(each), 0);
}

/** Those of a round are asked at the same time. */
function secondsOf(spent: readonly Spent[]): number {
  const rounds = [...Map.groupBy(spent, ({ round }) => round).values()];
  return rounds.reduce((sum, turns) => sum + Math.max(...turns.map(({ seconds }) => seconds)), 0);
}

function figuresOf(spent: readonly Spent[]) {
  const thousands = (of: (each: Spent) => number) => (sumOf(spent, of) / 1_000).toFixed(0);
  const input = sumOf(spent, ({ inputTokens }) => inputTokens);
  const cached = sumOf(spent, ({ cachedTokens }) => cachedTokens);
  return {
    turns: spent.length,
    calls: sumOf(spent, ({ calls }) => calls),
    'input, k tokens': thousands(({ inputTokens }) => inputTokens),
    'from cache': `${((100 * cached) / input).toFixed(0)} %`,
    'output, k tokens': thousands(({ outputTokens }) => outputTokens),
    price: `$${sumOf(spent, ({ usd }) => usd).toFixed(2)}`,
    'model time': `${(secondsOf(spent) / 60).toFixed(1)} min`,
  };
}

const standard = play('standard', 6, false);
const grave = play('standard', 6, true);
const quick = play('quick', 3, false);
printTable(
  'A design with a repository, by list prices; 2 s to the first token, then 60 tokens a second',
  [
    { design: 'standard, six, nothing grave', ...figuresOf(standard), aim: '$1.30, 7 min' },
    { design: 'standard, six, a grave finding', ...figuresOf(grave), aim: '$1.55, 8 min' },
    { design: 'quick, three, nothing grave', ...figuresOf(quick), aim: '$0.50, 3 min' },
  ],
);
printTable(
  'Standard, six, a grave finding, by the kind of turn',
  [...Map.groupBy(grave, ({ kind }) => kind)].map(([kind, spent]) => ({
    kind,
    ...figuresOf(spent),
  })),
);
