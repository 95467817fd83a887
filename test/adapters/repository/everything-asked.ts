import { expect } from 'vitest';
import { keepLog } from '../../support/processes/child-sessions.ts';
import { blame, history, list, pin, read, search, unbounded } from './repository-on-disk.ts';

/** What a model may ask of each tool at the top, and at a path. */
const AT_THE_TOP = [list(''), search('one'), history('', 5)];
const callsAt = (path: string) => [
  list(path),
  read(path),
  search('one', path),
  history(path),
  blame(path),
];

/** Everything that can be asked is answered, with as much as an answer may have; nothing throws. */
export async function answersOf(
  folder: string,
  paths: readonly string[],
  isDamaged = false,
): Promise<string[]> {
  const log = keepLog();
  const pinned = await pin(folder, { log });
  expect(pinned.pinned.digest.length).toBeLessThan(50_000);
  const texts: string[] = [];
  for (const [tool, input] of [...AT_THE_TOP, ...paths.flatMap(callsAt)]) {
    const answer = await pinned.run(tool, input, unbounded);
    expect(answer.text.trim(), tool).not.toBe('');
    expect(answer.text.length, tool).toBeLessThan(60_000);
    expect(answer.text, tool).not.toContain('\u001b');
    expect(answer.text, tool).not.toContain(folder);
    texts.push(answer.text);
  }
  const failed = log.events.filter(({ event }) => event !== 'repository_tool_stopped');
  if (!isDamaged) expect(failed).toEqual([]);
  for (const each of failed)
    expect(each).toMatchObject({
      event: 'repository_tool_failed',
      facts: { repository: 'sample' },
    });
  return texts;
}
