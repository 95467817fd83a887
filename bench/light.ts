/**
 * `node bench/light.ts [runs] [--entry FILE]`: what a command, an idle daemon and a design take, as
 * people start them, in bare Nodes (`node -e ''`) of the same run. `--entry`: another program, like
 * an installed package's. Linux only.
 */

import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { startDiscordServer } from '#test/support/discord-server.ts';
import { startSlackServer } from '#test/support/slack-server.ts';
import {
  amountOf,
  bareNode,
  costOf,
  environment,
  inNewFolder,
  mebibytesOf,
  medianOf,
  modelsAt,
  PROGRAM,
  printTable,
  processorMsOf,
  RUNS,
  startDaemon,
  startEndpoint,
  TOPIC,
} from './measure.ts';

/** After which a start has given back its leftovers. */
const SETTLE_MS = amountOf(5_000, 200);
const LOOK_MS = 50;
const slack = await startSlackServer();
const discord = await startDiscordServer();
const endpoint = await startEndpoint(amountOf(200, 20));
const GATEWAYS = {
  SLACK_API_URL: slack.apiUrl,
  SLACK_BOT_TOKEN: slack.botToken,
  SLACK_APP_TOKEN: slack.appToken,
  DISCORD_API_URL: discord.apiUrl,
  DISCORD_TOKEN: discord.token,
};

/** A daemon on a new folder: until it is ready, and what it holds when nothing happens. */
async function measureDaemon(more: NodeJS.ProcessEnv = {}) {
  return inNewFolder(async (folder) => {
    const daemon = await startDaemon(environment(folder, more));
    const pid = daemon.child.pid ?? 0;
    const readyProcessorMs = processorMsOf(pid);
    await sleep(SETTLE_MS);
    const mebibytes = mebibytesOf(pid);
    await daemon.stop();
    const list = costOf([...PROGRAM, 'list'], environment(folder, more));
    return { readyMs: daemon.readyMs, readyProcessorMs, mebibytes, list };
  });
}

/** Twice: looking at its memory would cost it processor time. */
async function measureDesign() {
  const design = [...PROGRAM, 'design', TOPIC];
  const cost = await inNewFolder(async (folder) =>
    costOf(design, environment(folder, modelsAt(endpoint.url))),
  );
  const mebibytes = await inNewFolder(async (folder) => {
    const env = environment(folder, modelsAt(endpoint.url));
    const running = spawn(process.execPath, design, { env, stdio: 'ignore' });
    let most = 0;
    while (running.exitCode === null && running.signalCode === null) {
      most = Math.max(most, mebibytesOf(running.pid ?? 0));
      await sleep(LOOK_MS);
    }
    return most;
  });
  return { cost, mebibytes };
}

async function measure() {
  const bare = bareNode();
  const daemon = await measureDaemon();
  const withChats = await measureDaemon(GATEWAYS);
  return { bare, daemon, withChats, design: await measureDesign() };
}

const runs: Awaited<ReturnType<typeof measure>>[] = [];
for (let run = 0; run < RUNS; run += 1) runs.push(await measure());
endpoint.close();
await slack.close();
await discord.close();

type Run = (typeof runs)[number];
const row = (
  what: string,
  unit: string,
  of: (run: Run) => number,
  bareOf?: (run: Run) => number,
) => {
  const median = (each: (run: Run) => number) => medianOf(runs.map(each));
  return {
    what,
    median: `${median(of).toFixed(0)} ${unit}`,
    'in bare Nodes': bareOf === undefined ? '' : median((run) => of(run) / bareOf(run)).toFixed(1),
  };
};
const wall = ({ bare }: Run) => bare.wallMs;
const processor = ({ bare }: Run) => bare.processorMs;
printTable(`As people start it; medians of ${RUNS}`, [
  row('a bare Node, wall', 'ms', wall, wall),
  row('a bare Node, processor', 'ms', processor, processor),
  row('new folder → ready, wall', 'ms', ({ daemon }) => daemon.readyMs, wall),
  row('the same, processor', 'ms', ({ daemon }) => daemon.readyProcessorMs, processor),
  row('the same with Slack and Discord, wall', 'ms', ({ withChats }) => withChats.readyMs, wall),
  row('list, wall', 'ms', ({ daemon }) => daemon.list.wallMs, wall),
  row('list, processor', 'ms', ({ daemon }) => daemon.list.processorMs, processor),
  row(
    'a design of six personas, processor',
    'ms',
    ({ design }) => design.cost.processorMs,
    processor,
  ),
  row('an idle daemon, PSS', 'MiB', ({ daemon }) => daemon.mebibytes),
  row('the same with Slack and Discord', 'MiB', ({ withChats }) => withChats.mebibytes),
  row('a design at its most, with its processes, PSS', 'MiB', ({ design }) => design.mebibytes),
]);
