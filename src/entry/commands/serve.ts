import type { Command } from 'commander';
import { readConfiguration } from '../config.ts';

export function addServe(program: Command, exit: (code: number) => void): void {
  program
    .command('serve')
    .description('run the daemon: the HTTP API, and every design that has not ended')
    .action(async () => {
      const configuration = readConfiguration();
      // Only the daemon needs an HTTP server; every other verb starts faster without it.
      const { serve } = await import('../serve.ts');
      exit(await serve(configuration));
    });
}
