/**
 * `node bench/run.ts [runs]`: a whole design with six personas, real child processes and SQLite, held
 * against its critical path: the calls that must follow one another, sent bare through the same SDK.
 * In each round one call goes ahead until its first event, so that the others find the prompt cached.
 * Beside it the least that any program takes: all calls of the same rounds on the plain SDK alone.
 * Answers of 200 ms that begin at once, in a warm process and as the first design of a new one; and
 * answers of 2 s whose first event comes after 500 ms.
 */

import { fork } from 'node:child_process';
import { once } from 'node:events';
import Anthropic from '@anthropic-ai/sdk';
import type { DesignEvent } from '#design/events.ts';
import type { DesignId } from '#design/ids.ts';
import { openStore } from '#store/open.ts';
import type { Store } from '#store/store.ts';
import {
  amountOf,
  type BenchEndpoint,
  type Body,
  costOf,
  environment,
  inNewFolder,
  medianOf,
  modelsAt,
  openBench,
  PROGRAM,
  printTable,
  RUNS,
  startEndpoint,
  TOPIC,
} from './measure.ts';

/** Parts of a design's time, which follow one another. */
interface Parts {
  readonly wallMs: number;
  /** From the start to the first call. */
  readonly startingMs: number;
  /** In later rounds, from the round to its first call. */
  readonly askingMs: number;
  /** From the first call of a round to its last answer. */
  readonly answeringMs: number;
  /** From there to the next round. */
  readonly judgingMs: number;
  readonly writingMs: number;
}
interface Figures extends Parts {
  readonly chainMs: number;
  readonly roundsMs: number;
}

async function partsOf(store: Store, id: DesignId): Promise<Parts> {
  const events = (await store.events(id)).map(({ event }) => event);
  const atOf = (type: DesignEvent['type']) => {
    const at = events.find((event) => event.type === type)?.at;
    if (at === undefined) throw new Error(`the design has no ${type}`);
    return at;
  };
  const opened = events.filter((event) => event.type === 'round_opened');
  const records = await Promise.all(
    (await store.turns(id)).map(({ turnId }) => store.turn(id, turnId)),
  );
  const rounds = opened.map(({ roundId, at }, index) => {
    const steps = records.flatMap((each) => (each?.roundId === roundId ? each.trace : []));
    const timesOf = (step: string) => steps.flatMap((each) => (each.step === step ? each.at : []));
    if (timesOf('request').length !== timesOf('prompt').length)
      throw new Error('a turn took more than one call');
    return {
      openedAt: at,
      askedAt: Math.min(...timesOf('request')),
      answeredAt: Math.max(...timesOf('answer')),
      closedAt: opened[index + 1]?.at ?? atOf('outcome_settled'),
    };
  });
  const sum = (of: (round: (typeof rounds)[number]) => number) =>
    rounds.reduce((total, round) => total + of(round), 0);
  const [first] = rounds;
  if (first === undefined) throw new Error('the design has no round');
  return {
    wallMs: atOf('design_ended') - atOf('design_started'),
    startingMs: first.askedAt - atOf('design_started'),
    askingMs: sum(({ askedAt, openedAt }) => askedAt - openedAt) - first.askedAt + first.openedAt,
    answeringMs: sum(({ answeredAt, askedAt }) => answeredAt - askedAt),
    judgingMs: sum(({ closedAt, answeredAt }) => closedAt - answeredAt),
    writingMs: atOf('design_ended') - atOf('outcome_settled'),
  };
}

/** Requests of one round share their beginning. */
function roundsIn(bodies: readonly Body[]): Body[][] {
  return [...Map.groupBy(bodies, ({ system, tools }) => JSON.stringify([system, tools])).values()];
}

/** Milliseconds of these rounds without an engine. */
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

/** No turn reads: a round's longest chain is one call, behind the first event of the one ahead. */
function sendLongest(client: Anthropic, round: readonly Body[]): Promise<void> {
  return sendAll(client, round.slice(0, 2));
}

async function sendAll(client: Anthropic, [first, ...others]: readonly Body[]): Promise<void> {
  if (first === undefined) return;
  const ahead = client.messages.stream(first);
  const answer = ahead.finalMessage();
  await new Promise((resolve) => ahead.once('streamEvent', resolve));
  await Promise.all([answer, ...others.map((body) => client.messages.stream(body).finalMessage())]);
}

async function compare(endpoint: BenchEndpoint, parts: Parts, isCold: boolean): Promise<Figures> {
  const rounds = roundsIn(await endpoint.newRequests());
  const chainMs = await bare(endpoint.url, rounds, sendLongest);
  const roundsMs = isCold
    ? await bareInNewProcess(endpoint.url, rounds)
    : await bare(endpoint.url, rounds, sendAll);
  await endpoint.newRequests();
  return { ...parts, chainMs, roundsMs };
}

async function bareInNewProcess(url: string, rounds: readonly Body[][]): Promise<number> {
  const child = fork(import.meta.filename, ['--rounds', url]);
  child.send(rounds);
  const [ms] = await once(child, 'message');
  await once(child, 'exit');
  return Number(ms);
}

/** Designs one after the other in this process; the first one is not counted. */
async function measureWarm(endpoint: BenchEndpoint): Promise<Figures[]> {
  return inNewFolder(async (folder) => {
    await using bench = await openBench(folder, modelsAt(endpoint.url));
    const figures: Figures[] = [];
    for (let run = 0; run <= RUNS; run += 1) {
      const id = await bench.start({ questions: 'none' });
      await bench.seen(id, 'design_ended');
      figures.push(await compare(endpoint, await partsOf(bench.store, id), false));
    }
    return figures.slice(1);
  });
}

/** `charrette design`, a new process each time. */
async function measureCold(endpoint: BenchEndpoint): Promise<Figures[]> {
  const figures: Figures[] = [];
  for (let run = 0; run < RUNS; run += 1)
    figures.push(
      await inNewFolder(async (folder) => {
        const env = environment(folder, modelsAt(endpoint.url));
        costOf([...PROGRAM, 'design', TOPIC], env);
        const store = await openStore({ dataDir: folder });
        const [row] = await store.find({ limit: 1 });
        if (row === undefined) throw new Error('no design was stored');
        const parts = await partsOf(store, row.id);
        await store.close();
        return compare(endpoint, parts, true);
      }),
    );
  return figures;
}

async function main(): Promise<void> {
  const quick = await startEndpoint(0, amountOf(200, 20));
  const slow = await startEndpoint(amountOf(500, 20), amountOf(1_500, 40));
  const ways = {
    'warm, 200 ms': await measureWarm(quick),
    'first of a process, 200 ms': await measureCold(quick),
    'warm, 2 s': await measureWarm(slow),
  };
  quick.close();
  slow.close();
  const row = (what: string, of: (figures: Figures) => number, digits: number) => ({
    what,
    ...Object.fromEntries(
      Object.entries(ways).map(([way, all]) => [way, medianOf(all.map(of)).toFixed(digits)]),
    ),
  });
  printTable(`A whole design with six personas, in ms; medians of ${RUNS}`, [
    row('whole ÷ critical path', ({ wallMs, chainMs }) => wallMs / chainMs, 3),
    row('rounds on the plain SDK ÷ critical path', (each) => each.roundsMs / each.chainMs, 3),
    row('whole ÷ rounds on the plain SDK', ({ wallMs, roundsMs }) => wallMs / roundsMs, 3),
    row('start → end', ({ wallMs }) => wallMs, 0),
    row('critical path', ({ chainMs }) => chainMs, 0),
    row('start → first call', ({ startingMs }) => startingMs, 0),
    row('later rounds: opened → first call', ({ askingMs }) => askingMs, 0),
    row('first call → last answer, beyond bare', (each) => each.answeringMs - each.roundsMs, 0),
    row('last answer → next round', ({ judgingMs }) => judgingMs, 0),
    row('outcome → files, end', ({ writingMs }) => writingMs, 0),
  ]);
}

if (process.argv[2] === '--rounds') {
  const [rounds] = await once(process, 'message');
  process.send?.(await bare(process.argv[3] ?? '', rounds, sendAll));
  process.disconnect?.();
} else await main();
