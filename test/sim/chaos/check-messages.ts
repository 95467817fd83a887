import type { DesignEvent } from '#core/vocabulary/events.ts';
import { type Evidence, eventsOf, mayBeGone, type SeenMessage } from './evidence.ts';
import { type Finding, finding, notOnce } from './finding.ts';

/**
 * P4: the thread of each design has every message that its events call for, once, in that order,
 * and no other.
 */
export function checkMessages({ tables, messages: all, gone }: Evidence): Finding[] {
  const receipts = new Set(tables.effects.map(({ receipt }) => receipt));
  // What was posted for events that are gone stays in the thread, and so does the word that a
  // design is gone.
  const isExcused = ({ id, at }: SeenMessage): boolean =>
    mayBeGone(gone, at, at) || (gone.length > 0 && !id.startsWith('dsn_'));
  const messages = all.filter((message) => receipts.has(message.receipt) || !isExcused(message));
  const findings: Finding[] = [];
  const threads = new Map<string, string[]>();
  // A reminder that comes too late is not posted.
  const reminders = new Set<string>();
  for (const { id } of tables.designs) {
    const events = eventsOf(tables, id);
    const thread = events.flatMap((event) =>
      event.type === 'design_started' ? [event.thread] : [],
    )[0];
    if (thread == null) continue;
    const key = `${thread.channel} ${thread.thread}`;
    const expected = events.flatMap((event, index) =>
      told(event, events.slice(0, index)).map((_, place) => `${id}/${index + 1} (${place + 1})`),
    );
    events.forEach(({ type }, index) => {
      if (type === 'people_reminded') reminders.add(`${id}/${index + 1} (1)`);
    });
    threads.set(key, [...(threads.get(key) ?? []), ...expected]);
  }
  for (const [key, expected] of threads) {
    const here = messages.filter(({ channel, thread }) => `${channel} ${thread}` === key);
    const ids = here.map(({ id }) => id);
    const found = ids.map((id) => placed(id, ids));
    // Posted for an event that is gone, one may stand before the messages of its successors.
    const early = here.filter(({ at }) => mayBeGone(gone, at, at)).map(({ id }) => placed(id, ids));
    const { missing, doubled, unexpected } = notOnce(expected, found);
    const report = (ids: readonly string[], what: string): void => {
      for (const id of ids) findings.push(finding('P4', key, `message ${id} ${what}`));
    };
    report(
      missing.filter((id) => !reminders.has(id)),
      'is lost',
    );
    report(doubled, 'is there twice');
    report(unexpected, 'is not called for');
    const inOrder = [...new Set(found)].filter(
      (id) => expected.includes(id) && !early.includes(id),
    );
    const wanted = expected.filter((id) => inOrder.includes(id));
    report(inOrder.filter((id, index) => id !== wanted[index]).slice(0, 1), 'is out of order');
  }
  for (const { channel, thread, id } of messages) {
    if (threads.has(`${channel} ${thread}`)) continue;
    findings.push(
      finding('P4', `${channel} ${thread}`, `message ${id} is in a thread of no design`),
    );
  }
  return findings;
}

/**
 * An effect's id is `<design>/<number of its event>.<n>`: which of the event's messages it is, in
 * the order of their numbers.
 */
function placed(id: string, all: readonly string[]): string {
  const eventOf = (each: string) => each.slice(0, each.lastIndexOf('.'));
  const numberOf = (each: string) => Number(each.slice(each.lastIndexOf('.') + 1));
  const siblings = new Set(all.filter((each) => eventOf(each) === eventOf(id)).map(numberOf));
  const place = [...siblings].toSorted((one, other) => one - other).indexOf(numberOf(id));
  return `${eventOf(id)} (${place + 1})`;
}

/** The posts for an event, by the list of what a design posts in its thread. */
function told(event: DesignEvent, before: readonly DesignEvent[]): string[] {
  const happened = (type: DesignEvent['type']): boolean =>
    before.some((each) => each.type === type);
  switch (event.type) {
    case 'design_started':
      return ['card'];
    case 'answering_opened':
      return ['questions'];
    case 'proposals_revealed':
      return ['proposals', 'their files'];
    case 'gate_opened':
      return ['gate'];
    case 'people_reminded':
      return ['reminder'];
    case 'design_ended': {
      const files = happened('files_written') ? ['its files'] : [];
      return endsAtGate(before) ? files : ['outcome', ...files];
    }
    case 'files_written':
      return happened('design_ended') ? ['its files'] : [];
    case 'round_opened': {
      const argued = before.flatMap(underArgument);
      return underArgument(event).flatMap((id) => (argued.includes(id) ? [] : ['divergence']));
    }
    default:
      return [];
  }
}

/**
 * Tells if no round was opened after the last gate but such as reads people's words there: its
 * message becomes the result.
 */
function endsAtGate(before: readonly DesignEvent[]): boolean {
  const since = before.findLastIndex(({ type }) => type === 'gate_opened');
  const opened = before
    .slice(since + 1)
    .flatMap((each) => (each.type === 'round_opened' ? [each.kind] : []));
  const gate = before[since];
  // A gate about the thread is no place for a result.
  if (gate?.type !== 'gate_opened' || gate.unreachable !== undefined) return false;
  return opened.every((kind) => kind === 'matching' || kind === 'reading');
}

/** The divergences that a round of arguments is about, each once. */
function underArgument(event: DesignEvent): string[] {
  if (event.type !== 'round_opened') return [];
  return [...new Set(event.points.flatMap(({ divergences }) => divergences))];
}
