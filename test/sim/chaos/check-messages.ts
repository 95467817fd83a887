import type { DesignEvent } from '../../../src/core/events.ts';
import { type Evidence, eventsOf } from './evidence.ts';
import { type Finding, finding, notOnce } from './finding.ts';

/** P4: the thread of each design has every message that its events call for, once, in that order, and no other. */
export function checkMessages({ tables, messages }: Evidence): Finding[] {
  const findings: Finding[] = [];
  const threads = new Map<string, string[]>();
  for (const { id } of tables.designs) {
    const events = eventsOf(tables, id);
    const thread = events.flatMap((event) => (event.type === 'design_started' ? [event.thread] : []))[0];
    if (thread == null) continue;
    const key = `${thread.channel} ${thread.thread}`;
    const expected = events.flatMap((event, index) =>
      isTold(event, events.slice(0, index)) ? [`${id}/${index + 1}`] : [],
    );
    threads.set(key, [...(threads.get(key) ?? []), ...expected]);
  }
  for (const [key, expected] of threads) {
    // An effect's id is `<design>/<number of its event>.<n>`.
    const found = messages
      .filter(({ channel, thread }) => `${channel} ${thread}` === key)
      .map((message) => message.id.slice(0, message.id.lastIndexOf('.')));
    const { missing, doubled, unexpected } = notOnce(expected, found);
    const report = (ids: readonly string[], what: string): void => {
      for (const id of ids) findings.push(finding('P4', key, `message ${id} ${what}`));
    };
    report(missing, 'is lost');
    report(doubled, 'is there twice');
    report(unexpected, 'is not called for');
    const inOrder = [...new Set(found)].filter((id) => expected.includes(id));
    const wanted = expected.filter((id) => inOrder.includes(id));
    report(inOrder.filter((id, index) => id !== wanted[index]).slice(0, 1), 'is out of order');
  }
  for (const { channel, thread, id } of messages) {
    if (threads.has(`${channel} ${thread}`)) continue;
    findings.push(finding('P4', `${channel} ${thread}`, `message ${id} is in a thread of no design`));
  }
  return findings;
}

/** What people are told of, by the list of what a design says in its thread. */
function isTold(event: DesignEvent, before: readonly DesignEvent[]): boolean {
  switch (event.type) {
    case 'design_started':
    case 'answering_opened':
    case 'proposals_revealed':
    case 'gate_opened':
    case 'design_ended':
      return true;
    case 'proposal_sealed':
      return !before.some(({ type }) => type === 'proposal_sealed');
    case 'round_opened': {
      const { divergenceId } = event;
      const same = (each: DesignEvent) => each.type === 'round_opened' && each.divergenceId === divergenceId;
      return divergenceId !== null && !before.some(same);
    }
    default:
      return false;
  }
}
