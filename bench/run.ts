/**
 * `node bench/run.ts [runs] [milliseconds to the first event] [milliseconds of an answer]`: a whole design with six personas
 * through the real engine, with real child processes and SQLite, against a local model endpoint whose every answer takes 200
 * ms; held against its critical path: the model calls that must follow one another, sent again bare, one after the other,
 * through the same SDK. Beside it stands the least time of any process that sends a round's calls at once: the same rounds,
 * bare. Once with a standby for each session of a design, which is the default, and once with two.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import Anthropic from '@anthropic-ai/sdk';
import type { Engine } from '../src/engine/engine.ts';
import type { Parts } from '../src/engine/parts/parts.ts';
import { compose } from '../src/entry/compose.ts';
import { readConfiguration } from '../src/entry/models.ts';
import { ANY_NUMBER_A_DAY, describeMachine, medianOf, sizeOf, words } from './machine.ts';
import { type Breakdown, breakdownOf, chainsOf, type SeenCommit } from './run-breakdown.ts';
import { type BenchEndpoint, startBenchEndpoint } from './run-endpoint.ts';

const RUNS = sizeOf(Math.max(5, Number.parseInt(words[0] ?? '7', 10)), 1);
const ANSWER_MS = Number.parseInt(words[2] ?? '200', 10);
/** A real endpoint sends `message_start` well before the answer is complete, and only then follows the rest. */
const FIRST_EVENT_MS = Number.parseInt(words[1] ?? '0', 10);
/** A daemon's standby processes have long been there when a design starts. */
const SETTLE_MS = sizeOf(3_000, 1_000);
const SESSIONS_OF_A_DESIGN = 8;
const STANDBYS = [SESSIONS_OF_A_DESIGN, 2] as const;

type Run = Breakdown & { readonly criticalMs: number; readonly roundsMs: number };
type Body = Anthropic.Messages.MessageStreamParams;

/** One design in a new daemon, and then its critical path alone. */
async function measure(dataDir: string, endpoint: BenchEndpoint, standby: number): Promise<Run> {
  const watch = new CommitWatch();
  const { engine } = await compose(
    readConfiguration({
      PATH: process.env.PATH,
      ANTHROPIC_API_KEY: 'bench-key',
      ANTHROPIC_BASE_URL: endpoint.url,
      CHARRETTE_DATA_DIR: dataDir,
      CHARRETTE_STANDBY: String(standby),
      ...ANY_NUMBER_A_DAY,
      CHARRETTE_LOG_LEVEL: 'error',
    }),
    watch,
  );
  await delay(SETTLE_MS);
  const commits = await runDesign(engine, watch);
  await engine.stop();
  const bodies = await endpoint.newRequests();
  const chains = chainsOf(commits);
  const critical = chains.map(({ firstCall, length }) => bodies.slice(firstCall, firstCall + length));
  const criticalMs = await bare(endpoint.url, critical, oneByOne);
  const rounds = chains.map(({ firstCall }, index) => bodies.slice(firstCall, chains[index + 1]?.firstCall));
  const roundsMs = await bare(endpoint.url, rounds, firstAhead);
  await endpoint.newRequests();
  return { ...breakdownOf(commits), criticalMs, roundsMs };
}

/** Returns every commit from the start of a design to its end. It waits for nobody: no question stays open, and no gate. */
async function runDesign(engine: Engine, watch: CommitWatch): Promise<SeenCommit[]> {
  const commits: SeenCommit[] = [];
  const ended = Promise.withResolvers<void>();
  engine.observe((commit) => {
    commits.push({ at: performance.now(), tookMs: watch.lastMs, commit });
    if (commit.events.some(({ event }) => event.type === 'design_ended')) ended.resolve();
  });
  const started = await engine.start({
    topic: 'Should the job queue move from Redis to Kafka?',
    context: [],
    personas: [],
    repository: null,
    startedBy: 'bench',
    thread: null,
    settings: { answerMs: 0, gates: 'none' },
  }).answered;
  if (!started.ok) throw new Error(started.refusal.message);
  await ended.promise;
  await engine.waitUntilSettled(started.design.id);
  return commits;
}

/** Puts a watch on the store: `lastMs` is how many milliseconds its last commit took. */
class CommitWatch {
  lastMs = 0;

  readonly around = (parts: Parts): Parts => {
    const commit: Parts['store']['commit'] = async (each) => {
      const beganAt = performance.now();
      await parts.store.commit(each);
      this.lastMs = performance.now() - beganAt;
    };
    return { ...parts, store: { ...parts.store, commit } };
  };
}

/** Returns the milliseconds of these calls without an engine. */
async function bare(
  baseURL: string,
  rounds: readonly (readonly Body[])[],
  send: (client: Anthropic, round: readonly Body[]) => Promise<unknown>,
): Promise<number> {
  const client = new Anthropic({ apiKey: 'bench-key', baseURL, maxRetries: 0 });
  const beganAt = performance.now();
  for (const round of rounds) await send(client, round);
  return performance.now() - beganAt;
}

async function oneByOne(client: Anthropic, chain: readonly Body[]): Promise<void> {
  for (const body of chain) await client.messages.stream(body).finalMessage();
}

/** Sends one ahead to fill the cache, and the others as soon as it is answered (the participants' prefix is the same). */
async function firstAhead(client: Anthropic, [first, ...others]: readonly Body[]): Promise<void> {
  if (first === undefined) throw new Error('a round without a call');
  const ahead = client.messages.stream(first);
  const answer = ahead.finalMessage();
  await new Promise((resolve) => ahead.once('streamEvent', resolve));
  await Promise.all([answer, ...others.map((body) => client.messages.stream(body).finalMessage())]);
}

/** The figures of every run; the parts follow one another, and the commits lie within them. */
const ROWS: readonly { what: string; of: (run: Run) => number; unit: '' | ' ms' | '×' }[] = [
  { what: 'start committed → end committed', of: (run) => run.wallMs, unit: ' ms' },
  { what: 'critical path: the same calls, bare', of: (run) => run.criticalMs, unit: ' ms' },
  { what: 'ratio (aim: at most 1.06×)', of: (run) => run.wallMs / run.criticalMs, unit: '×' },
  { what: 'of it, the same rounds, bare', of: (run) => run.roundsMs / run.criticalMs, unit: '×' },
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
const runs = new Map<number, Run[]>(STANDBYS.map((standby) => [standby, []]));
// The first round makes the database and compiles the code; its figures are not those of a daemon and are left out.
for (let round = 0; round <= RUNS; round += 1) {
  for (const standby of STANDBYS) {
    const run = await measure(dataDir, endpoint, standby);
    if (round > 0) runs.get(standby)?.push(run);
  }
}
endpoint.close();
await rm(dataDir, { recursive: true });

const formatValues = (values: readonly number[], unit: string): string =>
  `${medianOf(values).toFixed(unit === '×' ? 3 : 0)}${unit}`;
console.log(`${describeMachine()}; medians of ${RUNS} runs, in turn`);
console.log(`each answer: ${ANSWER_MS} ms, its first event after ${FIRST_EVENT_MS} ms\n`);
console.table(
  ROWS.map(({ what, of, unit }) => ({
    what,
    ...Object.fromEntries(
      STANDBYS.map((standby) => [
        `${standby} on standby`,
        formatValues((runs.get(standby) ?? []).map(of), unit),
      ]),
    ),
  })),
);
