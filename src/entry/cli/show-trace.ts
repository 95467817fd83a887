import type { Call } from '../../acts/call.ts';
import { ACTS } from '../../acts/table.ts';
import { TurnView } from '../../core/outcome/turn-shape.ts';
import { Why } from '../../core/outcome/why.ts';
import type { Section } from '../../presentation/format/document.ts';
import { DesignView } from '../../presentation/schema/view.ts';
import { turnSections, turnsSections } from '../../presentation/turn.ts';
import { whySections } from '../../presentation/why.ts';
import { documentText } from '../../surfaces/terminal/markdown.ts';
import { read, readable, reasonIn } from './api.ts';
import type { FoundDesign } from './designs.ts';
import { look, output } from './output.ts';
import { badUsage, wholeNumber } from './typed.ts';

/** Other views of a design, one at a time. */
export interface TraceOptions {
  readonly why?: string;
  /** `true`: all of them. */
  readonly turn?: string | true;
  readonly json?: boolean;
}

const MAX_TURN = 1_000_000;

/** Throws `Fault('bad_usage')` if both are given. */
export function asksForTrace({ why, turn }: TraceOptions): boolean {
  if (why !== undefined && turn !== undefined) throw badUsage('Give either --why or --turn.');
  return why !== undefined || turn !== undefined;
}

/** Shows a sentence's trace, the list of turns, or one turn. */
export async function showTrace(found: FoundDesign, { why, turn, json }: TraceOptions): Promise<void> {
  if (why !== undefined) return shown(found, [ACTS.why, {}, { query: { words: why } }], json, whyText);
  if (typeof turn === 'string') {
    const number = wholeNumber('--turn', turn, 1, MAX_TURN);
    return shown(found, [ACTS.turn, { n: String(number) }], json, turnText);
  }
  const { turns } = await read(found.api, ACTS.show, { id: found.id }, DesignView);
  if (json) output.json({ turns });
  else print(turnsSections(turns));
}

const whyText = (body: unknown): Section[] => whySections(readable(Why, body));
const turnText = (body: unknown): Section[] => turnSections(readable(TurnView, body));

async function shown(
  { api, id }: FoundDesign,
  [act, names, sent]: Parameters<Call>,
  json: boolean | undefined,
  draw: (body: unknown) => Section[],
): Promise<void> {
  const answer = await api.call(act, { id, ...names }, sent);
  if (answer.status >= 400) throw badUsage(reasonIn(answer));
  if (json) output.json(answer.body);
  else print(draw(answer.body));
}

function print(sections: readonly Section[]): void {
  output.write(`${documentText(sections, look().paint)}\n`);
}
