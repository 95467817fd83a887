import { hash } from 'node:crypto';
import * as z from 'zod';
import type { DesignEvent } from '../core/vocabulary/events.ts';

/** Characters of a salt: 128 random bits in base64url. */
const SALT_CHARACTERS = 22;
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * A text that stands outside the chain (P12): the event holds its salted hash, so it can be removed and the chain stays whole.
 * A removed one leaves nothing but that hash.
 */
export const WordKept = z.strictObject({
  sha256,
  salt: z.string().length(SALT_CHARACTERS),
  text: z.string(),
});
export const WordRemoved = z.strictObject({ sha256, removed: z.literal(true) });
export const Word = z.union([WordKept, WordRemoved]);
export type Word = z.infer<typeof Word>;

/** A place in a recorded event whose text stands outside the chain. */
const Reference = z.strictObject({ words: sha256 });

/** Reads as this wherever a text was removed. */
export const REMOVED = '[redacted]';

/** Fields of an event below which texts of people and models stand, by its type. Whatever is absent here stands in the chain. */
const FIELDS: {
  readonly [Type in DesignEvent['type']]?: readonly (keyof Extract<DesignEvent, { type: Type }>)[];
} = {
  design_started: ['topic', 'context', 'carried', 'followUpDecision', 'lessons', 'answers'],
  session_lost: ['cause'],
  turn_finished: ['error', 'notes'],
  late_submission_recorded: ['text'],
  participant_excused: ['detail'],
  questions_asked: ['questions'],
  participant_passed: ['rationale'],
  reply_recorded: ['text', 'answers'],
  reply_revised: ['text', 'answers'],
  answers_matched: ['matches', 'leftOpen', 'requests', 'rationale'],
  proposal_sealed: ['proposal', 'citations'],
  divergences_mapped: ['agreements', 'divergences'],
  divergence_added: ['divergence'],
  claims_tested: ['testing', 'citations'],
  position_argued: ['strongest', 'argument', 'citation', 'check', 'changedBy', 'leftOut'],
  divergence_settled: ['reason'],
  composite_submitted: ['composite'],
  second_composite_submitted: ['composite'],
  signature_given: ['dissent', 'reason', 'weakest', 'rationale'],
  audit_submitted: ['audit', 'citations'],
  revision_submitted: ['revision', 'whole'],
  revision_confirmed: ['confirmation'],
  gate_decided: ['note'],
  control_sealed: ['answer', 'citations'],
  control_compared: ['readings'],
  control_failed: ['detail'],
  outcome_settled: ['detail'],
  design_ended: ['detail'],
  decision_judged: ['note'],
  point_settled: ['note'],
  record_asked: ['question', 'answer'],
  decision_superseded: ['decision'],
};

/** Fields whose text is somebody's words however short it is. */
const WORDS: ReadonlySet<string> = new Set(['text', 'quote', 'note']);
/** Names of things and of places, which code compares. */
const NAMES: ReadonlySet<string> = new Set([
  'path',
  'commit',
  'sha256',
  'replyId',
  'authorId',
  'way',
  'token',
  'status',
  'participant',
]);
/** A label, a number of something, or a member of a closed set. */
const LABEL = /^[A-Za-z0-9_-]{0,12}$/;

/** An event as it is recorded and hashed, and the texts that it refers to, in the order in which they stand in it. */
export interface Parted {
  readonly recorded: unknown;
  readonly words: readonly Word[];
}

/** Takes an event's texts out of it. `salt` yields 128 random bits in base64url for each. */
export function parted(event: DesignEvent, salt: () => string): Parted {
  const fields: ReadonlySet<string> = new Set(FIELDS[event.type]);
  const words: Word[] = [];
  const take = (text: string): z.infer<typeof Reference> => {
    const word = { sha256: '', salt: salt(), text };
    word.sha256 = saltedHash(word);
    words.push(word);
    return { words: word.sha256 };
  };
  const below = (key: string, value: unknown): unknown => {
    if (typeof value === 'string') return isText(key, value) ? take(value) : value;
    if (Array.isArray(value)) return value.map((each: unknown) => below(key, each));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, below(name, each)]));
  };
  const recorded = Object.fromEntries(
    Object.entries(event).map(([key, value]) => {
      if (!fields.has(key)) return [key, value];
      return [key, typeof value === 'string' && value !== '' ? take(value) : below(key, value)];
    }),
  );
  return words.length === 0 ? { recorded: event, words } : { recorded, words };
}

function isText(key: string, value: string): boolean {
  if (value === '' || NAMES.has(key)) return false;
  return WORDS.has(key) || !LABEL.test(value);
}

/**
 * Puts texts back in their places; a removed one reads as `REMOVED`. Returns `null` where the places and the texts do not fit
 * together: one is missing, is not what was hashed, or stands nowhere.
 */
export function joined(recorded: unknown, words: readonly Word[]): { readonly event: unknown } | null {
  if (words.length === 0) return { event: recorded };
  const bySha256 = new Map(words.map((word) => [word.sha256, word]));
  const placed = new Set<string>();
  let isWhole = words.every(isItself);
  const put = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(put);
    const reference = 'words' in value ? Reference.safeParse(value).data : undefined;
    if (reference === undefined)
      return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, put(each)]));
    const word = bySha256.get(reference.words);
    if (word === undefined) isWhole = false;
    placed.add(reference.words);
    return word !== undefined && 'text' in word ? word.text : REMOVED;
  };
  const event = put(recorded);
  return isWhole && placed.size === words.length ? { event } : null;
}

/** Checks a text against its hash. Of a removed one there is nothing to check. */
function isItself(word: Word): boolean {
  return 'removed' in word || saltedHash(word) === word.sha256;
}

/** SHA-256, in hex, over the salt, a line feed, and the text. */
function saltedHash({ salt, text }: { readonly salt: string; readonly text: string }): string {
  return hash('sha256', `${salt}\n${text}`);
}

/** A text of this is gone; what refers to it stays in the chain. */
export function removed({ sha256 }: Word): Word {
  return { sha256, removed: true };
}
