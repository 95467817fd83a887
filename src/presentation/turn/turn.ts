/** The page of a turn, for whoever looks into what a model was sent and what it answered. */

import * as z from 'zod';
import type { TurnRow } from '../../core/outcome/turn-rows.ts';
import { TurnView } from '../../core/outcome/turn-shape.ts';
import type { Usage } from '../../core/vocabulary/event-parts.ts';
import {
  countOf,
  formatDuration,
  formatMoney,
  formatTimes,
  groupDigits,
} from '../../core/vocabulary/figures.ts';
import { compact } from '../../foundation/compact.ts';
import { cutWords } from '../../foundation/cut-text.ts';
import {
  bold,
  codeBlock,
  codeSpan,
  type Document,
  document,
  join,
  type Line,
  line,
  lines,
  list,
  part,
  referToTurn,
  type Section,
  section,
} from '../format/document.ts';
import { capitalize } from '../format/plain.ts';
import { ROUND_WORDS, TURN_WORDS } from '../judged/rounds.ts';
import { drawFields, drawSubmitted } from './submitted.ts';

const PROMPT_CHARACTERS = 200_000;

const READING_WORDS: Readonly<Record<string, string>> = {
  list_files: 'listed files',
  read_file: 'read',
  search_text: 'searched for',
  read_history: 'read the history',
  blame_file: 'read who wrote',
};
/** Ends of a model's answer that explain more than *ended*. */
const STOP_WORDS: Readonly<Record<string, string>> = {
  max_tokens: ', cut at its longest',
  refusal: ', refused',
};

const NO_TURN = 'No turn has begun so far.';
const NO_RECORD = 'Its record appears once it has ended.';

export function hasFailed({ outcome }: Pick<TurnRow, 'outcome'>): boolean {
  return !['spoke', 'passed', 'open', 'cancelled'].includes(outcome);
}

/** Every turn in a line, below the first that failed. */
export function drawTurns(rows: readonly TurnRow[]): Section[] {
  if (rows.length === 0) return [[lines(NO_TURN)]];
  const first = drawFirstFailure(rows);
  return compact(
    first !== null && [lines(first)],
    list(rows.map((row) => line`${row.title}, ${drawTurnRow(row)}`)),
  );
}

/** `turn 4, proposals: answered, 0:41, $0.11` */
export function drawTurnRow(row: TurnRow): Line {
  return line`${referToTurn(row.number)}, ${sayEnd(row)}`;
}

function sayEnd({ kind, outcome, totalMs, costUsd, costIsAtLeast }: TurnRow): string {
  const took = totalMs === null ? '' : `, ${formatDuration(totalMs)}`;
  return `${ROUND_WORDS[kind].about}: ${TURN_WORDS[outcome]}${took}, ${formatMoney(costUsd, costIsAtLeast)}`;
}

/** `First failure: turn 4 of Outsider, proposals: model error: …` `null` without a failure. */
function drawFirstFailure(rows: readonly TurnRow[]): Line | null {
  const row = rows.find(hasFailed);
  if (row === undefined) return null;
  const { number, title, kind, outcome, error } = row;
  const why = error === null ? [] : line`: ${error.message}`;
  return line`${bold('First failure')}: ${referToTurn(number)} of ${title}, ${ROUND_WORDS[kind].about}: ${TURN_WORDS[outcome]}${why}`;
}

/** A turn in full, with its prompt by the sizes of its parts. */
export function drawTurn(answer: unknown): Document {
  const turn = TurnView.parse(answer);
  const { number, count, title, prompt } = turn;
  const name = line`${bold(`Turn ${number} of ${count}`)} · ${title}`;
  const failed = turn.calls.flatMap(({ failures }) => failures);
  const mended = { failed, plainer: turn.askedPlainer, repaired: turn.repaired };
  const given = part(
    3,
    'What it was given',
    list(prompt.parts.map(({ name, bytes }) => line`${name}: ${groupDigits(bytes)} bytes`)),
    list(
      prompt.leftOut.map(
        ({ name, bytes }) =>
          line`Left out for lack of room: ${groupDigits(bytes)} bytes of ${name}`,
      ),
    ),
  );
  return document(`Turn ${number}`, [
    [lines(name)],
    ...drawTurnParts(turn),
    part(3, 'What was mended', drawFields(mended)),
    given,
  ]);
}

/**
 * A turn's cost, its failure, what it did and what it answered; without its name and its prompt.
 */
export function drawTurnParts(turn: TurnView): Section[] {
  const { previous, next, submission, calls } = turn;
  const others = compact(
    previous !== null && line`before: ${referToTurn(previous)}`,
    next !== null && line`after: ${referToTurn(next)}`,
  );
  const used = sayUsed(turn);
  const written = calls.map(({ text }) => text).filter((text) => text.trim() !== '');
  // In a turn that went well all the same; a failure names its own.
  const refused = turn.error === null ? refusalLines(turn) : [];
  const mended = sayMended(turn);
  return [
    [
      lines(
        line`${capitalize(sayEnd(turn))} · ${turn.model}`,
        used !== '' && used,
        others.length > 0 && line`Of the same participant: ${join(others, ' · ')}`,
      ),
    ],
    failureIn(turn),
    part(
      3,
      'What the model did',
      list(compact(...callLines(turn), mended !== '' && line`${mended}`, ...refused)),
    ),
    part(3, 'What it looked up', list(readingLines(turn))),
    part(
      3,
      'What it answered',
      submission !== null && drawSubmitted(submission.input),
      written.map((text) => codeBlock(text)),
    ),
  ].filter((section) => section.length > 0);
}

const KINDS: readonly (readonly [keyof Usage, string])[] = [
  ['cacheReadTokens', 'From the cache'],
  ['cacheWriteTokens', 'Into the cache'],
  ['inputTokens', 'In, uncached'],
  ['outputTokens', 'Out'],
];

/** Tokens by kind, without zeros; empty for none. */
function sayUsed({ usage }: TurnView): string {
  return KINDS.filter(([kind]) => usage[kind] > 0)
    .map(([kind, name]) => `${name}: ${countOf(usage[kind], 'token')}`)
    .join(' · ');
}

/** Why a turn failed; that its record is still to come. */
function failureIn(turn: TurnView): Section {
  const { hasRecord, error, completedSteps, lastStep, diagnostics } = turn;
  const steps = compact(...completedSteps, lastStep).map((step) => step.replaceAll('_', ' '));
  const refused = refusalLines(turn);
  const why =
    error === null
      ? []
      : compact(
          line`${capitalize(error.message)}${error.retryable ? ' (may be tried again)' : ''}`,
          ...refused,
          steps.length > 0 && line`It got as far as: ${steps.join(', ')}`,
          diagnostics !== '' && line`Its process: ${diagnostics}`,
        );
  return section(
    !hasRecord && lines(NO_RECORD),
    why.length > 0 && part(3, 'Why it failed', lines(...why)),
  );
}

/** `Refused four times: a dissent needs a reason`, each reason once. */
function refusalLines({ refusals, askedAgain }: TurnView): Line[] {
  const reasons = refusals.length > 0 ? refusals : askedAgain;
  return [...Map.groupBy(reasons, ({ reason }) => reason)].map(
    ([reason, { length }]) => line`Refused ${formatTimes(length)}: ${reason}`,
  );
}

function callLines({ calls }: TurnView): Line[] {
  return calls.map((call): Line => {
    const { firstTokenMs, sentMs, answeredMs, stop, usage, costUsd, requestId } = call;
    const began = sentMs ?? 0;
    const first =
      firstTokenMs === null
        ? 'no first token'
        : `first token after ${formatDuration(firstTokenMs - began)}`;
    const ended =
      answeredMs === null
        ? 'no answer'
        : `answered after ${formatDuration(answeredMs - began)}${STOP_WORDS[stop ?? ''] ?? ''}`;
    const used =
      usage === null
        ? ''
        : ` · ${groupDigits(usage.outputTokens)} tokens out, ${formatMoney(costUsd)}`;
    const request = requestId === null ? [] : line` · request ${codeSpan(requestId)}`;
    return line`Call ${String(call.call)}: ${first}, ${ended}${used}${readInPartWords(call)}${request}`;
  });
}

/** `1 failed attempt, 2 repairs` */
function sayMended({ calls, askedPlainer, repaired }: TurnView): string {
  const failures = calls.flatMap((call) => call.failures);
  return compact(
    failures.length > 0 && countOf(failures.length, 'failed attempt'),
    askedPlainer.length > 0 && countOf(askedPlainer.length, 'plainer form'),
    repaired.length > 0 && countOf(repaired.length, 'repair'),
  ).join(', ');
}

function readInPartWords({ promptCharacters, usage }: TurnView['calls'][number]): string {
  if (promptCharacters === null || usage === null) return '';
  const tokens = groupDigits(usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens);
  return ` · may have read only a part: it counts ${tokens} tokens for ${groupDigits(promptCharacters)} characters`;
}

function readingLines({ readings }: TurnView): Line[] {
  return readings.map(
    ({ tool, input, result, latencyMs }) =>
      line`${capitalize(READING_WORDS[tool] ?? tool)} ${codeSpan(placeIn(input))}${result === 'ok' ? '' : `, ${result}`}, ${formatDuration(latencyMs)}`,
  );
}

/** A tool's arguments without field names; the raw text if the record is cut. */
function placeIn(input: string): string {
  try {
    const { path, fromLine, lines: count, ...rest } = Placed.parse(JSON.parse(input));
    const from = fromLine > 0 ? `:${fromLine}${count > 0 ? `-${fromLine + count - 1}` : ''}` : '';
    const words = Object.values(rest).filter((value) => typeof value === 'string' && value !== '');
    return compact(...words, path !== '' && `${path}${from}`).join(' in ') || '.';
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return input;
    throw error;
  }
}

const Placed = z.looseObject({
  path: z.string().default(''),
  fromLine: z.number().default(0),
  lines: z.number().default(0),
});

/**
 * The prompt as it was sent, in parts; as one if they no longer match, because secrets were removed
 * or its record is incomplete. Empty without a prompt.
 */
export function listPromptParts({ prompt: { text, parts } }: TurnView) {
  if (text === '') return [];
  const texts = cutAt(text, parts);
  if (texts === null)
    return [{ name: line`The whole prompt`, text: codeBlock(cutWords(text, PROMPT_CHARACTERS)) }];
  return texts.map((each, at) => ({
    name: line`${capitalize(parts[at]?.name ?? '')}`,
    text: codeBlock(cutWords(each, PROMPT_CHARACTERS)),
  }));
}

const BETWEEN_PARTS = '\n\n';

/**
 * Splits a text into parts of these sizes, separated by blank lines; `null` if they do not match.
 */
function cutAt(text: string, parts: TurnView['prompt']['parts']): string[] | null {
  const whole = new TextEncoder().encode(text);
  let from = 0;
  const texts = parts.map(({ bytes }) => {
    const part = new TextDecoder().decode(whole.subarray(from, from + bytes));
    from += bytes + BETWEEN_PARTS.length;
    return part;
  });
  return texts.join(BETWEEN_PARTS) === text ? texts : null;
}
