// Says on its standard error what there is in its process: builtin modules, and what the process
// itself, the system's module, that of V8 and the global object offer.
import { builtinModules } from 'node:module';
import * as os from 'node:os';
import * as v8 from 'node:v8';

/** @param {object} holder */
function namesOf(holder) {
  return Object.getOwnPropertyNames(holder).filter(
    (name) => Reflect.get(holder, name) !== undefined,
  );
}

const ecmaScript = new Set(
  Reflect.ownKeys(new (await import('node:vm')).Script('globalThis').runInNewContext()),
);
const powers = {
  modules: builtinModules,
  process: namesOf(process),
  os: namesOf(os),
  v8: namesOf(v8),
  globals: namesOf(globalThis).filter((name) => !ecmaScript.has(name)),
};
process.stderr.write(`${JSON.stringify(powers)}\n`, () => process.exit(0));
