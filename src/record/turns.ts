import * as z from 'zod';
import type { Design } from '../core/vocabulary/design.ts';
import { findById } from '../core/vocabulary/ids.ts';
import { canonicalJsonOf, escapeControls } from '../foundation/canonical-json.ts';
import { cutMiddle } from '../foundation/cut-text.ts';
import type { StoredEvent } from '../ports/store.ts';
import { TurnRecord } from '../ports/turn-record.ts';
import { withholdProposals } from '../turns/records/withheld.ts';
import { type Check, judgeCheck, skip } from './check.ts';
import type { Chain, Files } from './contents.ts';
import { isCanonical, isShallowLine, parseJsonBytes } from './json-lines.ts';

export const TURNS_NAME = 'turns.jsonl';

/**
 * Characters kept of a prompt: some of its beginning, which all turns share, and more of its end,
 * about this turn.
 */
const PROMPT_CHARACTERS = 8_000;
/** Most characters of a line, far above any real turn. A longer record loses its trace. */
const MAX_LINE_CHARACTERS = 500_000;

/**
 * Returns `turns.jsonl`: records of turns that ended before the files were written, in the order of
 * their ends. Sealed text is withheld; secrets were removed before storing. Long prompts are cut in
 * the middle; the trace has their size and hash, the store the whole text.
 */
export function makeTurnsText(
  design: Design,
  records: readonly TurnRecord[],
  events: readonly StoredEvent[],
): string {
  const byId = new Map(withholdProposals(design, records).map((record) => [record.turnId, record]));
  const lines = events.flatMap(({ event }) => {
    const record = event.type === 'turn_finished' ? byId.get(event.turnId) : undefined;
    return record === undefined ? [] : [`${makeBoundedLine(record)}\n`];
  });
  return lines.join('');
}

function makeBoundedLine(record: TurnRecord): string {
  const prompt = cutMiddle(record.prompt, PROMPT_CHARACTERS);
  const line = escapeControls(canonicalJsonOf({ ...record, prompt }));
  return line.length <= MAX_LINE_CHARACTERS
    ? line
    : escapeControls(canonicalJsonOf({ ...record, prompt, trace: [] }));
}

/**
 * Checks that each line records one turn of the design, which ended as the events say, and that no
 * turn has two lines.
 */
export function checkTurns({ design, lasting, writer }: Chain, files: Files): Check {
  const content = files.get(TURNS_NAME);
  if (content === undefined) return skip('turns', `there is no ${TURNS_NAME}`);
  const text = new TextDecoder().decode(content);
  const lines = text.split('\n');
  if (lines.pop() !== '') return judgeCheck('turns', [`${TURNS_NAME} is cut short`], '');
  const outcomes = new Map(lasting.outcomes);
  const problems: string[] = [];
  const remade: string[] = [];
  for (const [index, line] of lines.entries()) {
    const where = `line ${index + 1} of ${TURNS_NAME}`;
    const turn = isBounded(line) ? Turn.safeParse(parseJsonBytes(line)).data : undefined;
    if (turn === undefined) problems.push(`${where} is not the record of a turn`);
    else if (outcomes.get(turn.turnId) !== turn.outcome)
      problems.push(
        `${where} records a turn that already has a line, is not in the events, or ended differently there`,
      );
    else if (design !== null && !isRecorded(design, line))
      remade.push(`${where} is not the record of this turn`);
    if (turn !== undefined) outcomes.delete(turn.turnId);
  }
  const words = `${lines.length} turns ended as the events say`;
  return judgeCheck('turns', problems, words, { writer, problems: remade });
}

const Turn = z.looseObject({ turnId: z.string(), outcome: z.string() });

function isBounded(line: string): boolean {
  return line.length <= MAX_LINE_CHARACTERS && isShallowLine(line);
}

function isRecorded(design: Design, line: string): boolean {
  const record = TurnRecord.safeParse(parseJsonBytes(line)).data;
  if (record === undefined || !isCanonical(record, line)) return false;
  const { turnId, designId, participant, sessionId, roundId } = record;
  const turn = findById(design.turns, turnId);
  return (
    turn !== undefined &&
    designId === design.id &&
    turn.participant === participant &&
    turn.sessionId === sessionId &&
    turn.roundId === roundId
  );
}
