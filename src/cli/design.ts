/** `charrette design "<topic>"`: one design to its end in this terminal. */

import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { ContextItem, Depth } from '#design/events.ts';
import { EXAMPLE_TOPIC, readExample } from '#models/example.ts';
import { hasOwner } from '#store/owner.ts';
import { Fault, messageOf } from '#support/fault.ts';
import { md } from '#words/md.ts';
import type { App, OpenApp } from './app.ts';
import { follow } from './follow.ts';
import { newDelivery, operator, report } from './operator.ts';
import { printEvents } from './print-events.ts';
import { commandOf } from './program-name.ts';
import { Terminal } from './terminal.ts';

export interface DesignOptions {
  readonly depth: Depth;
  readonly repo?: string;
  readonly context?: readonly string[];
  readonly personas?: string[];
  readonly questions: boolean;
  readonly budget?: number;
  readonly json?: boolean;
}

const MAX_FILE_CHARACTERS = 100_000;

/** Returns the exit code. */
export async function runDesign(
  topic: string,
  options: DesignOptions,
  openApp: OpenApp,
): Promise<number> {
  const terminal = new Terminal();
  const context = await Promise.all((options.context ?? []).map(readContext));
  await using app = await openApp({ quiet: true, topic });
  const { json = false, depth, personas, repo, budget } = options;
  const isRehearsal = app.models.playsExample(topic);
  const isAsked = !json && (terminal.isInteractive || isRehearsal);
  await app.engine.start({ claimAll: false });
  if (!json) await mentionStopped(app, terminal);
  if (isRehearsal && topic.trim() === EXAMPLE_TOPIC) context.unshift((await readExample()).context);
  const started = await app.engine.designs.start(
    {
      topic,
      context,
      depth,
      questions: options.questions && isAsked ? 'ask' : 'none',
      gates: !json && terminal.isInteractive ? 'ask' : 'none',
      personas,
      // A repository that the operator has named, else a folder.
      repo: repo && !app.repositoryNames.includes(repo) ? resolve(repo) : repo,
      budgetUsd: budget,
    },
    operator(),
    newDelivery(),
  );
  if (!started.ok && started.refusal.code === 'not_found' && repo !== undefined) {
    terminal.inform(md`The folder ${repo} is no git repository.`);
    return 2;
  }
  if (!started.ok) return report(terminal, started);
  if (json) return await printEvents(app, started.id);
  terminal.inform(md`**${topic}**`);
  terminal.inform(md`${started.estimate}`);
  return await follow(app, started.id, terminal, { isHere: true, from: null });
}

/** @throws {Fault} `bad_file` */
async function readContext(path: string): Promise<ContextItem> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new Fault('bad_file', `${path} cannot be context: ${messageOf(cause)}`, { cause });
  });
  if (text.length > MAX_FILE_CHARACTERS || /[\0\ufffd]/.test(text))
    throw new Fault(
      'bad_file',
      `${path} is not text of at most ${MAX_FILE_CHARACTERS} characters.`,
    );
  return { name: basename(path), text };
}

/** An earlier run whose process is gone. */
async function mentionStopped(app: App, terminal: Terminal): Promise<void> {
  const rows = await app.store.listUnended();
  const stopped = rows.filter((row) => row.summary.platform === null && !hasOwner(row)).at(-1);
  if (stopped === undefined) return;
  terminal.inform(
    md`An earlier run has stopped: “${stopped.summary.topic}”. ${commandOf('watch', stopped.id)} goes on with it.`,
  );
}
