#!/usr/bin/env node
// An old Node cannot even load TypeScript, so this file is not written in it.
import './required-node.mjs';

await import('./charrette.ts');
