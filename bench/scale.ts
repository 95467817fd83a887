/**
 * `node bench/scale.ts`: what one more costs where there are many: a turn with up to 12 personas, a
 * reply to a design that has up to 1,000, a design beside up to 5,000 stored ones, and a design
 * beside up to 50 at once. Processor time of the daemon alone, for each unit, beside that with the
 * fewest. Linux only.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Daemon } from '../test/entry/daemon.ts';
import { startDaemon } from '../test/support/processes/daemon-process.ts';
import { temporaryFolder } from '../test/support/runner/temporary-folder.ts';
import { fillStore } from './console-store.ts';
import {
  ANY_NUMBER_A_DAY,
  describeMachine,
  judgeAim,
  medianOf,
  processorMsOf,
  sizeOf,
} from './machine.ts';
import { WAITING } from './waiting-designs.ts';

const PERSONAS = sizeOf([3, 6, 12], [2, 12]);
const REPLIES = sizeOf([100, 300, 1_000], [10, 20]);
/** Replies of each measurement, the last ones up to a number of them. */
const COUNTED = sizeOf(100, 10);
const STORED = sizeOf([100, 1_000, 5_000], [100, 110]);
const AT_ONCE = sizeOf([5, 20, 50], [1, 2]);
const TIMES = sizeOf(5, 1);
const SHIPPED = join(import.meta.dirname, '../personas');
const TOPIC = 'Should the job queue move from Redis to Kafka?';

/** Daemons whose designs wait for nobody. */
const ALONE = {
  CHARRETTE_REHEARSAL_LATENCY_MS: '0',
  CHARRETTE_ANSWER_SECONDS: '0',
  CHARRETTE_GATE_SECONDS: '0.05',
  CHARRETTE_LOG_LEVEL: 'warn',
  ...ANY_NUMBER_A_DAY,
} as const;

/** Returns milliseconds of a daemon's processor time for some work. */
async function costOf(daemon: Daemon, work: () => Promise<unknown>): Promise<number> {
  const before = processorMsOf(daemon.pid);
  await work();
  return processorMsOf(daemon.pid) - before;
}

async function withDaemon<Result>(
  environment: Readonly<Record<string, string>>,
  work: (daemon: Daemon) => Promise<Result>,
  dataDir = temporaryFolder(),
): Promise<Result> {
  const daemon = await startDaemon({ dataDir, environment });
  const result = await work(daemon);
  await daemon.stop();
  return result;
}

async function runDesign(daemon: Daemon): Promise<string> {
  const { id } = await daemon.startDesign({ topic: TOPIC });
  await daemon.untilEnded(id);
  return id;
}

/** Copies the personas that ship, as often as needed for so many. */
function foldersOf(count: number): string {
  const folder = temporaryFolder();
  const files = readdirSync(SHIPPED).map((file) => {
    return { name: file.slice(0, -'.md'.length), text: readFileSync(join(SHIPPED, file), 'utf8') };
  });
  const isFacilitator = ({ text }: { text: string }) => !/^role: persona$/m.test(text);
  const personas = files.filter((file) => !isFacilitator(file));
  mkdirSync(folder, { recursive: true });
  for (const { name, text } of files.filter(isFacilitator))
    writeFileSync(join(folder, `${name}.md`), text);
  for (let index = 0; index < count; index += 1) {
    const { name, text } = personas[index % personas.length] ?? { name: '', text: '' };
    const round = Math.floor(index / personas.length);
    const stem = round === 0 ? name : `${name}-${round}`;
    // Titles and readings are one persona's each.
    const own = text
      .replace(/^name: .*$/m, `name: ${stem}`)
      .replaceAll(/^(?:title:| {2}- ).*$/gm, (line) => line + ' again'.repeat(round));
    writeFileSync(join(folder, `${stem}.md`), own);
  }
  return folder;
}

async function turnWith(personas: number): Promise<number> {
  const environment = { ...ALONE, CHARRETTE_PERSONAS_DIR: foldersOf(personas) };
  return withDaemon(environment, async (daemon) => {
    await runDesign(daemon);
    const costs: number[] = [];
    for (let time = 0; time < TIMES; time += 1) {
      let id = '';
      const ms = await costOf(daemon, async () => {
        id = await runDesign(daemon);
      });
      costs.push(ms / (await daemon.turns(id)).length);
    }
    return medianOf(costs);
  });
}

/**
 * The last replies of each number of them, to one design that waits for answers, and is given back
 * after so many seconds.
 */
async function replies(parkSeconds: string): Promise<Map<number, number>> {
  return withDaemon({ ...WAITING, LEVER_PARK_SECONDS: parkSeconds }, async (daemon) => {
    const costs = new Map<number, number>();
    let [id, said] = ['', 0];
    const begin = async () => {
      [id, said] = [(await daemon.startDesign({ topic: TOPIC })).id, 0];
      await daemon
        .events(id)
        .until('the wait for answers', ({ type }) => type === 'answering_opened');
    };
    const say = async (until: number) => {
      for (; said < until; said += 1) {
        const { status } = await daemon.post(`/designs/${id}/replies`, {
          text: `Some ${said} jobs a minute.`,
        });
        if (status !== 201) throw new Error(`reply ${said} was answered with ${status}`);
      }
    };
    // To another one first: code that has run a hundred times is compiled.
    await begin();
    await say(COUNTED);
    await begin();
    for (const count of REPLIES) {
      await say(count - COUNTED);
      costs.set(count, (await costOf(daemon, () => say(count))) / COUNTED);
    }
    return costs;
  });
}

async function designBeside(stored: number): Promise<number> {
  const dataDir = temporaryFolder();
  await fillStore(dataDir, stored, 200);
  return withDaemon(
    ALONE,
    async (daemon) => {
      await runDesign(daemon);
      const costs: number[] = [];
      for (let time = 0; time < TIMES; time += 1)
        costs.push(
          await costOf(daemon, async () => {
            await runDesign(daemon);
            await daemon.get('/designs?limit=50');
          }),
        );
      return medianOf(costs);
    },
    dataDir,
  );
}

/** Of two personas, since fifty of six have four hundred processes. */
async function designAtOnce(count: number): Promise<number> {
  const environment = {
    ...ALONE,
    LEVER_PLACES: String(2 * count),
    CHARRETTE_PERSONAS_DIR: foldersOf(2),
  };
  return withDaemon(environment, async (daemon) => {
    await runDesign(daemon);
    const all = () => Promise.all(Array.from({ length: count }, () => runDesign(daemon)));
    return (await costOf(daemon, all)) / count;
  });
}

/**
 * How much a unit may cost beside that of the fewest: in proportion to the logarithm of their
 * number.
 */
function growthOf(count: number, fewest: number): number {
  return Math.max(1.5, Math.log(count + 1) / Math.log(fewest + 1));
}

function rowsOf(what: string, costs: ReadonlyMap<number, number>) {
  const [[fewest, base] = [Number.NaN, Number.NaN]] = costs;
  return [...costs].map(([count, ms]) => ({
    what,
    many: count,
    'processor time of each': `${ms.toFixed(1)} ms`,
    'beside the fewest': `${(ms / base).toFixed(2)}×`,
    aim:
      count === fewest
        ? ''
        : judgeAim(ms / base, '≤', Number(growthOf(count, fewest).toFixed(1)), '×'),
  }));
}

async function each(counts: readonly number[], measure: (count: number) => Promise<number>) {
  const costs = new Map<number, number>();
  for (const count of counts) costs.set(count, await measure(count));
  return costs;
}

const rows = [
  ...rowsOf('a turn, with personas', await each(PERSONAS, turnWith)),
  ...rowsOf('a reply, with replies', await replies('600')),
  ...rowsOf('a reply to a parked design, with replies', await replies('0.05')),
  ...rowsOf('a design and a list, with stored designs', await each(STORED, designBeside)),
  ...rowsOf('a design, at once', await each(AT_ONCE, designAtOnce)),
];
console.log(`${describeMachine()}; the daemon's own process, without its sessions\n`);
console.table(rows);
