/**
 * `node bench/run.ts [runs] [milliseconds to the first event] [milliseconds of an answer]`: a whole
 * design with six personas through the real engine, with real child processes and SQLite, against a
 * local model endpoint whose every answer takes 200 ms; held against its critical path: the model
 * calls that must follow one another, sent again bare, one after the other, through the same SDK.
 * Beside it stands the least time of any process that sends a round's calls at once: the same
 * rounds, bare. Warm, once with a standby for each session of a design, which is the default, and
 * once with two; and as the first design of a new daemon process, beside the first rounds of a new
 * process with the SDK alone.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describeMachine, judgeAim, medianOf, sizeOf, words } from './machine.ts';
import { type Breakdown, breakdownOf, chainsOf } from './run-breakdown.ts';
import { type Body, bare, firstAhead, oneByOne, openEngine, runDesign } from './run-design.ts';
import { type BenchEndpoint, startBenchEndpoint } from './run-endpoint.ts';

const RUNS = sizeOf(Math.max(5, Number.parseInt(words[0] ?? '7', 10)), 1);
const USUAL_ANSWER_MS = 200;
const ANSWER_MS = Number.parseInt(words[2] ?? String(USUAL_ANSWER_MS), 10);
/**
 * A real endpoint sends `message_start` well before the answer is complete, and only then follows
 * the rest.
 */
const FIRST_EVENT_MS = Number.parseInt(words[1] ?? '0', 10);
/** A daemon's standby processes have long been there when a design starts. */
const SETTLE_MS = sizeOf(3_000, 1_000);
const SESSIONS_OF_A_DESIGN = 8;
const WAYS = {
  'warm, 8 on standby': (dataDir, endpoint) => measureWarm(dataDir, endpoint, SESSIONS_OF_A_DESIGN),
  'warm, 2 on standby': (dataDir, endpoint) => measureWarm(dataDir, endpoint, 2),
  'first of a cold daemon': (dataDir, endpoint) =>
    measureCold(dataDir, endpoint, SESSIONS_OF_A_DESIGN),
} satisfies Record<string, (dataDir: string, endpoint: BenchEndpoint) => Promise<Run>>;

type Run = Breakdown & { readonly criticalMs: number; readonly roundsMs: number };

/** A warm design: its daemon has its standbys, and this process has run one before. */
async function measureWarm(
  dataDir: string,
  endpoint: BenchEndpoint,
  standby: number,
): Promise<Run> {
  const { engine, sessions, watch } = await openEngine(endpoint.url, dataDir, standby);
  sessions.prepare();
  await delay(SETTLE_MS);
  const commits = await runDesign(engine, watch);
  await engine.stop();
  return compare(endpoint, breakdownOf(commits), chainsOf(commits));
}

/**
 * The first design of a new daemon process, and its rounds as the first of a new process with the
 * SDK alone.
 */
async function measureCold(
  dataDir: string,
  endpoint: BenchEndpoint,
  standby: number,
): Promise<Run> {
  const asked = { url: endpoint.url, dataDir, standby };
  const { breakdown, chains } = (await runOnce(dataDir, asked)) as Pick<
    Measured,
    'breakdown' | 'chains'
  >;
  const run = await compare(endpoint, breakdown, chains);
  const roundsMs = (await runOnce(dataDir, { url: endpoint.url, rounds: run.rounded })) as number;
  await endpoint.newRequests();
  return { ...run, roundsMs };
}

interface Measured {
  readonly breakdown: Breakdown;
  readonly chains: ReturnType<typeof chainsOf>;
}

/** Runs the same calls again without an engine. */
async function compare(
  endpoint: BenchEndpoint,
  breakdown: Measured['breakdown'],
  chains: Measured['chains'],
): Promise<Run & { readonly rounded: Body[][] }> {
  const bodies = await endpoint.newRequests();
  const critical = chains.map(({ firstCall, length }) =>
    bodies.slice(firstCall, firstCall + length),
  );
  const criticalMs = await bare(endpoint.url, critical, oneByOne);
  const rounded = chains.map(({ firstCall }, index) =>
    bodies.slice(firstCall, chains[index + 1]?.firstCall),
  );
  const roundsMs = await bare(endpoint.url, rounded, firstAhead);
  await endpoint.newRequests();
  return { ...breakdown, criticalMs, roundsMs, rounded };
}

/** Like a daemon, the new process finds its modules compiled. */
async function runOnce(dataDir: string, asked: object): Promise<unknown> {
  const env = { ...process.env, NODE_COMPILE_CACHE: join(dataDir, 'compiled') };
  const child = fork(join(import.meta.dirname, 'run-once.ts'), { env });
  child.send(asked);
  const [answer] = await once(child, 'message');
  await once(child, 'exit');
  return answer;
}

/**
 * The most by which a design may take longer than its critical path, at answers of the usual time.
 */
const MOST_RATIO: Readonly<Record<keyof typeof WAYS, number>> = {
  'warm, 8 on standby': 1.13,
  'warm, 2 on standby': 1.25,
  'first of a cold daemon': 1.25,
};

function ratioOf({ wallMs, criticalMs }: Run): number {
  return wallMs / criticalMs;
}

/** The figures of every run; the parts follow one another, and the commits lie within them. */
const ROWS: readonly { what: string; of: (run: Run) => number; unit: '' | ' ms' | '×' }[] = [
  { what: 'start committed → end committed', of: (run) => run.wallMs, unit: ' ms' },
  { what: 'critical path: the same calls, bare', of: (run) => run.criticalMs, unit: ' ms' },
  { what: 'ratio', of: ratioOf, unit: '×' },
  {
    what: 'the same rounds on the plain SDK alone',
    of: (run) => run.roundsMs / run.criticalMs,
    unit: '×',
  },
  { what: 'rounds, one after the other', of: (run) => run.rounds, unit: '' },
  { what: 'model calls', of: (run) => run.modelCalls, unit: '' },
  { what: 'above the critical path', of: (run) => run.wallMs - run.criticalMs, unit: ' ms' },
  { what: '  starting the sessions', of: (run) => run.spawningMs, unit: ' ms' },
  { what: '  rounds: question → first request', of: (run) => run.askingMs, unit: ' ms' },
  {
    what: '  rounds: request → last answer, beyond bare',
    of: (run) => run.answeringMs - run.criticalMs,
    unit: ' ms',
  },
  { what: '  rounds: last answer → next round', of: (run) => run.judgingMs, unit: ' ms' },
  { what: '  files and the end', of: (run) => run.writingMs, unit: ' ms' },
  { what: 'commits within all that', of: (run) => run.commits, unit: '' },
  { what: 'time in them', of: (run) => run.commitsMs, unit: ' ms' },
];

const dataDir = await mkdtemp(join(tmpdir(), 'bench-run-'));
const endpoint = await startBenchEndpoint(FIRST_EVENT_MS, ANSWER_MS - FIRST_EVENT_MS);
const runs = Object.entries(WAYS).map(([name, measure]) => ({
  name: name as keyof typeof WAYS,
  measure,
  of: [] as Run[],
}));
// The first round makes the database and compiles the code; its figures are not those of a daemon
// and are left out.
for (let round = 0; round <= RUNS; round += 1) {
  for (const way of runs) {
    const run = await way.measure(dataDir, endpoint);
    if (round > 0) way.of.push(run);
  }
}
endpoint.close();
await rm(dataDir, { recursive: true });

const formatValues = (values: readonly number[], unit: string): string =>
  `${medianOf(values).toFixed(unit === '×' ? 3 : 0)}${unit}`;
console.log(`${describeMachine()}; medians of ${RUNS} runs, in turn`);
console.log(`each answer: ${ANSWER_MS} ms, its first event after ${FIRST_EVENT_MS} ms\n`);
console.table([
  ...ROWS.map(({ what, of, unit }) => ({
    what,
    ...Object.fromEntries(runs.map((way) => [way.name, formatValues(way.of.map(of), unit)])),
  })),
  ...(ANSWER_MS === USUAL_ANSWER_MS ? [aimsRow()] : []),
]);

function aimsRow() {
  const aims = runs.map((way) => {
    const ratio = medianOf(way.of.map(ratioOf));
    return [way.name, judgeAim(ratio, '≤', MOST_RATIO[way.name], '×')];
  });
  return { what: 'aim of the ratio', ...Object.fromEntries(aims) };
}
