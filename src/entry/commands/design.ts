import { DesignOptions, readRequest } from './design-request.ts';

/** What can be refused by looking at it is refused before anything is loaded. */
export async function design(topic: string, given: unknown): Promise<number> {
  const options = DesignOptions.parse(given);
  const request = await readRequest(topic, options);
  const { startAndRun } = await import('./start-and-run.ts');
  return startAndRun(request, options);
}
