import * as z from 'zod';
import type { TurnRow } from '../core/outcome/turn-rows.ts';
import type { TurnView } from '../core/outcome/turn-shape.ts';
import { counted, duration, grouped, money } from '../core/vocabulary/figures.ts';
import type { Repair } from '../core/vocabulary/sets.ts';
import {
  type Block,
  bold,
  bullets,
  codeSpan,
  type Line,
  line,
  lines,
  type Section,
  table,
  title,
  trusted,
  turnReference,
  under,
  untrusted,
  untrustedLines,
  WHOLE,
} from './format/document.ts';
import { capitalized } from './format/plain.ts';
import { ROUND_WORDS } from './rounds.ts';
import { lostProcessWords } from './run/crash.ts';
import { submittedSection } from './submitted.ts';
import { askedWithoutWords } from './unavailable.ts';

export const TURN_WORDS: Record<TurnRow['outcome'], string> = {
  spoke: 'spoke',
  passed: 'passed',
  refused: 'refused',
  timed_out: 'ran out of time',
  model_error: 'model error',
  process_lost: 'process lost',
  cancelled: 'cancelled',
  open: 'under way',
};

const HEADS = ['Turn', 'Who', 'What', 'How it ended', 'Took', 'Cost'];
const PROMPT_CHARACTERS = 200_000;

const REPAIR_WORDS: Record<Repair, string> = {
  call_in_text: 'Repaired: its text was a single tool call and counts as that call',
  same_call: 'Repaired: the same call came more than once and counts once',
  json_in_string: 'Repaired: JSON in a string was parsed',
  unknown_field: 'Repaired: a field that the tool does not have was left out',
  bookkeeping: 'Completed by code at the last try',
};

const READING_WORDS: Readonly<Record<string, string>> = {
  list_files: 'listed files',
  read_file: 'read',
  search_text: 'searched for',
  read_history: 'read the history',
  blame_file: 'read who wrote',
};
const RESULT_WORDS: Readonly<Record<string, string>> = { ok: '', refused: ', refused', failed: ', failed' };
/** Ends of a model's answer that explain more than *ended*. */
const STOP_WORDS: Readonly<Record<string, string>> = {
  max_tokens: ', cut at its longest',
  refusal: ', refused',
};

const NO_TURN = 'No turn has begun so far.';
const NO_RECORD = 'Its record appears once it has ended.';
const FIRST_FAILURE = 'First failure';

export function hasFailed({ outcome }: Pick<TurnRow, 'outcome'>): boolean {
  return !['spoke', 'passed', 'open', 'cancelled'].includes(outcome);
}

export function turnsSections(rows: readonly TurnRow[]): Section[] {
  if (rows.length === 0) return [[lines(line`${NO_TURN}`)]];
  const first = firstFailureLine(rows);
  const failure = first === null ? [] : [[lines(first)]];
  return [
    ...failure,
    table(
      HEADS,
      rows.map((row) => rowCells(row)),
    ),
  ];
}

/**
 * `First failure: turn 4 of Outsider, proposals: model error: …` For a lost process, what became of it. `null` without a failure.
 */
export function firstFailureLine(rows: readonly TurnRow[]): Line | null {
  const row = rows.find(hasFailed);
  if (row === undefined) return null;
  const { persona, number, title, kind, error } = row;
  const message = error?.message ?? '';
  if (row.outcome === 'process_lost') {
    const how = lostProcessWords(message);
    const isRestarted = rows.some((each) => each.persona === persona && each.number > number);
    return line`${untrusted(`${title}’s`, WHOLE)} process ${untrusted(how, WHOLE)} in ${turnReference(number)}, ${ROUND_WORDS[kind].about}${isRestarted ? '; it was restarted' : ''}.`;
  }
  const why = message === '' ? '' : line`: ${untrusted(message, WHOLE)}`;
  return line`${bold(FIRST_FAILURE)}: ${turnReference(row.number)} of ${untrusted(row.title, WHOLE)}, ${ROUND_WORDS[row.kind].about}: ${TURN_WORDS[row.outcome]}${why}`;
}

function rowCells(row: TurnRow): Line[] {
  const { number, title: who, kind, outcome, totalMs, costUsd, costIsAtLeast } = row;
  return [
    [turnReference(number)],
    [untrusted(who, WHOLE)],
    line`${ROUND_WORDS[kind].about}`,
    line`${TURN_WORDS[outcome]}`,
    line`${totalMs === null ? '' : duration(totalMs)}`,
    line`${money(costUsd, costIsAtLeast)}`,
  ];
}

export function turnSections(turn: TurnView): Section[] {
  return [
    headSection(turn),
    ...openSections(turn),
    promptSection(turn),
    ...courseSections(turn),
    submissionSection(turn),
  ].filter((section) => section.length > 0);
}

export function openSections(turn: TurnView): Section[] {
  return [...(turn.hasRecord ? [] : [[lines(line`${NO_RECORD}`)]]), failureSection(turn)].filter(
    (section) => section.length > 0,
  );
}

export function courseSections(turn: TurnView): Section[] {
  return [
    callsSection(turn),
    under(heading('What it looked up'), readingsBlocks(turn)),
    under(heading('Refused, and why'), refusalBlocks(turn)),
  ].filter((section) => section.length > 0);
}

function heading(words: string): Block {
  return title(3, [trusted(words)]);
}

function headSection(turn: TurnView): Section {
  const { number, count, title: who, kind, outcome, totalMs, previous, next } = turn;
  const took = totalMs === null ? '' : ` after ${duration(totalMs)}`;
  const { inputTokens, cacheReadTokens, cacheWriteTokens, outputTokens } = turn.usage;
  const others = [
    ...(previous === null ? [] : [line`before: ${turnReference(previous)}`]),
    ...(next === null ? [] : [line`after: ${turnReference(next)}`]),
  ];
  return [
    lines(
      line`${bold(`Turn ${number} of ${count}`)} · ${untrusted(who, WHOLE)} · ${ROUND_WORDS[kind].about} · ${TURN_WORDS[outcome]}${took}`,
      line`${untrusted(turn.model, WHOLE)} · ${money(turn.costUsd, turn.costIsAtLeast)} · ${grouped(inputTokens)} tokens in, ${grouped(cacheReadTokens)} from the cache, ${grouped(cacheWriteTokens)} into it, ${grouped(outputTokens)} out`,
      ...(others.length === 0 ? [] : [line`Of the same participant: ${joinedBy(others)}`]),
    ),
  ];
}

function joinedBy(parts: readonly Line[]): Line {
  return parts.flatMap((part, index) => (index === 0 ? part : [trusted(' · '), ...part]));
}

function failureSection({ error, completedSteps, lastStep, diagnostics }: TurnView): Section {
  if (error === null) return [];
  const steps = [...completedSteps, ...(lastStep === '' ? [] : [lastStep])].map(stepWords);
  return [
    heading('Why it failed'),
    lines(
      line`${untrusted(capitalized(error.message), WHOLE)}${error.retryable ? ' (may be tried again)' : ''}`,
      ...(steps.length === 0 ? [] : [line`It got as far as: ${untrusted(steps.join(', '), WHOLE)}`]),
      ...(diagnostics === '' ? [] : [line`Its process: ${untrusted(diagnostics, WHOLE)}`]),
    ),
  ];
}

/** A recorded step in words: `request_sent 2`, `tool_called read_file`. */
function stepWords(step: string): string {
  const [kind = '', about = ''] = step.split(' ');
  const of = STEP_WORDS[kind] ?? kind.replaceAll('_', ' ');
  const what = READING_WORDS[about] ?? about.replaceAll('_', ' ');
  return what === '' ? of : `${of} ${what}`;
}

const STEP_WORDS: Readonly<Record<string, string>> = {
  prompt_assembled: 'prompt put together',
  request_sent: 'sent call',
  first_token: 'first token of call',
  answer_received: 'answer to call',
  request_failed: 'no answer to call',
  tool_called: 'looked up:',
  submission_checked: 'checked:',
};

function promptSection({ prompt: { bytes, sha256, parts, leftOut } }: TurnView): Section {
  if (bytes === 0) return [];
  return [
    heading('What it was given'),
    lines(line`${grouped(bytes)} bytes, SHA-256 ${codeSpan(sha256.slice(0, 16))}`),
    bullets(parts.map(({ name, bytes: size }) => line`${untrusted(name, WHOLE)}: ${grouped(size)} bytes`)),
    ...leftOut.map(({ name, bytes: size, sha256: hash }) =>
      lines(
        line`Left out for lack of room: ${grouped(size)} bytes of ${untrusted(name, WHOLE)}, SHA-256 ${codeSpan(hash.slice(0, 16))}`,
      ),
    ),
  ];
}

function callsSection({ calls, askedAgain, askedPlainer, repaired }: TurnView): Section {
  const each = calls.map((call): Line => {
    const { firstTokenMs, sentMs, answeredMs, stop, usage, costUsd, requestId, attempts } = call;
    const began = sentMs ?? 0;
    const first =
      firstTokenMs === null ? 'no first token' : `first token after ${duration(firstTokenMs - began)}`;
    const ended =
      answeredMs === null
        ? 'no answer'
        : `answered after ${duration(answeredMs - began)}${STOP_WORDS[stop ?? ''] ?? ''}`;
    const used = usage === null ? '' : ` · ${grouped(usage.outputTokens)} tokens out, ${money(costUsd)}`;
    const request = requestId === null ? [] : line` · request ${codeSpan(requestId)}`;
    const failed = call.failures.map(({ attempt, fault }) => ` · attempt ${attempt}: ${fault}`).join('');
    return line`Call ${String(call.call)}${attempts > 1 ? `, ${counted(attempts, 'attempt')}` : ''}: ${first}, ${ended}${used}${request}${untrusted(failed, WHOLE)}`;
  });
  const again = askedAgain.map(({ reason }) => line`Asked again: ${untrusted(reason, WHOLE)}`);
  const mended = repaired.map(({ repair, fields }) => {
    const where = fields.length === 0 ? [] : line`: ${untrusted(fields.join(', '), WHOLE)}`;
    return line`${REPAIR_WORDS[repair]}${where}`;
  });
  const plainer = askedPlainer.map(
    ({ without, said }) => line`${capitalized(askedWithoutWords(without))}${untrusted(said, WHOLE)}`,
  );
  const items = [...plainer, ...each, ...again, ...mended];
  return under(heading('What the model did'), items.length === 0 ? [] : [bullets(items)]);
}

function readingsBlocks({ readings }: TurnView): Block[] {
  if (readings.length === 0) return [];
  return [
    bullets(
      readings.map(
        ({ tool, input, result, latencyMs }) =>
          line`${capitalized(READING_WORDS[tool] ?? tool)} ${codeSpan(placeIn(input))}${RESULT_WORDS[result] ?? `, ${result}`}, ${duration(latencyMs)}`,
      ),
    ),
  ];
}

/** A tool's arguments without field names; the raw text if the record is cut. */
function placeIn(input: string): string {
  try {
    const { path, fromLine, lines: count, ...rest } = Placed.parse(JSON.parse(input));
    const from = fromLine > 0 ? `:${fromLine}${count > 0 ? `-${fromLine + count - 1}` : ''}` : '';
    const words = Object.values(rest).filter((value) => typeof value === 'string' && value !== '');
    return [...words, ...(path === '' ? [] : [`${path}${from}`])].join(' in ') || '.';
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

function refusalBlocks({ refusals }: TurnView): Block[] {
  if (refusals.length === 0) return [];
  return [bullets(refusals.map(({ reason }) => line`${untrusted(capitalized(reason), WHOLE)}`))];
}

function submissionSection({ submission, calls }: TurnView): Section {
  const said = calls.map(({ text }) => text).filter((text) => text.trim() !== '');
  return under(
    heading('What it answered'),
    submission === null
      ? []
      : [lines(line`${untrusted(submission.tool, WHOLE)}`), ...submittedSection(submission.input)],
    said.map((text): Block => ({ kind: 'code', line: [untrustedLines(text, WHOLE)] })),
  );
}

interface PromptPart {
  readonly name: Line;
  readonly bytes: number;
  readonly text: Block;
}

/**
 * The prompt as it was sent, in parts; as one if they no longer match, because secrets were removed or its record is incomplete.
 * Empty without a prompt.
 */
export function promptParts({ prompt: { text, bytes, parts } }: Pick<TurnView, 'prompt'>): PromptPart[] {
  if (text === '') return [];
  const code = (words: string): Block => ({ kind: 'code', line: [untrustedLines(words, PROMPT_CHARACTERS)] });
  const cut = cutAt(
    text,
    parts.map((part) => part.bytes),
  );
  if (cut === null)
    return [{ name: line`The whole prompt: ${grouped(bytes)} bytes`, bytes, text: code(text) }];
  return parts.map(({ name, bytes: size }, at) => ({
    name: line`${untrusted(capitalized(name), WHOLE)}: ${grouped(size)} bytes`,
    bytes: size,
    text: code(cut[at] ?? ''),
  }));
}

const BETWEEN_PARTS = '\n\n';

/** Splits a text into parts of these byte sizes, separated by blank lines; `null` if they do not match. */
function cutAt(text: string, sizes: readonly number[]): string[] | null {
  const bytes = new TextEncoder().encode(text);
  const found: string[] = [];
  let from = 0;
  for (const size of sizes) {
    found.push(new TextDecoder().decode(bytes.subarray(from, from + size)));
    from += size + BETWEEN_PARTS.length;
  }
  return found.join(BETWEEN_PARTS) === text ? found : null;
}
