#!/usr/bin/env node
import './required-node.mjs';
import { existsSync } from 'node:fs';

// What the environment says already stays as it is.
if (existsSync('.env')) process.loadEnvFile('.env');

// Imported only now, because it needs the Node version that was just checked.
const { runProgram } = await import('./cli/program.ts');
process.exitCode = await runProgram(process.argv.slice(2));
