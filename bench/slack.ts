/**
 * `node bench/slack.ts [designs at once]`: a daemon process on a local Slack, in rehearsal. How soon a command is
 * acknowledged while many designs run, how soon the card is changed once a persona's process was killed, and how many calls a
 * design of five personas takes; the latter two at Slack's own limits. Linux only.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { readable } from '../test/support/slack/readable.ts';
import type { Message } from '../test/support/slack/workspace.ts';
import { describeMachine } from './machine.ts';
import { openBench, type SlackBench, until } from './slack-world.ts';

const AT_ONCE = Number.parseInt(process.argv[2] ?? '50', 10);
const COMMANDS = 100;
const BETWEEN_COMMANDS_MS = 100;
const LOSSES = 10;
const BETWEEN_LOSSES_MS = 4_000;
/** Milliseconds for each answer of the rehearsal, with which a design takes about one minute and about three. */
const LATENCIES_MS = [5_000, 17_000] as const;
const TOPIC = 'Should the job queue move from Redis to Postgres?';
/** Long enough that nobody has answered when something is done to them. */
const NEVER_MS = 600_000;

function part(sorted: readonly number[], share: number): string {
  const at = Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1);
  return `${(sorted[at] ?? Number.NaN).toFixed(0)} ms`;
}

function distribution(what: string, taken: readonly number[]) {
  const sorted = taken.toSorted((left, right) => left - right);
  const of = (share: number) => part(sorted, share);
  return { what, count: taken.length, p50: of(0.5), p90: of(0.9), p99: of(0.99), worst: of(1) };
}

/** From a command's way out of Slack until its acknowledgement, while so many designs have their processes. */
async function acknowledgements(): Promise<void> {
  const world = await openBench({
    slack: { rateSpeed: 0, ackMs: 60_000 },
    personas: ['archaeologist', 'failure-analyst'],
    environment: { CHARRETTE_CAPACITY: String(AT_ONCE), CHARRETTE_REHEARSAL_LATENCY_MS: '2000' },
  });
  const { slack, ana, general } = world;
  const typed = async (line: (at: number) => string, times: number): Promise<number[]> => {
    const before = slack.record.deliveries.length;
    for (let at = 0; at < times; at++) {
      await slack.people.slash(ana, general, line(at));
      await delay(BETWEEN_COMMANDS_MS);
    }
    const commands = slack.record.deliveries.slice(before).filter(({ what }) => what === '/design');
    return commands.map(({ ms }) => ms);
  };
  const starts = await typed((at) => `/design ${TOPIC} (${at})`, AT_ONCE);
  await until('all of them ask', () => {
    const cards = slack.visible(general).filter((text) => /asking|asked/.test(text));
    return cards.length >= AT_ONCE;
  });
  const statuses = await typed(() => '/design status', COMMANDS);
  const more = await typed((at) => `/design ${TOPIC} (one more, ${at})`, COMMANDS);
  console.table([
    distribution(`/design with a topic, while the first ${AT_ONCE} start`, starts),
    distribution(`/design status, while ${AT_ONCE} run`, statuses),
    distribution(`/design with a topic, while ${AT_ONCE} run`, more),
  ]);
  await world.close();
}

/** From the kill of a persona's process until people see a card that knows of it. */
async function losses(): Promise<void> {
  const environment = { CHARRETTE_REHEARSAL_LATENCY_MS: String(NEVER_MS) };
  const world = await openBench({ slack: { rateSpeed: 1 }, environment });
  const { slack, daemon } = world;
  const taken: number[] = [];
  let shown = 0;
  while (taken.length < LOSSES) {
    const card = await world.begin(TOPIC);
    await until('they ask', () => /asking/.test(readable(slack.workspace, card)));
    const { personas, id } = await daemon.design(await world.newestDesign());
    for (const { title, pid, role } of personas) {
      if (role !== 'persona' || pid === null || taken.length >= LOSSES) continue;
      await delay(BETWEEN_LOSSES_MS);
      const edited = nextEdit(world, card);
      const beganAt = performance.now();
      process.kill(pid, 'SIGKILL');
      taken.push((await edited) - beganAt);
      if (readable(slack.workspace, card).includes(`${title} being replaced`)) shown += 1;
    }
    await daemon.post(`/designs/${id}/cancel`);
  }
  console.table([distribution('kill -9 of a persona → the card is changed (aim: 1,500 ms)', taken)]);
  console.log(
    `${shown} of ${LOSSES} cards said that it was being replaced; in the others it had been already`,
  );
  await world.close();
}

/** When a message is changed next. */
function nextEdit({ slack: { workspace } }: SlackBench, message: Message): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  const told = workspace.watch;
  workspace.watch = (change) => {
    told(change);
    if (change.kind !== 'edited' || change.message !== message) return;
    workspace.watch = told;
    resolve(performance.now());
  };
  return promise;
}

/** What one design asks of Slack, from the command to its end. */
async function calls(latencyMs: number) {
  const environment = { CHARRETTE_REHEARSAL_LATENCY_MS: String(latencyMs) };
  const world = await openBench({ slack: { rateSpeed: 1 }, environment });
  const { slack, ana, general } = world;
  const before = slack.record.calls.length;
  const beganAt = performance.now();
  const card = await world.begin(TOPIC);
  const shown = () => slack.visibleMessages(general, card.ts);
  const read = (each: Message) => readable(slack.workspace, each);
  const found = (words: string) => shown().find((each) => read(each).includes(words));
  await until('the questions', () => found('before they write') !== undefined);
  for (const number of [1, 2]) {
    slack.people.say(ana, general, `Q${number}: At most 900 a minute.`, { thread: card.ts });
  }
  const questions = found('before they write');
  if (questions === undefined) throw new Error('there are no questions');
  await until('both answers are shown', () => /Q2 .* ✓/.test(read(questions)));
  await slack.people.click(ana, questions, 'charrette.done_answering');
  await until('the files', () => found('📎 brief.md') !== undefined);
  await until('the last look at the card', () => read(card).includes('Decision ready'));
  const seconds = Math.round((performance.now() - beganAt) / 1_000);
  const made = Map.groupBy(slack.record.calls.slice(before), ({ method }) => method);
  await world.close();
  return { seconds, counts: new Map([...made].map(([method, each]) => [method, each.length])) };
}

async function callsOfDesigns(): Promise<void> {
  const designs: Awaited<ReturnType<typeof calls>>[] = [];
  for (const latencyMs of LATENCIES_MS) designs.push(await calls(latencyMs));
  const methods = [...new Set(designs.flatMap(({ counts }) => [...counts.keys()]))].toSorted();
  const row = (what: string, of: (counts: ReadonlyMap<string, number>) => number) => ({
    what,
    ...Object.fromEntries(designs.map(({ seconds, counts }) => [`a design of ${seconds} s`, of(counts)])),
  });
  console.table([
    ...methods.map((method) => row(method, (counts) => counts.get(method) ?? 0)),
    row('all (aim: 60)', (counts) => [...counts.values()].reduce((sum, count) => sum + count, 0)),
  ]);
}

console.log(`${describeMachine()}; a local Slack in this process\n`);
await acknowledgements();
await losses();
await callsOfDesigns();
