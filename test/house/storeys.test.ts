import { describe, expect, test } from 'vitest';
import { importsOf, sourceFiles } from './source.ts';

/** Rooms below a folder, the lowest first: each may use those before it. The rooms of a folder that is on a list of its own count as one. */
const STOREYS: Record<string, readonly string[]> = {
  'src/core/': [
    'vocabulary',
    'workflow/rounds',
    'questions',
    'outcome/policy',
    'proposals',
    'workflow/sessions',
    'differences',
    'decision',
    'outcome',
    'follow-up',
    'workflow',
    'thread',
  ],
  'src/': [
    'core',
    'presentation',
    'foundation',
    'sessions/child',
    'engine/access',
    'ports',
    'engine/reading',
    'sessions',
    'turns/models',
    'turns/prompt',
    'turns/checks',
    'turns/records',
    'turns',
    'record',
    'engine/design',
    'engine/limits',
    'engine/commit',
    'engine/starting',
    'acts/message',
    'acts/asking',
    'engine/thread',
    'engine/effects',
    'engine/ownership',
    'engine',
    'acts',
    'acts/gateway',
    'acts/gateway/verbs',
    'acts/gateway/messages',
    'adapters',
    'surfaces',
    'entry',
  ],
};

/** Imports from a lower storey to a higher one, with the reason for each. */
const UPWARD: Record<string, string> = {
  'src/acts/gateway/actions.ts > src/acts/gateway/verbs/verbs.ts': 'a control has the words of its verb',
  'src/acts/gateway/interaction.ts > src/acts/gateway/verbs/start-design.ts':
    'an interaction may be a request to start, as a type',
  'src/acts/gateway/verbs/path.ts > src/acts/gateway/messages/unrouted-reply.ts':
    'a button takes words from beside the thread',
  'src/core/differences/arguing.ts > src/core/workflow/advance.ts': 'opens the rounds of arguments',
  'src/core/differences/settling.ts > src/core/workflow/gate.ts':
    'a settled point at a gate is a decision there',
  'src/core/questions/matching.ts > src/core/workflow/advance.ts': 'opens the round that matches replies',
  'src/core/questions/reader.ts > src/core/outcome/policy/reserve.ts':
    'opens no round that there is no money for',
  'src/core/questions/reading.ts > src/core/decision/decided.ts': 'late words bear on a text of the decision',
  'src/core/questions/reading.ts > src/core/decision/parts.ts': 'names the part on which late words bear',
  'src/core/questions/reading.ts > src/core/workflow/advance.ts': 'opens the round that reads late words',
  'src/core/workflow/sessions/lifecycle.ts > src/core/outcome/ending.ts':
    'crashes without an end fail the design',
  'src/engine/design/design-parts.ts > src/engine/commit/changes.ts':
    'what a design at work is given, as types',
  'src/engine/design/design-parts.ts > src/engine/limits/ceilings.ts':
    'what a design at work is given, as types',
  'src/engine/design/design-parts.ts > src/engine/limits/slots.ts':
    'what a design at work is given, as types',
  'src/engine/design/mailbox.ts > src/engine/commit/commit.ts':
    'a command that leaves the mailbox is committed',
  'src/engine/design/parts.ts > src/engine/starting/start-request.ts': 'what the engine is given, as types',
  'src/ports/failures.ts > src/record/manifest.ts': 'a failure is stored under its name in the folder',
  'src/ports/model.ts > src/turns/models/form.ts': 'the form of a request is the turns’',
  'src/ports/model.ts > src/turns/prompt/ask.ts': 'a request carries what a turn asks',
  'src/ports/store.ts > src/ports/turn-record.ts': 'the store keeps records of turns',
  'src/sessions/diagnostics.ts > src/sessions/session.ts': 'describes a crash as the port has it',
  'src/turns/checks/check-citations.ts > src/turns/turn-parts.ts': 'what a turn at work is given, as types',
  'src/turns/models/entry.ts > src/turns/prompt/persona.ts': 'an effort is a persona’s or an entry’s',
  'src/turns/records/recorded.ts > src/record/chain.ts': 'the hash of a record is of its canonical JSON',
  'src/turns/records/recorded.ts > src/record/manifest.ts': 'the hash of a record is of its canonical JSON',
};

const imports = sourceFiles('src').flatMap(importsOf);

/** The place of a file among the rooms: that of the longest name which its path begins with. */
function storey(rooms: readonly string[], path: string): number {
  const fits = rooms.filter((room) => path.startsWith(`${room}/`));
  return rooms.indexOf(fits.toSorted((one, other) => other.length - one.length)[0] ?? '');
}

describe('the storeys of the house', () => {
  test('a file imports from its own storey or a lower one, except where the reason is on the list', () => {
    const upward = Object.entries(STOREYS).flatMap(([folder, rooms]) =>
      imports.filter(({ from, to }) => {
        if (!from.startsWith(folder) || !to.startsWith(folder)) return false;
        return storey(rooms, to.slice(folder.length)) > storey(rooms, from.slice(folder.length));
      }),
    );
    const found = new Set(upward.map(({ from, to }) => `${from} > ${to}`));
    expect([...found].toSorted()).toEqual(Object.keys(UPWARD).toSorted());
  });

  test.each(Object.entries(STOREYS))('every file of %s lies in a storey', (folder, rooms) => {
    const outside = sourceFiles(folder).filter(({ path }) => storey(rooms, path.slice(folder.length)) === -1);
    expect(outside.map(({ path }) => path)).toEqual([]);
  });

  test('no files import each other in a circle, anywhere', () => {
    expect(circles(Map.groupBy(imports, ({ from }) => from))).toEqual([]);
  });
});
/** Groups of files of which each reaches every other (Tarjan's strongly connected components). */
function circles(graph: ReadonlyMap<string, readonly { readonly to: string }[]>): string[][] {
  const found: string[][] = [];
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const path: string[] = [];
  const visit = (file: string): void => {
    order.set(file, order.size);
    lowest.set(file, order.size - 1);
    path.push(file);
    for (const { to } of graph.get(file) ?? []) {
      if (!order.has(to)) visit(to);
      if (path.includes(to)) lowest.set(file, Math.min(lowest.get(file) ?? 0, lowest.get(to) ?? 0));
    }
    if (lowest.get(file) !== order.get(file)) return;
    const circle = path.splice(path.lastIndexOf(file));
    if (circle.length > 1) found.push(circle.toSorted());
  };
  for (const file of graph.keys()) if (!order.has(file)) visit(file);
  return found;
}
