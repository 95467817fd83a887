#!/usr/bin/env node
import './closed-inspector.mjs';
import './required-node.mjs';

// Imported only now, because they need the Node version that was just checked.
const { runProgram } = await import('./cli/program.ts');
const { readSettingsFiles } = await import('./settings-files.ts');
process.exitCode = await runProgram(process.argv.slice(2), readSettingsFiles);
