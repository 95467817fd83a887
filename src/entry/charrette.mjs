#!/usr/bin/env -S node --max-semi-space-size=2 --
// Without the `--` above Node takes `--env-file` for its own, wherever it stands, and loads it before anything here runs. With
// a small space for new objects, V8 holds some 35 MiB less than it would for work that allocates much. An old Node cannot even
// load TypeScript, so this file is not written in it.
import './closed-inspector.mjs';
import './required-node.mjs';
import module from 'node:module';

// Nobody else may write files made here, whatever the umask: Node runs the compiled modules that it finds below.
process.umask(process.umask(0o022) | 0o022);

// Compiled modules are kept beside the packages, writable only for those who may change the code as well; Node does without
// where it cannot write. Persona processes have no cache: they would need to write in it.
module.enableCompileCache(`${import.meta.dirname}/../../node_modules/.cache/compiled`);

await import('./charrette.ts');
