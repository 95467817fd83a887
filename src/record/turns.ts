import type { Design } from '../core/vocabulary/design.ts';
import { cutMiddle } from '../core/vocabulary/text.ts';
import { canonicalJson, harmlessJson } from '../engine/ports/chain.ts';
import type { StoredEvent } from '../engine/ports/store.ts';
import { TurnRecord } from '../turns/records/record.ts';
import { readableTurns } from '../turns/records/withheld.ts';
import { type Check, skipped, verdict } from './check.ts';
import type { Chain, Files } from './contents.ts';
import { isCanonical, isShallowLine, parsedJson } from './json-lines.ts';

export const TURNS_NAME = 'turns.jsonl';

/** Characters kept of a prompt: some of its beginning, which all turns share, and more of its end, about this turn. */
const PROMPT_CHARACTERS = 8_000;
/** Most characters of a line, far above any real turn. A longer record loses its trace. */
const MAX_LINE_CHARACTERS = 500_000;

/**
 * Returns `turns.jsonl`: records of turns that ended before the files were written, in the order of their ends. Sealed
 * text is withheld (J1); secrets were removed before storing (D6). Long prompts are cut in the middle; the trace has
 * their size and hash, the store the whole text.
 */
export function turnsText(
  design: Design,
  records: readonly TurnRecord[],
  events: readonly StoredEvent[],
): string {
  const byId = new Map(readableTurns(design, records).map((record) => [record.turnId, record]));
  const lines = events.flatMap(({ event }) => {
    const record = event.type === 'turn_finished' ? byId.get(event.turnId) : undefined;
    return record === undefined ? [] : [`${boundedLine(record)}\n`];
  });
  return lines.join('');
}

function boundedLine(record: TurnRecord): string {
  const prompt = cutMiddle(record.prompt, PROMPT_CHARACTERS);
  const line = harmlessJson(canonicalJson({ ...record, prompt }));
  return line.length <= MAX_LINE_CHARACTERS
    ? line
    : harmlessJson(canonicalJson({ ...record, prompt, trace: [] }));
}

/**
 * Checks that each line records one turn of the design, which ended as the events say, and that no turn has two lines.
 */
export function turnsCheck({ design }: Chain, files: Files): Check {
  const found = files.get(TURNS_NAME);
  if (found === undefined) return skipped('turns', `there is no ${TURNS_NAME}`);
  const text = new TextDecoder().decode(found);
  const lines = text.split('\n');
  if (lines.pop() !== '') return verdict('turns', [`${TURNS_NAME} is cut short`], '');
  const seen = new Set<string>();
  const problems = lines.flatMap((line, index) => {
    const problem = problemOf(design, line, seen);
    return problem === null ? [] : [`line ${index + 1} of ${TURNS_NAME} ${problem}`];
  });
  return verdict('turns', problems, `${lines.length} turns ended as the events say`);
}

function problemOf(design: Design, line: string, seen: Set<string>): string | null {
  const record = parsedRecord(line);
  if (record === undefined) return 'is not the record of a turn';
  const { turnId, designId, participant, sessionId, roundId, outcome } = record;
  if (seen.has(turnId)) return 'records a turn that already has a line';
  seen.add(turnId);
  const turn = design.turns.find(({ id }) => id === turnId);
  const isOfEvents =
    turn !== undefined &&
    designId === design.id &&
    turn.participant === participant &&
    turn.sessionId === sessionId &&
    turn.roundId === roundId &&
    turn.outcome === outcome;
  return isOfEvents ? null : 'records a turn that is not in the events, or that ended differently there';
}

function parsedRecord(line: string): TurnRecord | undefined {
  if (line.length > MAX_LINE_CHARACTERS || !isShallowLine(line)) return undefined;
  const record = TurnRecord.safeParse(parsedJson(line)).data;
  return record !== undefined && isCanonical(record, line) ? record : undefined;
}
