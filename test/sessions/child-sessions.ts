/** Real sessions for tests, which end with their test, and programs that stand in for the child. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { mint, type SessionId } from '#design/ids.ts';
import type { Block, Message } from '#models/model.ts';
import type { Broker, ChildTurn, PersonaSession } from '#sessions/session.ts';
import { createSpawner, type SpawnerOptions } from '#sessions/spawn.ts';
import type { Facts, Log } from '#support/log.ts';

export function newSessionId(): SessionId {
  return mint('session', crypto.randomUUID());
}

export interface TestSession {
  readonly session: PersonaSession;
  /** What was stored, by name. */
  readonly diagnostics: Map<string, string>;
  readonly logged: { readonly event: string; readonly facts: Facts }[];
}

export function openSession(
  options: Partial<SpawnerOptions> & {
    readonly sessionId?: SessionId;
    readonly keepDiagnostics?: (name: string, text: string) => Promise<void>;
  } = {},
): TestSession {
  const logged: { event: string; facts: Facts }[] = [];
  const note = (event: string, facts: Facts = {}) => void logged.push({ event, facts });
  const log: Log = { debug: note, info: note, warn: note, error: note };
  const diagnostics = new Map<string, string>();
  const keep = async (name: string, text: string) => void diagnostics.set(name, text);
  const { sessionId = newSessionId(), keepDiagnostics = keep, ...spawner } = options;
  const spawnSession = createSpawner({ log, redact: (text) => text, ...spawner });
  const session = spawnSession({ sessionId, participant: 'ada', keepDiagnostics });
  onTestFinished(() => session.stop());
  return { session, diagnostics, logged };
}

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'charrette-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

const PRELUDE = `
const sessionId = process.argv[2];
const rssBytes = 1;
const frame = (json) => {
  const bytes = Buffer.from(json);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
};
const frameOf = (message) => frame(JSON.stringify(message));
const send = (message) => process.stdout.write(frameOf(message));
const ready = () => send({ type: 'ready', sessionId, rssBytes });
/** Calls back with each message of the parent. */
const hear = (callback) => {
  let rest = Buffer.alloc(0);
  process.stdin.on('data', (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= 4 && rest.length >= 4 + rest.readUInt32BE()) {
      const end = 4 + rest.readUInt32BE();
      callback(JSON.parse(rest.toString('utf8', 4, end)));
      rest = rest.subarray(end);
    }
  });
};
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
`;

/** A file with a program for the sandbox: it may use `send`, `ready`, `hear`, `frame`, `frameOf`. */
export function childThat(does: string): string {
  const file = join(temporaryFolder(), 'child.mjs');
  writeFileSync(file, `${PRELUDE}\n${does}\n`);
  return file;
}

export const turn: ChildTurn = {
  turnId: 'trn_1',
  terminalTools: ['sign', 'pass'],
  maxCalls: 10,
  maxRefusals: 3,
};

export function use(name: string, input: unknown = {}, id = `use_${name}`): Block {
  return { type: 'tool_use', id, name, input };
}

/** A broker that answers each call with the next content, and notes what it was asked. */
export function scripted(
  contents: readonly (readonly Block[])[],
  problems: readonly (string | null)[] = [],
) {
  const calls: Message[][] = [];
  const used: string[] = [];
  const submitted: { readonly tool: string; readonly input: unknown }[] = [];
  const broker: Broker = {
    call: async (messages) => {
      calls.push([...messages]);
      return { content: contents[calls.length - 1] ?? [] };
    },
    use: async (tool, input) => {
      used.push(`${tool} ${JSON.stringify(input)}`);
      return { text: `result of ${tool}`, isError: false };
    },
    submit: async (tool, input) => {
      submitted.push({ tool, input });
      return { problem: problems[submitted.length - 1] ?? null };
    },
  };
  return { broker, calls, used, submitted };
}
