/** `charrette design "<topic>"`: one design to its end in this terminal. */

import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { ContextItem, Depth } from '#design/events.ts';
import { EXAMPLE_TOPIC, readExample } from '#models/example.ts';
import { hasOwner } from '#store/owner.ts';
import { Fault, messageOf } from '#support/fault.ts';
import { md } from '#words/md.ts';
import { follow } from './follow.ts';
import type { House, OpenHouse } from './house.ts';
import { printEvents } from './print-events.ts';
import { commandOf } from './program-name.ts';
import { Terminal } from './terminal.ts';
import { delivery, operator, say } from './who.ts';

export interface DesignOptions {
  readonly depth: Depth;
  readonly repo?: string;
  readonly context?: readonly string[];
  readonly personas?: readonly string[];
  readonly questions: boolean;
  readonly budget?: number;
  readonly json?: boolean;
}

const MAX_FILE_CHARACTERS = 100_000;

/** Returns the exit code. */
export async function runDesign(
  topic: string,
  options: DesignOptions,
  openHouse: OpenHouse,
): Promise<number> {
  const terminal = new Terminal();
  const context = await Promise.all((options.context ?? []).map(readContext));
  await using house = await openHouse({ quiet: true, topic });
  const { json = false, depth, personas, repo, budget } = options;
  const isRehearsal = house.models.playsExample(topic);
  const isAsked = !json && (terminal.isInteractive || isRehearsal);
  await house.engine.start({ claimAll: false });
  if (!json) await sayStopped(house, terminal);
  if (isRehearsal && topic.trim() === EXAMPLE_TOPIC) context.unshift((await readExample()).context);
  const started = await house.engine.designs.start(
    {
      topic,
      context,
      depth,
      questions: options.questions && isAsked ? 'ask' : 'none',
      gates: !json && terminal.isInteractive ? 'ask' : 'none',
      ...(personas === undefined ? {} : { personas: [...personas] }),
      ...(repo === undefined ? {} : { repo: repositoryOf(repo, house) }),
      ...(budget === undefined ? {} : { budgetUsd: budget }),
    },
    operator(),
    delivery(),
  );
  if (!started.ok) return say(terminal, started);
  if (json) return await printEvents(house, started.id);
  terminal.say(md`**${topic}**`);
  terminal.say(md`${started.estimate}`);
  return await follow(house, started.id, terminal, { isHere: true, from: null });
}

/** A repository that the operator has named, else a folder. */
function repositoryOf(repo: string, { repositoryNames }: House): string {
  return repositoryNames.includes(repo) ? repo : resolve(repo);
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
async function sayStopped(house: House, terminal: Terminal): Promise<void> {
  const rows = await house.store.listUnended();
  const stopped = rows.filter((row) => row.summary.platform === null && !hasOwner(row)).at(-1);
  if (stopped === undefined) return;
  terminal.say(
    md`An earlier run has stopped: “${stopped.summary.topic}”. ${commandOf('watch', stopped.id)} goes on with it.`,
  );
}
