/**
 * Takes away the powers that Node's permission model leaves to a process, before a child loads
 * anything else: signalling other processes (a signal can open another's inspector), changing their
 * priority, and V8's flags, some of which write files or undo memory checks. What is printed goes
 * to standard error, since standard output is the channel. test/sessions/builtins.test.ts lists the
 * remaining modules and functions, with the reasons.
 */
import { syncBuiltinESMExports } from 'node:module';
import os from 'node:os';
import v8 from 'node:v8';

for (const name of ['kill', '_kill', '_debugProcess']) Reflect.deleteProperty(process, name);
Reflect.deleteProperty(os, 'setPriority');
Reflect.defineProperty(process, 'stdout', { get: () => process.stderr });

/** The one flag that a child sets, to give back memory. */
const ALLOWED_FLAG = '--expose-gc';
const { setFlagsFromString } = v8;
v8.setFlagsFromString = (flag) => {
  if (flag !== ALLOWED_FLAG)
    throw new Error(`${ALLOWED_FLAG} is the only flag that can be set here`);
  setFlagsFromString(ALLOWED_FLAG);
};

// ES imports of these modules are copies and need an update.
syncBuiltinESMExports();
