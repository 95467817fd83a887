import { settledByPeople } from '../../differences/sides.ts';
import type { Design } from '../../vocabulary/design.ts';
import { line, lines, type Section, untrustedMarkdown, WHOLE } from '../format/document.ts';
import { note, person } from '../format/people.ts';
import { gateClosedLine } from './gate.ts';

/** Points people settled and their decisions at gates, by name, with notes (J8). */
export function peoplesDecisions(design: Design): Section {
  const settled = settledByPeople(design).flatMap(({ description, statement, person: by, note: words }) => [
    lines(
      line`${person(by)} settled “${untrustedMarkdown(description, WHOLE)}”: ${untrustedMarkdown(statement, WHOLE)}`,
    ),
    ...note(words),
  ]);
  const decided = design.gates.flatMap((gate) => {
    const { decision } = gate;
    if (decision === null || decision.choice === 'settle') return [];
    return [lines(gateClosedLine(design, gate)), ...note(decision.note)];
  });
  return [...settled, ...decided];
}
