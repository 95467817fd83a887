/**
 * Takes away what Node's permission model leaves to a process, before anything else is loaded in a child: to signal
 * other processes (the inspector of another is opened by a signal), to change how much of the processor they get, and
 * V8's flags, of which some write files and others undo its checks of memory. What is left is listed, with the reason,
 * in test/adapters/process/builtins.test.ts.
 */
import { syncBuiltinESMExports } from 'node:module';
import os from 'node:os';
import v8 from 'node:v8';

for (const name of ['kill', '_kill', '_debugProcess']) Reflect.deleteProperty(process, name);
Reflect.deleteProperty(os, 'setPriority');

/** The one flag that a child sets, to give back memory. */
const ALLOWED_FLAG = '--expose-gc';
const { setFlagsFromString } = v8;
v8.setFlagsFromString = (flag) => {
  if (flag !== ALLOWED_FLAG) throw new Error(`${ALLOWED_FLAG} is the only flag that can be set here`);
  setFlagsFromString(ALLOWED_FLAG);
};

// What an `import` of these modules finds is a copy.
syncBuiltinESMExports();
