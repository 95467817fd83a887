/** The person at a command line, who acts as an operator. */

import { randomUUID } from 'node:crypto';
import type { Actor, Delivery, Result } from '#engine/design-inputs.ts';
import { md } from '#words/md.ts';
import type { Terminal } from './terminal.ts';

export function operator(name = process.env.USER || process.env.LOGNAME || 'operator'): Actor {
  return { name, id: '', via: 'terminal', isOperator: true };
}

export function newDelivery(platform = 'terminal'): Delivery {
  return { platform, id: randomUUID() };
}

/** Prints why it was refused, or that it is done; returns the exit code. */
export function report(terminal: Terminal, result: Result, done = ''): number {
  if (!result.ok) {
    const { code, message } = result.refusal;
    terminal.inform(md`${message}`);
    return code === 'invalid' ? 2 : 1;
  }
  const words = result.isDone ? done : 'Taken, not done yet.';
  if (words !== '') terminal.inform(md`${words}`);
  return 0;
}
