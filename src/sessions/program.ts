import { existsSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Program } from './settings.ts';

const OWN_FILES = [
  'entry/persona-child.mjs',
  'sessions/child/envelope.mjs',
  'sessions/child/persona-session.mjs',
  'sessions/child/conversation.mjs',
  'sessions/child/prompt.mjs',
  'sessions/child/protocol.mjs',
  'ports/model-messages.mjs',
];

/** The persona child's program. It may read only its own files and zod. */
export function makePersonaProgram(): Program {
  const source = realpathSync(fileURLToPath(new URL('../', import.meta.url)));
  const files = OWN_FILES.map((file) => join(source, file));
  return {
    execPath: process.execPath,
    entry: join(source, 'entry/persona-child.mjs'),
    readable: [...files, join(packageFolder('zod', source), '*')],
  };
}

/** Finds the folder of a package that the child's files import, without following links. */
function packageFolder(name: string, source: string): string {
  const candidates =
    createRequire(join(source, 'entry/persona-child.mjs')).resolve.paths(name) ?? [];
  const packagePath = candidates
    .map((folder) => join(folder, name))
    .find((folder) => existsSync(folder));
  if (packagePath === undefined) throw new Error(`the package ${name} is not installed`);
  return packagePath;
}
