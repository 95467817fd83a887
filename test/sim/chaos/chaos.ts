import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type ChatEndpoint, startChatEndpoint } from '../../support/services/chat-endpoint.ts';
import { check } from './checker.ts';
import { createDatabase, type OwnDatabase, withFolderStore } from './database.ts';
import { Deadlines } from './deadlines.ts';
import { type Evidence, eventsOf, type Query, readTables } from './evidence.ts';
import { startFaultyModel } from './faulty-model.ts';
import { type Finding, finding } from './finding.ts';
import { Fleet } from './fleet.ts';
import { People } from './people.ts';
import { type FaultKind, planDesigns, planFaults } from './plan.ts';
import { processesOf } from './processes.ts';
import { Random } from './random.ts';
import { storm } from './storm.ts';

export interface ChaosOptions {
  readonly seed: number;
  readonly designs: number;
  readonly daemons: number;
  /**
   * A Postgres server on which a database may be made; `null`: one daemon with the embedded store.
   */
  readonly serverUrl: string | null;
  /** Time between the starts of two designs. */
  readonly startEveryMs: number;
  /** What goes wrong; for `[]` nothing does, at the endpoints neither. */
  readonly faults: readonly FaultKind[];
  /** After which faults end, and after which again nothing is waited for any more. */
  readonly stormMs: number;
  readonly calmMs: number;
  /** Hears now and then how far it is. */
  readonly tell?: (line: string) => void;
}

export interface ChaosResult {
  readonly findings: readonly Finding[];
  /** Designs by how they ended. */
  readonly statuses: ReadonlyMap<string, number>;
  /** Faults by kind, those of the endpoints included. */
  readonly faults: ReadonlyMap<string, number>;
  readonly seconds: number;
  /**
   * Where the data folders, the logs and `evidence.json` are; `null` when there was nothing to
   * find.
   */
  readonly keptIn: string | null;
}

const TELL_MS = 10_000;
const REST_ATTEMPTS = 5;
const REST_MS = 5_000;
/** A post that is refused at the end is tried again after a minute, and again after two. */
const LONGEST_REST_MS = 130_000;
/** Until a process that has lost its daemon has ended; far beyond what it takes. */
const LAST_PROCESS_MS = 30_000;
const CHAT_FAULT_SHARE = 0.25;

/**
 * Runs designs through faults drawn from the seed, and has what is left checked. What a run with
 * findings leaves is kept in `keptIn`, the daemons' logs included; otherwise nothing is.
 */
export async function runChaos(
  options: ChaosOptions,
  inspect: (evidence: Evidence) => Promise<void> = async () => undefined,
): Promise<ChaosResult> {
  const { seed, serverUrl } = options;
  const isFaulty = options.faults.length > 0;
  const began = performance.now();
  const runFolder = await mkdtemp(join(tmpdir(), 'charrette-chaos-'));
  const database = serverUrl === null ? null : await createDatabase(serverUrl);
  const chat = await startChatEndpoint({ seed, share: isFaulty ? CHAT_FAULT_SHARE : 0 });
  const model = await startFaultyModel(seed, isFaulty);
  let keptIn: string | null = runFolder;
  try {
    const faults = new Map<string, number>();
    const fleet = await Fleet.start(runFolder, options.daemons, {
      ...(database === null ? {} : { databaseUrl: database.url }),
      chatUrl: chat.url,
      environment: { ...ENVIRONMENT, TMPDIR: runFolder, ANTHROPIC_BASE_URL: model.endpoint.url },
    });
    const people = await live(options, { fleet, runFolder, database }, faults);
    const evidence = await comeToRest(fleet, database, runFolder, people, chat);
    await writeFile(join(runFolder, 'evidence.json'), JSON.stringify(evidence, null, 1));
    await inspect(evidence);
    for (const [kind, times] of model.faults) faults.set(`model: ${kind}`, times);
    for (const [kind, times] of Object.entries(chat.misbehaved)) faults.set(`chat: ${kind}`, times);
    if (fleet.slowStops > 0) faults.set('daemon slow to stop', fleet.slowStops);
    for (const [reason, times] of people.repeats) faults.set(`request: ${reason}`, times);
    const findings = [
      ...check(evidence),
      ...[...fleet.mishaps, ...people.mishaps].map((what) => finding('C18', 'the run', what)),
      ...model.endpoint.problems.map((what) => finding('A1', 'the model endpoint', what)),
      ...refusedTurns(evidence),
      ...lostStarts(options, evidence),
    ];
    if (findings.length === 0) keptIn = null;
    const statuses = counted(evidence.tables.designs.map(({ status }) => status ?? 'not started'));
    return { findings, statuses, faults, keptIn, seconds: (performance.now() - began) / 1_000 };
  } finally {
    for (const { pid } of processesOf(runFolder)) process.kill(pid, 'SIGKILL');
    await Promise.all([chat.close(), model.endpoint.close()]);
    await database?.drop();
    if (keptIn === null) await rm(runFolder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Everything that waits is short, so that deadlines, parking and takeovers happen as well. */
const ENVIRONMENT = {
  CHARRETTE_REHEARSAL: '0',
  ANTHROPIC_API_KEY: 'sk-ant-a-key-for-the-chaos-0123456789',
  LEVER_PLACES: '6',
  // All of them are started by one person.
  CHARRETTE_DESIGNS_PER_PERSON_PER_DAY: 'none',
  CHARRETTE_STANDBY: '2',
  LEVER_PARK_SECONDS: '2',
  CHARRETTE_ANSWER_SECONDS: '8',
  CHARRETTE_GATE_SECONDS: '10',
  LEVER_STALL_SECONDS: '5',
  LEVER_READY_SECONDS: '30',
};

async function live(
  { seed, designs, startEveryMs, faults, stormMs, calmMs, tell }: ChaosOptions,
  world: { fleet: Fleet; runFolder: string; database: OwnDatabase | null },
  happened: Map<string, number>,
): Promise<People> {
  const { fleet, runFolder, database } = world;
  const plans = planDesigns(seed, designs, startEveryMs);
  const random = new Random(`${seed}`).branch('people');
  const began = performance.now();
  const bound = AbortSignal.timeout(stormMs + calmMs);
  const people = new People(plans, () => fleet.urls, random, bound, database?.gone ?? []);
  const deadlines = new Deadlines();
  const over = new AbortController();
  const signal = AbortSignal.any([over.signal, AbortSignal.timeout(stormMs)]);
  const target = { fleet, runFolder, connections: database };
  const raging = storm(faults.length > 0 ? planFaults(seed, faults) : [], target, happened, signal);
  const telling = setInterval(() => {
    const faultsSoFar = [...happened.values()].reduce((sum, times) => sum + times, 0);
    const statuses = [...counted([...people.statuses.values()])].map(
      ([status, times]) => `${times} ${status}`,
    );
    const seconds = Math.round((performance.now() - began) / 1_000);
    tell?.(`${seconds} s: ${statuses.join(', ') || 'nothing started'}; ${faultsSoFar} faults`);
  }, TELL_MS);
  const watching = database === null ? null : deadlines.watch(database.query);
  people.begin();
  await people.act();
  over.abort();
  await raging;
  // The last fault may have taken ends back.
  await people.act();
  clearInterval(telling);
  await watching?.[Symbol.asyncDispose]();
  people.mishaps.push(...deadlines.missed);
  tell?.('everything has ended; stopping the daemons');
  return people;
}

/**
 * Stops every daemon and reads what is there. What was still under way when they stopped is theirs
 * to do when they come back, so they get a few chances to do it.
 */
async function comeToRest(
  fleet: Fleet,
  database: OwnDatabase | null,
  runFolder: string,
  people: People,
  chat: ChatEndpoint,
): Promise<Evidence> {
  const read = (query: Query) => readTables(query, database === null);
  for (let attempt = 1; ; attempt += 1) {
    await fleet.stopAll();
    const [folder = ''] = fleet.folders;
    const tables =
      database === null ? await withFolderStore(folder, read) : await read(database.query);
    const openEffects = tables.effects.filter(
      ({ state }) => state === 'pending' || state === 'attempted',
    );
    const isAtRest =
      openEffects.length === 0 && tables.designs.every((each) => each.due_at === null);
    if (isAtRest || attempt === REST_ATTEMPTS) {
      const processes = await lastProcesses(runFolder);
      const gone = database?.gone ?? [];
      return {
        tables,
        messages: chat.posted,
        folders: fleet.folders,
        processes,
        asked: people.asked,
        gone,
      };
    }
    await fleet.startAll();
    const dueAt = Math.max(0, ...tables.designs.map((each) => each.due_at ?? 0));
    await delay(REST_MS + Math.min(Math.max(dueAt - Date.now(), 0), LONGEST_REST_MS));
  }
}

async function lastProcesses(runFolder: string): Promise<Evidence['processes']> {
  const dueAt = performance.now() + LAST_PROCESS_MS;
  let left = processesOf(runFolder);
  while (left.length > 0 && performance.now() < dueAt) {
    await delay(50);
    left = processesOf(runFolder);
  }
  return left;
}

/** A run in which people could not even begin has shown nothing. */
function lostStarts({ designs }: ChaosOptions, { tables, asked }: Evidence): Finding[] {
  const answered = asked.filter(({ kind, status }) => kind === 'start' && status === 201);
  const started = new Set(answered.map(({ topic }) => topic)).size;
  if (started === designs && tables.designs.length === designs) return [];
  const what = `${designs} designs were to start, ${started} did so, ${tables.designs.length} are stored`;
  return [finding('P5', 'the run', what)];
}

/**
 * The model endpoint answers what is right, or nothing: what is refused again and again is a
 * mistake of its own.
 */
function refusedTurns({ tables }: Evidence): Finding[] {
  return tables.designs.flatMap(({ id }) =>
    eventsOf(tables, id).flatMap((event) => {
      if (event.type !== 'turn_finished' || event.outcome !== 'refused') return [];
      return [finding('T2', id, `${event.participant} gave no answer that could be taken`)];
    }),
  );
}

function counted(items: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}
