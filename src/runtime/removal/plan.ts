import { replay } from '../../core/course/evolve.ts';
import { BEFOREHAND } from '../../core/question/answering.ts';
import { isVersionOf } from '../../core/question/versions.ts';
import { type Refusal, refuse } from '../../core/vocabulary/commands.ts';
import { DesignEvent } from '../../core/vocabulary/events.ts';
import { upcast } from '../../core/vocabulary/upcast.ts';
import { addendumOf } from '../bundle/addendum.ts';
import { bundleAgain } from '../bundle/bundle.ts';
import { sha256 } from '../bundle/manifest.ts';
import { withTombstones } from '../bundle/redacted.ts';
import { writtenEvents } from '../bundle/sources.ts';
import { turnsText } from '../bundle/turns.ts';
import { summaryOf } from '../engine/commit.ts';
import type { Replacing, StoredText } from '../ports/removals.ts';
import type { StoredEvent } from '../ports/store.ts';
import { TurnRecord } from '../turn/record.ts';
import { joined, REMOVED, removed, type Word } from '../words.ts';
import { type Quoting, quotingOf } from './quoting.ts';
import { textsIn, withoutQuotes, withoutQuotingLines } from './texts.ts';

/** A reply whose words are to be removed; `words`: texts that contain them go as well, and may be empty. */
export interface RemovalRequest {
  readonly replyId: string;
  readonly words: string;
}

/** What a removal takes out of a design, and what it leaves: in words for an operator, without the words themselves. */
export interface RemovalReport {
  /** Texts of events that go, and rows beside them, by kind. */
  readonly texts: number;
  readonly rows: Readonly<Record<string, number>>;
  /** Files that are drawn again, or become a tombstone. */
  readonly files: readonly string[];
  /** Short texts that stand in the chain itself, and texts that the design cannot be read without. */
  readonly left: readonly { readonly seq: number; readonly field: string }[];
}

export interface Removal {
  readonly replacing: Replacing;
  readonly quoting: Quoting;
  readonly report: RemovalReport;
}

/** The state of a design on which a removal is planned: its events, and what is stored beside them. */
export interface Stored {
  readonly events: readonly StoredEvent[];
  readonly texts: readonly StoredText[];
}

const UNKNOWN = refuse('unknown_reference', 'This design has no such reply.', 'replyId');
const IN_CHAIN = refuse(
  'not_open',
  'This design is of an earlier version, whose texts stand in its chain: one cannot be taken out of it. To remove the whole design, use forget.',
);

/** Plans the removal of a reply's words everywhere in its design (P12). A second one finds nothing more. */
export function planRemoval({ events, texts }: Stored, request: RemovalRequest): Removal | Refusal {
  const own = ownTexts(events, request.replyId);
  if (own === null) return UNKNOWN;
  if (own.isInChain) return IN_CHAIN;
  // Carried out again after a crash, the command has no words any more.
  const words = request.words === REMOVED ? '' : request.words;
  const quoting = quotingOf({ ...wanted(events, request.replyId), words });
  const goes = (seq: number, text: string) =>
    (own.seqs.has(seq) && own.texts.includes(text)) || quoting.quotes(text);
  const changed = events.map((stored) => withoutTexts(stored, goes));
  const rows = texts.flatMap((row) => changedRow(row, request.replyId, quoting));
  const rowsAfter = texts.map(
    (row) => rows.find(({ kind, key }) => kind === row.kind && key === row.key) ?? row,
  );
  const stored = changed.map((each) => each.stored);
  const before = replay(stored.map(({ event }) => event));
  if (before === null) return UNKNOWN;
  const { topic, decision } = summaryOf(before);
  const replaced = changed.filter(({ count }) => count > 0);
  return {
    replacing: {
      events: replaced.map(({ stored: { seq, words = [] } }) => ({ seq, words })),
      texts: rows,
      topic,
      decision,
    },
    quoting,
    report: {
      texts: replaced.reduce((sum, { count }) => sum + count, 0),
      rows: Object.fromEntries(
        [...Map.groupBy(rows, ({ kind }) => kind)].map(([kind, of]) => [kind, of.length]),
      ),
      files: replaced.length === 0 ? [] : changedFiles(stored, rowsAfter),
      left: changed.flatMap(({ left }) => left).concat(events.flatMap((stored) => inChain(stored, quoting))),
    },
  };
}

/** The texts of a reply, in all its versions, with the events that hold them; `null` for one that there is not. */
function ownTexts(events: readonly StoredEvent[], replyId: string) {
  const said = events.flatMap(({ seq, event, words }) =>
    saidIn(event, replyId)
      .flatMap(({ text, answers }) => [text, ...answers.map((answer) => answer.text)])
      .map((text) => ({ seq, text, isInChain: words === undefined && text !== '' })),
  );
  if (said.length === 0) return null;
  const texts = said.map(({ text }) => text).filter((text) => text !== REMOVED && text !== '');
  return {
    texts,
    seqs: new Set(said.map(({ seq }) => seq)),
    isInChain: said.some(({ isInChain }) => isInChain),
  };
}

interface Said {
  readonly text: string;
  readonly answers: readonly { readonly text: string }[];
}

/** Returns a reply in an event: as it was said, changed, or carried over from the design before. */
function saidIn(event: DesignEvent, replyId: string): Said[] {
  switch (event.type) {
    case 'reply_recorded':
    case 'reply_revised':
      return isVersionOf(event.id, replyId) ? [event] : [];
    case 'design_started': {
      const carried = event.carried?.replies.filter(({ id }) => isVersionOf(id, replyId)) ?? [];
      const beforehand =
        replyId === BEFOREHAND && event.answers !== undefined ? [{ text: event.answers, answers: [] }] : [];
      return [...carried, ...beforehand];
    }
    default:
      return [];
  }
}

/** Texts before the reply, and other messages of its author, which stay. */
function wanted(events: readonly StoredEvent[], replyId: string) {
  const said = events.flatMap(({ event }) => saidIn(event, replyId)).map(({ text }) => text);
  const reply = said.filter((text) => text !== REMOVED);
  const first = events.findIndex(({ event }) => saidIn(event, replyId).length > 0);
  const authors = new Set(
    events.flatMap(({ event }) =>
      isReply(event) && isVersionOf(event.id, replyId) ? [event.authorId ?? event.author] : [],
    ),
  );
  const staying = events.flatMap(({ event }) =>
    isReply(event) && !isVersionOf(event.id, replyId) && authors.has(event.authorId ?? event.author)
      ? [event.text]
      : [],
  );
  const earlier = events.slice(0, first).map(({ event }) => event as unknown);
  const start = events[first]?.event;
  // Of what was carried over nobody knows what came first.
  if (start?.type === 'design_started') earlier.push({ topic: start.topic, context: start.context });
  const before = textsIn(earlier).map(({ text }) => text);
  const isItself = (text: string) => replyId === BEFOREHAND && reply.includes(text);
  return { reply, staying, before: before.filter((text) => text !== REMOVED && !isItself(text)) };
}

function isReply(
  event: DesignEvent,
): event is Extract<DesignEvent, { type: 'reply_recorded' | 'reply_revised' }> {
  return event.type === 'reply_recorded' || event.type === 'reply_revised';
}

interface Changed {
  readonly stored: StoredEvent;
  /** Texts that went. */
  readonly count: number;
  readonly left: RemovalReport['left'];
}

/** Removes texts from an event. One that it cannot be read without stays, and is reported. */
function withoutTexts(stored: StoredEvent, goes: (seq: number, text: string) => boolean): Changed {
  const { seq, words = [], recorded } = stored;
  const isGoing = (word: Word) => 'text' in word && goes(seq, word.text);
  if (recorded === undefined || !words.some(isGoing)) return { stored, count: 0, left: [] };
  let kept: readonly Word[] = words;
  let event: DesignEvent = stored.event;
  let [count, left] = [0, 0];
  const attempt = (next: readonly Word[]): boolean => {
    const parsed = DesignEvent.safeParse(upcast(joined(recorded, next)?.event));
    if (!parsed.success) return false;
    [kept, event] = [next, parsed.data];
    return true;
  };
  if (attempt(words.map((word) => (isGoing(word) ? removed(word) : word))))
    count = words.filter(isGoing).length;
  else
    for (const [index, word] of words.entries()) {
      if (!isGoing(word)) continue;
      if (attempt(kept.with(index, removed(word)))) count += 1;
      else left += 1;
    }
  return {
    stored: { ...stored, event, words: kept },
    count,
    left: Array.from({ length: left }, () => ({ seq, field: 'a text that it cannot be read without' })),
  };
}

/** Finds what quotes in the recorded event itself: a label, too short to stand outside the chain. */
function inChain({ seq, recorded, words }: StoredEvent, quoting: Quoting): RemovalReport['left'] {
  if (recorded === undefined || words === undefined) return [];
  const hashes = new Set(words.map(({ sha256: hash }) => hash));
  return textsIn(recorded)
    .filter(({ text }) => !hashes.has(text) && quoting.quotes(text))
    .map(({ field }) => ({ seq, field }));
}

/** The row without what quotes, as a list: empty where it stays the same. */
function changedRow(row: StoredText, replyId: string, quoting: Quoting): StoredText[] {
  if (row.kind === 'response')
    return textsIn(parsedBody(row.value)).some(({ text }) => quoting.quotes(text)) ? [row] : [];
  const value =
    row.kind === 'failure' && typeof row.value === 'string'
      ? withoutQuotingLines(row.value, quoting)
      : withoutQuotes(withoutOwn(row, replyId), quoting);
  return JSON.stringify(value) === JSON.stringify(row.value) ? [] : [{ ...row, value }];
}

/** A command that said these words, or that asks to remove some, whatever they are. */
function withoutOwn({ kind, value }: StoredText, replyId: string): unknown {
  if (kind !== 'command' || typeof value !== 'object' || value === null) return value;
  if ('replyId' in value && typeof value.replyId === 'string' && isVersionOf(value.replyId, replyId))
    return {
      ...value,
      ...('text' in value ? { text: REMOVED } : {}),
      ...('words' in value && value.words !== '' ? { words: REMOVED } : {}),
    };
  return value;
}

/** A response is kept as JSON that holds JSON as a text. */
function parsedBody(body: unknown): unknown {
  if (typeof body !== 'string') return body;
  try {
    const outer: unknown = JSON.parse(body);
    if (typeof outer !== 'object' || outer === null || !('text' in outer)) return outer;
    return typeof outer.text === 'string' ? JSON.parse(outer.text) : outer;
  } catch (error) {
    if (error instanceof SyntaxError) return body;
    throw error;
  }
}

/** Names the files that are not what was recorded any more, and those of the addendum, which are drawn again with them. */
function changedFiles(all: readonly StoredEvent[], texts: readonly StoredText[]): string[] {
  const written = writtenEvents(all);
  const design = replay((written?.before ?? []).map(({ event }) => event));
  if (design === null || written?.naming.event.type !== 'files_written') return [];
  const { before, naming } = written;
  const { files } = written.naming.event;
  const records = texts.flatMap(({ kind, value }) =>
    kind === 'turn' ? (TurnRecord.safeParse(value).data ?? []) : [],
  );
  const shown = withTombstones(design, before);
  const changed = bundleAgain(
    { design: shown, events: before, turns: turnsText(shown, records, before) },
    naming,
  ).filter(({ name, text }) => files.some((file) => file.name === name && file.sha256 !== sha256(text)));
  return [...changed, ...addendumOf(all)].map(({ name }) => name);
}
