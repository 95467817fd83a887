import type { DesignEvent, EventOf } from '#core/vocabulary/events.ts';
import type { Asked } from './asked.ts';
import { type Evidence, eventsOf, mayBeGone } from './evidence.ts';
import { type Finding, finding } from './finding.ts';

/**
 * P5: whatever was accepted was carried out once or refused, and what people were promised is
 * there.
 */
export function checkPromises(evidence: Evidence): Finding[] {
  return [...checkInbox(evidence), ...checkAnswers(evidence)];
}

function checkInbox({ tables }: Evidence): Finding[] {
  const findings: Finding[] = [];
  for (const { id, design_id: designId, command, answer } of tables.inbox) {
    const report = (what: string) =>
      findings.push(finding('P5', designId, `inbox entry ${id} ${what}`));
    if (answer === null) {
      report(`(${command.type}) is not handled`);
      continue;
    }
    const mark = markOf(command);
    if (mark === null) continue;
    const times = timesOf(eventsOf(tables, designId).filter(mark));
    if (answer.accepted && times === 0)
      report(`(${command.type}) was accepted and changed nothing`);
    if (times > 1) report(`(${command.type}) was carried out ${times} times`);
  }
  return findings;
}

/**
 * The end of asking is told when it is called and, where last words are matched, once more when
 * that is done.
 */
function timesOf(events: readonly DesignEvent[]): number {
  const called = events.filter(
    (event) => event.type === 'answering_closed' && event.isMatching === true,
  );
  return Math.max(called.length, events.length - called.length);
}

/**
 * How the event is known that carries a command out; `null` for one that may rightly change
 * nothing.
 */
function markOf(
  command: Readonly<Record<string, unknown>>,
): ((event: DesignEvent) => boolean) | null {
  switch (command.type) {
    case 'start_design':
      return ({ type }) => type === 'design_started';
    case 'record_reply':
      return (event) => isReply(event) && event.id === command.replyId;
    case 'go_on':
      return (event) => event.type === 'answering_closed' && event.by === onRecord(command.by);
    case 'decide_gate':
      return (event) => event.type === 'gate_decided' && event.by === onRecord(command.by);
    default:
      return null;
  }
}

/** A person may rely on an acknowledgement, whatever the inbox says. */
function checkAnswers({ tables, asked, gone }: Evidence): Finding[] {
  const all = tables.events.flatMap(({ event, design_id: designId }) =>
    event === null ? [] : [{ event, designId }],
  );
  return asked.flatMap((request) => {
    const its = all.filter(({ event, designId }) => {
      return (request.designId ?? designId) === designId && bears(event, request);
    });
    const found = timesOf(its.map(({ event }) => event));
    const promised = request.status !== null && request.status < 300;
    const refused = request.status !== null && request.status >= 400 && request.status < 500;
    const where = request.designId ?? request.topic;
    const what = `the ${request.kind} "${request.mark}" was answered with ${request.status} and`;
    const isExcused = mayBeGone(gone, request.sentAt, request.heardAt);
    if (isExcused && found <= 1) return [];
    if (request.kind === 'cancel') {
      return promised && found === 0
        ? [finding('C19', where, `${what} the design has not ended`)]
        : [];
    }
    if (found > 1) return [finding('P5', where, `${what} carried out ${found} times`)];
    if (promised && found === 0) return [finding('P5', where, `${what} is nowhere`)];
    if (refused && found > 0) return [finding('P5', where, `${what} was carried out all the same`)];
    return [];
  });
}

function bears(event: DesignEvent, { kind, mark }: Asked): boolean {
  switch (kind) {
    case 'start':
      return event.type === 'design_started' && event.topic === mark;
    case 'reply':
      return isReply(event) && event.text === mark;
    case 'answered':
      return event.type === 'answering_closed' && event.by === onRecord(mark);
    case 'gate':
      return event.type === 'gate_decided' && event.by === onRecord(mark);
    case 'cancel':
      return event.type === 'design_ended';
  }
}

/** Everybody here comes by the API, and their names are only claimed (D8). */
function onRecord(author: unknown): string {
  return `${author}, by the API (token admin)`;
}

/** Also one that came after the end. */
function isReply(event: DesignEvent): event is EventOf<'reply_recorded'> {
  return event.type === 'reply_recorded';
}
