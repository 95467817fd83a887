/**
 * Loaded first in a session's process. Takes away what Node's permission model leaves to it:
 * signals to other processes (one of them opens their inspector), their priority, and V8's flags,
 * some of which write files.
 */

import { syncBuiltinESMExports } from 'node:module';
import os from 'node:os';
import v8 from 'node:v8';

for (const name of ['kill', '_kill', '_debugProcess']) Reflect.deleteProperty(process, name);
Reflect.deleteProperty(os, 'setPriority');
Reflect.deleteProperty(v8, 'setFlagsFromString');

// ES imports of these modules are copies.
syncBuiltinESMExports();
