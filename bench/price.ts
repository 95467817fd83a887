/**
 * `node bench/price.ts`: the cost of one design, counted at a local endpoint: turns, calls, bytes,
 * tokens, the share from the cache, the price by the table, the time that models of a given speed
 * would take, and the turns that make up that time. At each depth, with and without a repository
 * (this very one, read by the real tools). Real turns, SDK and persona files, and the default
 * models; the models' answers are scripted (`bench/price-script.ts`).
 */
import { join } from 'node:path';
import { loadModels } from '../src/adapters/model-list/load.ts';
import { createModels } from '../src/adapters/models/models.ts';
import { loadParticipants } from '../src/adapters/personas/load.ts';
import { createRepositories } from '../src/adapters/repository/repositories.ts';
import type { Depth } from '../src/core/vocabulary/event-parts.ts';
import type { ParticipantId } from '../src/core/vocabulary/ids.ts';
import { keepDefined } from '../src/foundation/keep-defined.ts';
import { createRedactor } from '../src/foundation/redaction.ts';
import type { PinnedRepository } from '../src/ports/repository.ts';
import type { TurnRecord } from '../src/ports/turn-record.ts';
import { ModelCatalog } from '../src/turns/models/catalog.ts';
import type { World } from '../test/support/designs/given.ts';
import { startDesign } from '../test/support/designs/given-start.ts';
import { silentLog } from '../test/support/runner/silent-log.ts';
import { startModelEndpoint } from '../test/support/services/model-endpoint.ts';
import { modelParts } from '../test/support/services/model-forms.ts';
import { SHIPPED_FILE } from '../test/support/services/shipped-models.ts';
import { brokerFor, liveDesign, takeTurn } from '../test/turns/conversing.ts';
import { judgeAim } from './machine.ts';
import { type FOUND, priceAnswer } from './price-script.ts';

const ROOT = join(import.meta.dirname, '..');
const EFFORT = 'high';
/** The wait for an answer's first token, and tokens a second. Judgement, for a comparison. */
const FIRST_TOKEN_S = 2;
const TOKENS_PER_SECOND = 60;
const QUICK = ['subtractor', 'failure-analyst', 'outsider'];
const FOUR = [...QUICK, 'archaeologist'];

interface Run {
  readonly name: string;
  readonly depth: Depth;
  readonly personas: readonly string[];
  readonly read: PinnedRepository | null;
  readonly found: keyof typeof FOUND;
  /** The most that it may cost, in USD, and take, in minutes. */
  readonly aim?: Aim;
  /** How many sentences people say while they are asked. */
  readonly said: number;
}
type Aim = readonly [usd: number, minutes: number];
interface Stage {
  readonly kind: string;
  readonly records: readonly TurnRecord[];
}
interface Spent {
  readonly stages: readonly Stage[];
  /** Bytes of all requests. */
  readonly bytes: number;
}

const personas = await loadParticipants(join(ROOT, 'personas'));
const ids = personas
  .filter(({ profile }) => profile.role === 'persona')
  .map(({ profile }) => profile.id);
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

async function design({ depth, personas: names, read, found, said }: Run): Promise<Spent> {
  const endpoint = await startModelEndpoint();
  endpoint.respondWith((request) => priceAnswer(request, read !== null, found));
  const catalog = new ModelCatalog(
    loadModels(SHIPPED_FILE, endpoint.url),
    new Map([['ANTHROPIC_API_KEY', 'test-key']]),
  );
  const broker = brokerFor(await createModels({ models: catalog, ...modelParts() }));
  const live = liveDesign({
    personas: names,
    isFramedFirst: true,
    settings: { depth },
    start: { repository: read?.pinned ?? null, participants: participantsOf(names, catalog) },
  });
  const stages: Stage[] = [];
  while (live.design.settled === null && live.design.gates.length === 0) {
    if (live.design.answering !== null && live.openTurns().length === 0) answerOnce(live, said);
    const open = live.openTurns();
    if (open.length === 0) break;
    const taken = open.map((turn) => takeTurn(live, turn, broker, { repository: read, voiceOf }));
    const records = await Promise.all(taken.map((each) => each.ended));
    stages.push({ kind: records[0]?.kind ?? '', records });
  }
  await endpoint.close();
  if (endpoint.problems.length > 0)
    throw new Error(`the endpoint refused: ${endpoint.problems[0]}`);
  const failed = stages.flatMap(({ records }) => records).find(({ error }) => error !== null);
  if (failed !== undefined)
    throw new Error(
      `${failed.participant} failed: ${failed.error?.message} ${lastRefusal(failed)}`,
    );
  const bytes = sum(endpoint.requests.map(({ body }) => Buffer.byteLength(JSON.stringify(body))));
  return { stages, bytes };
}

function participantsOf(names: readonly string[], { families: [family] }: ModelCatalog) {
  if (family === undefined) throw new Error('no family of models can be used');
  return startDesign({ personas: names }).participants.map((each) => ({
    ...each,
    model: each.role === 'persona' ? family.personas : family.facilitators,
  }));
}

function lastRefusal({ trace }: TurnRecord): string {
  const refused = trace.findLast((step) => step.kind === 'submission_checked' && !step.accepted);
  return refused?.kind === 'submission_checked' ? refused.reason : '';
}

/** Most sentences of one message. */
const OF_MESSAGE = 25;

/** Lets people say so many sentences once, and no more. */
function answerOnce(live: World, said: number): void {
  const sentences = Array.from(
    { length: said },
    (_, index) =>
      `At the peak of day ${index + 1} it is about 900 a minute, and only the web app puts jobs in.`,
  );
  const isNew = live.design.replies.length === 0;
  for (let at = 0; isNew && at < said; at += OF_MESSAGE) {
    const text = sentences.slice(at, at + OF_MESSAGE).join(' ');
    live.do({ type: 'record_reply', replyId: `m${at}`, author: 'Ana', text, questionId: null });
  }
  live.do({ type: 'go_on', by: 'Ana' });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

function callsOf({ trace }: TurnRecord) {
  return trace.flatMap((step) => (step.kind === 'answer_received' ? [step] : []));
}

/** One call after the other. */
function secondsOfTurn(record: TurnRecord): number {
  return sum(
    callsOf(record).map(({ usage }) => FIRST_TOKEN_S + usage.outputTokens / TOKENS_PER_SECOND),
  );
}

/** The turns of a stage run at the same time. */
function secondsOf({ records }: Stage): number {
  return Math.max(...records.map(secondsOfTurn));
}

function figuresOf({ stages, bytes }: Spent, aim?: Aim) {
  const records = stages.flatMap((stage) => stage.records);
  const total = (field: keyof TurnRecord['usage']) => sum(records.map(({ usage }) => usage[field]));
  const read = total('cacheReadTokens');
  const input = total('inputTokens') + total('cacheWriteTokens') + read;
  const usd = round(sum(records.map(({ costUsd }) => costUsd ?? Number.NaN)), 2);
  const minutes = round(sum(stages.map(secondsOf)) / 60, 1);
  return {
    turns: records.length,
    calls: sum(records.map((record) => callsOf(record).length)),
    ...(bytes === 0 ? {} : { bytes: `${(bytes / 1e6).toFixed(2)} MB` }),
    'input tokens': input,
    'from cache': `${Math.round((100 * read) / input)} %`,
    'cache writes': total('cacheWriteTokens'),
    'output tokens': total('outputTokens'),
    price: `$${usd.toFixed(2)}`,
    'model time': `${minutes.toFixed(1)} min`,
    ...(aim === undefined
      ? {}
      : {
          aims: `${judgeAim(usd, '≤', aim[0], ' USD')}; ${judgeAim(minutes, '≤', aim[1], ' min')}`,
        }),
  };
}

/** Returns the turns that a design waits for, the longest of each stage, in their order. */
function criticalPath(stages: readonly Stage[]): string {
  const slowest = stages.map(({ kind, records }) => {
    const [last] = records.toSorted((one, other) => secondsOfTurn(other) - secondsOfTurn(one));
    return `${kind} ${last?.participant} ${Math.round(last === undefined ? 0 : secondsOfTurn(last))} s`;
  });
  return slowest.join(' → ');
}

/**
 * Returns one turn of each kind, for the table in `src/engine/limits/usual-turns.ts`: thousands of
 * tokens, and seconds.
 */
function turnsOf(stages: readonly Stage[]) {
  const kinds = Map.groupBy(stages, ({ kind }) => kind);
  const rows = [...kinds].map(([kind, held]) => {
    const records = held.flatMap((stage) => stage.records);
    const mean = (of: (record: TurnRecord) => number) =>
      Number((sum(records.map(of)) / records.length).toFixed(2));
    const thousands = (field: keyof TurnRecord['usage']) =>
      mean(({ usage }) => usage[field] / 1_000);
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

const designs = [
  {
    name: 'quick, three',
    depth: 'quick',
    personas: QUICK,
    said: 1,
    grave: [0.65, 3.5],
    minor: [0.55, 3],
  },
  {
    name: 'standard, four',
    depth: 'standard',
    personas: FOUR,
    said: 1,
    grave: [1.3, 7.3],
    minor: [1.05, 6],
  },
  { name: 'standard, six', depth: 'standard', personas: ids, said: 1 },
] as const;
type Planned = Omit<Run, 'read' | 'found' | 'aim'> & { readonly grave?: Aim; readonly minor?: Aim };
/** People who say much. */
const talked = [10, 80, 250].map((said) => {
  const name = `standard, four, ${said} sentences of people`;
  return { name, depth: 'standard', personas: FOUR, said } as const;
});
const runs: readonly Run[] = [
  ...[...designs, ...talked].flatMap(({ grave, minor, ...each }: Planned): Run[] => [
    {
      ...each,
      name: `${each.name}, repository`,
      read: repository,
      found: 'grave',
      ...keepDefined({ aim: grave }),
    },
    {
      ...each,
      name: `${each.name}, repository, nothing grave`,
      read: repository,
      found: 'minor',
      ...keepDefined({ aim: minor }),
    },
  ]),
  ...designs.map(
    (each): Run => ({ ...each, name: `${each.name}, none`, read: null, found: 'grave' }),
  ),
];
const all: Record<string, ReturnType<typeof figuresOf>> = {};
for (const run of runs) {
  const spent = await design(run);
  all[run.name] = figuresOf(spent, run.aim);
  console.log(`${run.name}, one turn`);
  console.table(turnsOf(spent.stages));
  console.log(`${run.name}, by stage`);
  console.table(
    Object.fromEntries(
      spent.stages.map((stage, index) => [
        `${index + 1} ${stage.kind}`,
        figuresOf({ stages: [stage], bytes: 0 }),
      ]),
    ),
  );
  console.log(`${run.name}, critical path: ${criticalPath(spent.stages)}\n`);
}
console.log(
  `default models by the price table; first token after ${FIRST_TOKEN_S} s, then ${TOKENS_PER_SECOND} tokens a second`,
);
console.table(all);
