import type { Command } from 'commander';
import { readConfiguration } from '../config.ts';
import { serve } from '../serve.ts';

export function configure(command: Command, exit: (code: number) => void): void {
  command.action(async () => exit(await serve(readConfiguration())));
}
