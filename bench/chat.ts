import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { HOW_TO_ANSWER } from '../src/presentation/talk/questions.ts';
import { Daemon, launch } from '../test/entry/daemon.ts';
import { temporaryFolder } from '../test/support/runner/temporary-folder.ts';
import { ANY_NUMBER_A_DAY, describeMachine, judgeAim, sizeOf, words } from './machine.ts';

const COMMANDS = sizeOf(100, 3);
const BETWEEN_COMMANDS_MS = 100;
const LOSSES = sizeOf(10, 1);
const BETWEEN_LOSSES_MS = sizeOf(4_000, 100);
/**
 * Milliseconds for each answer of the rehearsal, with which a design takes about one minute and
 * about three.
 */
const LATENCIES_MS = sizeOf([5_000, 17_000], [200]);
const TOPIC = 'Should the job queue move from Redis to Kafka?';
/**
 * Milliseconds for each answer, the frame before the questions too: long enough that none has asked
 * before its process is killed.
 */
const ASKING_MS = sizeOf(60_000, 10_000);
const BOUND_MS = sizeOf(900_000, 60_000);
const LOOK_MS = 5;
const PERSONAS = join(import.meta.dirname, '../personas');
const PROGRAM = join(import.meta.dirname, '../test/support/processes/daemon-program.ts');

type Environment = Readonly<Record<string, string>>;

/** One design in a channel, as people see it. */
export interface Shown {
  card(): string;
  /** Returns the first message of the thread with these words in it; empty while there is none. */
  says(words: string): string;
  /** Resolves at the next change of the card. */
  nextEdit(): Promise<number>;
  answer(words: string): void;
  goOn(): Promise<unknown>;
}

/** A local chat platform with one daemon that serves it. */
export interface Stage {
  readonly daemon: Daemon;
  /**
   * Starts a design as Ana, or asks how things are; resolves with the milliseconds until that was
   * acknowledged.
   */
  type(topic: string | null): Promise<number>;
  /** Returns the channel's visible messages. */
  channel(): string[];
  /** Starts a design as Ana; resolves once its card is there. */
  begin(topic: string): Promise<Shown>;
  /** The kind of each call so far. */
  calls(): string[];
  close(): Promise<void>;
}

export interface StageOptions {
  /** True if calls are limited as the platform limits them. */
  readonly isLimited: boolean;
  /** All that ship, unless some are named. */
  readonly personas?: readonly string[];
  readonly environment: Environment;
}

/**
 * Prints a gateway's figures: acknowledgements while so many designs run, losses, calls of a
 * design.
 */
export async function benchChat(
  platform: string,
  open: (options: StageOptions) => Promise<Stage>,
): Promise<void> {
  const atOnce = Number.parseInt(words[0] ?? sizeOf('50', '2'), 10);
  console.log(`${describeMachine()}; a local ${platform} in this process\n`);
  await acknowledgements(open, atOnce);
  await losses(open);
  await callsOfDesigns(open);
}

type Open = (options: StageOptions) => Promise<Stage>;

/**
 * Measures from a command's way out of the platform until its acknowledgement, while so many
 * designs have their processes.
 */
async function acknowledgements(open: Open, atOnce: number): Promise<void> {
  const stage = await open({
    isLimited: false,
    personas: ['archaeologist', 'failure-analyst'],
    environment: { LEVER_PLACES: String(atOnce), CHARRETTE_REHEARSAL_LATENCY_MS: '2000' },
  });
  const typeLines = async (
    line: (at: number) => string | null,
    times: number,
  ): Promise<number[]> => {
    const taken: number[] = [];
    for (let at = 0; at < times; at++) {
      taken.push(await stage.type(line(at)));
      await delay(BETWEEN_COMMANDS_MS);
    }
    return taken;
  };
  const starts = await typeLines((at) => `${TOPIC} (${at})`, atOnce);
  await until('all of them ask', () => {
    return stage.channel().filter((text) => /asking|asked/.test(text)).length >= atOnce;
  });
  const statuses = await typeLines(() => null, COMMANDS);
  const more = await typeLines((at) => `${TOPIC} (one more, ${at})`, COMMANDS);
  console.table([
    distribution(`a topic, while the first ${atOnce} start`, starts),
    distribution(`status, while ${atOnce} run`, statuses),
    distribution(`a topic, while ${atOnce} run`, more),
  ]);
  await stage.close();
}

/** Measures from the kill of a persona's process until people see a card that knows of it. */
async function losses(open: Open): Promise<void> {
  const environment = { CHARRETTE_REHEARSAL_LATENCY_MS: String(ASKING_MS) };
  const stage = await open({ isLimited: true, environment });
  const taken: number[] = [];
  let shown = 0;
  while (taken.length < LOSSES) {
    const design = await stage.begin(TOPIC);
    await until('they ask', () => design.card().includes('asking'));
    const { designs } = await stage.daemon.get<{ designs: { id: string }[] }>('/designs?limit=1');
    const { personas, id } = await stage.daemon.design(designs[0]?.id ?? '');
    for (const { title, pid, role } of personas) {
      if (role !== 'persona' || pid === null || taken.length >= LOSSES) continue;
      await delay(BETWEEN_LOSSES_MS);
      const edited = design.nextEdit();
      const beganAt = performance.now();
      process.kill(pid, 'SIGKILL');
      taken.push((await edited) - beganAt);
      if (design.card().includes(`${title} being replaced`)) shown += 1;
    }
    await stage.daemon.post(`/designs/${id}/cancel`);
  }
  const aim = judgeAim(Math.max(...taken), '≤', 1_500, ' ms');
  console.table([
    {
      ...distribution('kill -9 of a persona → the card is changed', taken),
      'aim of the worst': aim,
    },
  ]);
  console.log(
    `${shown} of ${LOSSES} cards said that it was being replaced; in the others it had been already`,
  );
  await stage.close();
}

/** Counts one design's calls to the platform, from the command to its end. */
async function calls(open: Open, latencyMs: number) {
  const environment = { CHARRETTE_REHEARSAL_LATENCY_MS: String(latencyMs) };
  const stage = await open({ isLimited: true, environment });
  const before = stage.calls().length;
  const beganAt = performance.now();
  const design = await stage.begin(TOPIC);
  await until('the questions', () => design.says(HOW_TO_ANSWER) !== '');
  for (const number of [1, 2]) design.answer(`Q${number}: At most 900 a minute.`);
  await until('both answers are shown', () => /Q2 .* ✓/.test(design.says(HOW_TO_ANSWER)));
  await design.goOn();
  await until('the files', () => design.says('📎 brief.md') !== '');
  await until('the last look at the card', () => design.card().includes('Nothing was decided'));
  const seconds = Math.round((performance.now() - beganAt) / 1_000);
  const made = Map.groupBy(stage.calls().slice(before), (kind) => kind);
  await stage.close();
  return { seconds, counts: new Map([...made].map(([kind, each]) => [kind, each.length])) };
}

async function callsOfDesigns(open: Open): Promise<void> {
  const designs: Awaited<ReturnType<typeof calls>>[] = [];
  for (const latencyMs of LATENCIES_MS) designs.push(await calls(open, latencyMs));
  const kinds = [...new Set(designs.flatMap(({ counts }) => [...counts.keys()]))].toSorted();
  const row = (what: string, of: (counts: ReadonlyMap<string, number>) => number) => ({
    what,
    ...Object.fromEntries(
      designs.map(({ seconds, counts }) => [`a design of ${seconds} s`, of(counts)]),
    ),
  });
  console.table([
    ...kinds.map((kind) => row(kind, (counts) => counts.get(kind) ?? 0)),
    row('all', sumOf),
  ]);
  const most = Math.max(...designs.map(({ counts }) => sumOf(counts)));
  console.log(`the most calls of a design: ${most} (${judgeAim(most, '≤', 60, '')})`);
}

function sumOf(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}

function distribution(what: string, taken: readonly number[]) {
  const sorted = taken.toSorted((left, right) => left - right);
  const of = (share: number) => {
    const at = Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1);
    return `${(sorted[at] ?? Number.NaN).toFixed(0)} ms`;
  };
  return { what, count: taken.length, p50: of(0.5), p90: of(0.9), p99: of(0.99), worst: of(1) };
}

/** Starts a daemon in rehearsal with these settings; `end` kills it and removes its files. */
export async function startDaemon({ personas, environment }: StageOptions, platform: Environment) {
  const folder = temporaryFolder();
  const files = await mkdtemp(join(tmpdir(), 'bench-chat-'));
  const named = personas?.concat('synthesizer', 'auditor') ?? null;
  await cp(PERSONAS, files, {
    recursive: true,
    filter: (path) =>
      named === null || path === PERSONAS || named.some((name) => path.endsWith(`${name}.md`)),
  });
  const settings = {
    CHARRETTE_REHEARSAL: '1',
    CHARRETTE_PERSONAS_DIR: files,
    CHARRETTE_ANSWER_SECONDS: '3600',
    LEVER_READY_SECONDS: '600',
    LEVER_HEARTBEAT_SECONDS: '60',
    CHARRETTE_LOG_LEVEL: 'info',
    ...ANY_NUMBER_A_DAY,
    ...platform,
    ...environment,
  };
  const daemon = await Daemon.ready(launch(folder, settings, [PROGRAM]));
  const end = async (): Promise<void> => {
    daemon.signal('SIGKILL');
    await daemon.ended();
    await rm(files, { recursive: true });
  };
  return { daemon, end };
}

/** Polls, because other processes change the result. */
export async function until(what: string, look: () => boolean): Promise<void> {
  const dueAt = Date.now() + BOUND_MS;
  while (!look()) {
    if (Date.now() > dueAt) throw new Error(`${what}: not within ${BOUND_MS} ms`);
    await delay(LOOK_MS);
  }
}

/** Resolves at the platform's next change for which `isIt` holds. */
export function nextChange<Change>(
  place: { watch: (change: Change) => void },
  isIt: (change: Change) => boolean,
): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  const told = place.watch;
  place.watch = (change) => {
    told(change);
    if (!isIt(change)) return;
    place.watch = told;
    resolve(performance.now());
  };
  return promise;
}
