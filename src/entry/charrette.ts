#!/usr/bin/env node
import './required-node.mjs';
import { existsSync } from 'node:fs';

// What the environment says already stays as it is.
if (existsSync('.env')) process.loadEnvFile('.env');

// Only now, because what follows needs the Node that has just been made sure of.
const { runProgram } = await import('./cli/program.ts');
process.exitCode = await runProgram(process.argv.slice(2));
