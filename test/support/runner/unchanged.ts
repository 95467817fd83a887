/**
 * A set-up file: fails the test file that leaves the process it runs in different from what it
 * found, and not the next one in the same process, which would fail for it.
 */
import childProcess from 'node:child_process';
import fs from 'node:fs';
import promisedFs from 'node:fs/promises';
import http from 'node:http';
import net from 'node:net';
import timers from 'node:timers';
import promisedTimers from 'node:timers/promises';
import { afterAll, expect } from 'vitest';

/** Objects that all code in a process shares. */
const SHARED: Readonly<Record<string, object>> = {
  globalThis,
  AbortSignal,
  Array: Array.prototype,
  Console: console,
  Date,
  'Date.prototype': Date.prototype,
  Function: Function.prototype,
  'fs/promises': promisedFs,
  JSON,
  Map: Map.prototype,
  Math,
  Object: Object.prototype,
  Promise: Promise.prototype,
  RegExp: RegExp.prototype,
  Set: Set.prototype,
  String: String.prototype,
  child_process: childProcess,
  crypto,
  fs,
  http,
  net,
  performance,
  process,
  stderr: process.stderr,
  stdout: process.stdout,
  timers,
  'timers/promises': promisedTimers,
};

/**
 * Names that the test runner sets for each file, that packages set for themselves when they are
 * loaded, or that streams change.
 */
const LEFT_OUT =
  /^(?:globalThis\.(?:__|Request$|Response$)|process\.(?:_|exitCode|report|title|cwd$|chdir$)|std(?:out|err)\.(?:_|destroyed|writable))/;

const before = state();
afterAll(() => {
  const after = state();
  const names = new Set([...before.keys(), ...after.keys()]);
  const changed = [...names].filter((name) => !Object.is(before.get(name), after.get(name)));
  expect(
    changed,
    'this file leaves these changed for whoever comes after it in this process',
  ).toEqual([]);
});

function state(): Map<string, unknown> {
  const found = new Map<string, unknown>([
    ['folder', process.cwd()],
    ['umask', process.umask()],
  ]);
  for (const [name, value] of Object.entries(process.env)) found.set(`process.env.${name}`, value);
  for (const [name, shared] of Object.entries(SHARED)) {
    for (const [key, { value, get }] of Object.entries(Object.getOwnPropertyDescriptors(shared))) {
      const path = `${name}.${key}`;
      if (!LEFT_OUT.test(path))
        found.set(path, typeof value === 'function' ? value : (get ?? typeof value));
    }
  }
  return found;
}
