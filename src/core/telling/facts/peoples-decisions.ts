import { settledByPeople } from '../../divergence/sides.ts';
import type { Design } from '../../vocabulary/design.ts';
import { line, lines, prose, type Section, WHOLE } from '../document.ts';
import { gateClosedLine } from './gate.ts';
import { note, person } from './people.ts';

/** Points that people settled and decisions of theirs at gates, by name, with their notes (J8). */
export function peoplesDecisions(design: Design): Section {
  const settled = settledByPeople(design).flatMap(({ description, statement, person: by, note: words }) => [
    lines(line`${person(by)} settled “${prose(description, WHOLE)}”: ${prose(statement, WHOLE)}`),
    ...note(words),
  ]);
  const decided = design.gates.flatMap((gate) => {
    const { decision } = gate;
    if (decision === null || decision.choice === 'settle') return [];
    return [lines(gateClosedLine(design, gate)), ...note(decision.note)];
  });
  return [...settled, ...decided];
}
