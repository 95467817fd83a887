#!/usr/bin/env -S node --max-semi-space-size=2 --
// Without `--`, Node itself would load an `--env-file` given anywhere, before this file runs. The small space for new objects
// saves some 35 MiB. This file is JavaScript, since an old Node cannot even load TypeScript.
import './closed-inspector.mjs';
import './required-node.mjs';
import module from 'node:module';

// Only this user may write the files made here, whatever the umask: Node runs the compiled modules that it finds below.
process.umask(process.umask(0o022) | 0o022);

// Compiled modules are cached beside the packages, writable only for users who can change the code as well. Node continues
// without a cache if it cannot write. Persona processes have none, since they would need to write to it.
module.enableCompileCache(`${import.meta.dirname}/../../node_modules/.cache/compiled`);

await import('./charrette.ts');
