/**
 * `node bench/price.ts`: the cost of one design, counted at a local endpoint: calls, stages, tokens, the share from the cache,
 * the price by the table, and the time that a model of a given speed would take. With and without a repository (this very one,
 * read by the real tools), at standard depth and quick. Real turns, SDK and persona files; the model's answers are scripted
 * (`bench/price-script.ts`).
 */
import { join } from 'node:path';
import { createRepositories } from '../src/adapters/git/repositories.ts';
import { loadParticipants } from '../src/adapters/personas/load.ts';
import type { ParticipantId } from '../src/core/vocabulary/ids.ts';
import type { PinnedRepository } from '../src/runtime/ports/repository.ts';
import { createRedactor } from '../src/runtime/redaction.ts';
import type { TurnRecord } from '../src/runtime/turn/record.ts';
import { brokerFor, liveDesign, takeTurn } from '../test/runtime/turn/conversing.ts';
import type { World } from '../test/support/given.ts';
import { startModelEndpoint } from '../test/support/model-endpoint.ts';
import { anthropicModel } from '../test/support/shipped-models.ts';
import { silentLog } from '../test/support/silent-log.ts';
import { priceAnswer } from './price-script.ts';

const ROOT = join(import.meta.dirname, '..');
const EFFORT = 'high';
/** A large model: the wait for an answer's first token, and its tokens a second. Judgement, for a comparison. */
const FIRST_TOKEN_S = 2;
const TOKENS_PER_SECOND = 60;
const QUICK = ['subtractor', 'failure-analyst', 'outsider'];

interface Run {
  readonly name: string;
  readonly depth: 'quick' | 'standard';
  readonly read: PinnedRepository | null;
  readonly writesTooMuch: boolean;
}
interface Stage {
  readonly kind: string;
  readonly records: readonly TurnRecord[];
}

const personas = await loadParticipants(join(ROOT, 'personas'));
const ids = personas.filter(({ profile }) => profile.role === 'persona').map(({ profile }) => profile.id);
const repository = await createRepositories({ log: silentLog, redact: createRedactor([]) }).pin(
  ROOT,
  'charrette',
);

function voiceOf(id: ParticipantId) {
  const persona = personas.find(({ profile }) => profile.id === id);
  if (persona === undefined) throw new Error(`no file for ${id}`);
  const { profile, reads, sections } = persona;
  return { summary: profile.summary, reads, sections, effort: EFFORT };
}

async function design({ depth, read, writesTooMuch }: Run): Promise<Stage[]> {
  const endpoint = await startModelEndpoint();
  endpoint.respondWith((request) => priceAnswer(request, { reads: read !== null, writesTooMuch }));
  const model = anthropicModel(endpoint.url);
  const broker = brokerFor(model);
  const names = depth === 'quick' ? QUICK : ids;
  const live = liveDesign({
    personas: names,
    settings: { depth },
    start: { repository: read?.pinned ?? null },
  });
  const stages: Stage[] = [];
  while (live.design.settled === null && live.design.gates.length === 0) {
    if (live.design.answering !== null && live.openTurns().length === 0) answered(live);
    const open = live.openTurns();
    if (open.length === 0) break;
    const taken = open.map((turn) => takeTurn(live, turn, broker, { repository: read, voiceOf }));
    const records = await Promise.all(taken.map((each) => each.ended));
    stages.push({ kind: records[0]?.kind ?? '', records });
  }
  await endpoint.close();
  if (endpoint.problems.length > 0) throw new Error(`the endpoint refused: ${endpoint.problems[0]}`);
  const failed = stages.flatMap(({ records }) => records).find(({ error }) => error !== null);
  if (failed !== undefined)
    throw new Error(`${failed.participant} failed: ${failed.error?.message} ${lastRefusal(failed)}`);
  return stages;
}

function lastRefusal({ trace }: TurnRecord): string {
  const refused = trace.findLast((step) => step.kind === 'submission_checked' && !step.accepted);
  return refused?.kind === 'submission_checked' ? refused.reason : '';
}

/** Lets people say something once, and no more. */
function answered(live: World): void {
  if (live.design.replies.length === 0) {
    const text = 'About 900 a minute at peak, and only the web app puts jobs in.';
    live.do({ type: 'record_reply', replyId: 'm1', author: 'Ana', text, questionId: null });
  }
  live.do({ type: 'finish_answering', by: 'Ana', skip: false });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

function callsOf({ trace }: TurnRecord) {
  return trace.flatMap((step) => (step.kind === 'answer_received' ? [step] : []));
}

/** One after the other within a turn; the turns of a stage at the same time. */
function secondsOf({ records }: Stage): number {
  const turns = records.map((record) =>
    sum(callsOf(record).map(({ usage }) => FIRST_TOKEN_S + usage.outputTokens / TOKENS_PER_SECOND)),
  );
  return Math.max(...turns);
}

function figuresOf(stages: readonly Stage[]) {
  const records = stages.flatMap((stage) => stage.records);
  const total = (field: keyof TurnRecord['usage']) => sum(records.map(({ usage }) => usage[field]));
  const read = total('cacheReadTokens');
  const input = total('inputTokens') + total('cacheWriteTokens') + read;
  return {
    stages: stages.length,
    turns: records.length,
    calls: sum(records.map((record) => callsOf(record).length)),
    'input tokens': input,
    'from cache': `${Math.round((100 * read) / input)} %`,
    'cache writes': total('cacheWriteTokens'),
    'output tokens': total('outputTokens'),
    price: `$${sum(records.map(({ costUsd }) => costUsd ?? Number.NaN)).toFixed(2)}`,
    'model time': `${(sum(stages.map(secondsOf)) / 60).toFixed(1)} min`,
  };
}

/** Returns one turn of each kind, for the table in `src/runtime/engine/usual-turns.ts`: thousands of tokens, and seconds. */
function turnsOf(stages: readonly Stage[]) {
  const kinds = Map.groupBy(stages, ({ kind }) => kind);
  const rows = [...kinds].map(([kind, held]) => {
    const records = held.flatMap((stage) => stage.records);
    const mean = (of: (record: TurnRecord) => number) =>
      Number((sum(records.map(of)) / records.length).toFixed(2));
    const thousands = (field: keyof TurnRecord['usage']) => mean(({ usage }) => usage[field] / 1_000);
    const row = {
      output: thousands('outputTokens'),
      write: thousands('cacheWriteTokens'),
      read: thousands('cacheReadTokens'),
      input: thousands('inputTokens'),
      seconds: Math.round(sum(held.map(secondsOf)) / held.length),
      usd: mean(({ costUsd }) => costUsd ?? Number.NaN),
    };
    return [kind, row] as const;
  });
  return Object.fromEntries(rows);
}

const runs: readonly Run[] = (['standard', 'quick'] as const).flatMap((depth) => [
  { name: `${depth}, repository`, depth, read: repository, writesTooMuch: false },
  { name: `${depth}, repository, decisions too long`, depth, read: repository, writesTooMuch: true },
  { name: `${depth}, none`, depth, read: null, writesTooMuch: false },
]);
const all: Record<string, ReturnType<typeof figuresOf>> = {};
for (const run of runs) {
  const stages = await design(run);
  all[run.name] = figuresOf(stages);
  if (!run.writesTooMuch) {
    console.log(`${run.name}, one turn`);
    console.table(turnsOf(stages));
  }
  if (run.read !== null && !run.writesTooMuch) {
    const kinds = Object.fromEntries(
      stages.map((stage, index) => [`${index + 1} ${stage.kind}`, figuresOf([stage])]),
    );
    console.log(`${run.name}, by stage`);
    console.table(kinds);
  }
}
console.log(
  `model claude-opus-5-5 by the price table; first token after ${FIRST_TOKEN_S} s, then ${TOKENS_PER_SECOND} tokens a second`,
);
console.table(all);
