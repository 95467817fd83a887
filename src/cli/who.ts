/** Who acts at a command line, and what they are told. */

import { randomUUID } from 'node:crypto';
import type { Refusal } from '#design/commands.ts';
import type { Actor, Delivery, Result } from '#engine/designs.ts';
import { md } from '#words/md.ts';
import type { Terminal } from './terminal.ts';

export function operator(name = process.env.USER || process.env.LOGNAME || 'operator'): Actor {
  return { name, id: '', via: 'terminal', isOperator: true };
}

export function delivery(): Delivery {
  return { platform: 'terminal', id: randomUUID() };
}

/** A wrong value is wrong usage. */
export function exitCodeOf({ code }: Refusal): number {
  return code === 'invalid' ? 2 : 1;
}

/** Says why not, or that it is taken; returns the exit code. */
export function say(terminal: Terminal, result: Result, done = ''): number {
  if (!result.ok) {
    terminal.say(md`${result.refusal.message}`);
    return exitCodeOf(result.refusal);
  }
  if (!result.isDone) terminal.say(md`Taken, not done yet.`);
  else if (done !== '') terminal.say(md`${done}`);
  return 0;
}
