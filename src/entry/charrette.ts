#!/usr/bin/env node
import './required-node.mjs';

// Only now, because what follows needs the Node that has just been made sure of.
const { runProgram } = await import('./commands/program.ts');
process.exitCode = await runProgram(process.argv.slice(2));
