import { TEXTS } from '../../core/presentation/run/texts.ts';
import { BOUNDS } from '../../core/vocabulary/bounds.ts';
import type { ContextItem, Depth } from '../../core/vocabulary/events.ts';
import { cutMiddle } from '../../core/vocabulary/text.ts';
import { type AttachedFile, markOf } from './attachments.ts';
import { foundOr, type PlatformAccess } from './platform-access.ts';

/** The design that somebody asks for. */
export interface RequestedDesign {
  readonly topic: string;
  readonly context: readonly ContextItem[];
  /** Ids; empty for all. */
  readonly personas: readonly string[];
  readonly budgetUsd: number | null;
  readonly deadlineMs: number | null;
  /** `null` for none; `undefined` where nothing was said: then the only one that may be read there, if it is the only one. */
  readonly repository: string | null | undefined;
  /** `null`: as usual; of a design that follows up, as before. */
  readonly depth: Depth | null;
  /** Its decision is to replace the one that it follows up on (J14). */
  readonly supersedes?: true;
  /** Notes to the person who starts it, on the words that go along. */
  readonly notes?: readonly string[];
}

/** Started by a topic alone. */
export function startOn(topic: string): RequestedDesign {
  return {
    topic,
    context: [],
    personas: [],
    budgetUsd: null,
    deadlineMs: null,
    repository: undefined,
    depth: null,
  };
}

/** Milliseconds that reading a thread may take: the person who sent the form waits, for three seconds at most. */
const READ_MS = 1_500;

/** A message that goes along with a start. */
interface Said {
  readonly name: string;
  readonly words: string;
  readonly files: readonly AttachedFile[];
  /** `true` for the message on which the start was asked for. */
  readonly isMeant?: boolean;
}

/** The oldest first; `null` stands where messages are left out. */
export type SaidBefore = readonly (Said | null)[];

/** So many messages from the beginning of a thread go along, and so many of its newest. */
export const MAX_SAID = 100;
const MAX_THREAD = BOUNDS.contextCharacters / 2;
const LEFT_OUT = '[messages left out]';
const NO_TEXT = '[no text that can be read]';

/**
 * The same request with the messages of a thread as one more item of its context; `null` when that could not be read in
 * time. Nothing is read where `read` is `null`. Of a thread that has to be cut, the message that was meant comes before it.
 */
export async function withThread(
  access: PlatformAccess,
  requested: RequestedDesign,
  read: (() => Promise<SaidBefore>) | null,
): Promise<RequestedDesign | null> {
  const said = read === null ? [] : await foundOr(access, read(), READ_MS, null, { what: 'thread' });
  if (said === null) return null;
  const text = said.map(shown).join('\n\n');
  if (text === '') return requested;
  const thread = { name: 'thread', text: cutMiddle(text, MAX_THREAD) };
  const meant = text.length > MAX_THREAD ? said.filter((each) => each?.isMeant === true) : [];
  const first = meant.map((each) => ({ name: 'message', text: cutMiddle(shown(each), MAX_THREAD / 2) }));
  const hasFiles = said.some((each) => each !== null && each.files.length > 0);
  const notes = [...(requested.notes ?? []), ...(hasFiles ? [TEXTS.filesUnread] : [])];
  return { ...requested, context: [...requested.context, ...first, thread], notes };
}

function shown(said: Said | null): string {
  if (said === null) return LEFT_OUT;
  const { name, words, files } = said;
  const parts = [words, ...files.map(markOf)].filter((part) => part !== '');
  return `${name}: ${parts.join('\n') || NO_TEXT}`;
}
