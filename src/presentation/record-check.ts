import { namePlace } from '../core/follow-up/cited-places.ts';
import type { Lines } from '../core/proposals/place.ts';
import { countOf } from '../core/vocabulary/figures.ts';
import { listWords } from '../core/vocabulary/text.ts';
import { compact } from '../foundation/compact.ts';
import type { CitedLines } from './cited-lines.ts';
import { bold, codeSpan, join, type Line, line, untrusted } from './format/document.ts';

/** `touched`: this change alters them; `moved`: found again elsewhere; `before`: they did not stand there before it either. Of a record itself: `withdrawn`, `superseded`. */
type Fate = 'touched' | 'gone' | 'moved' | 'before' | 'unreadable' | 'withdrawn' | 'superseded';

export interface PlaceFinding {
  readonly cited: CitedLines;
  readonly is: Fate;
  /** Where to look now; `null` if the file is gone. */
  readonly at: Lines | null;
  readonly why: string;
}

export interface RecordFinding {
  readonly path: string;
  readonly number: string | null;
  readonly title: string;
  readonly sentence: string;
  readonly dissents: readonly string[];
  /** The page of the record, if it has one. */
  readonly url: string | null;
  readonly places: readonly PlaceFinding[];
}

/** Accepted decisions on lines that a change touches. */
export interface RecordCheck {
  /** The records' folder, or the one record. */
  readonly path: string;
  readonly head: string;
  /** `null`: compared by the hashes in the records alone. */
  readonly base: string | null;
  /** How the base was chosen, or why there is none. */
  readonly against: string;
  readonly accepted: number;
  /** Records that are not accepted, by their status. */
  readonly leftOut: Readonly<Record<string, number>>;
  readonly damaged: readonly { readonly path: string; readonly why: string }[];
  readonly notRecords: number;
  readonly records: readonly RecordFinding[];
}

const TO_LOOK_AT: readonly Fate[] = ['touched', 'gone', 'withdrawn'];

function isToLookAt({ is }: PlaceFinding): boolean {
  return TO_LOOK_AT.includes(is);
}

/** The decisions to look at, each with only the places for which it is. */
export function listToLookAt({ records }: RecordCheck): RecordFinding[] {
  return records
    .map((record) => ({ ...record, places: record.places.filter(isToLookAt) }))
    .filter(({ places }) => places.length > 0);
}

export function checkHeadline(check: RecordCheck): string {
  const all = listToLookAt(check);
  const isWithdrawn = all.some(({ places }) => places.some(({ is }) => is === 'withdrawn'));
  if (all.length > 0)
    return `${countOf(all.length, 'accepted decision rests', 'accepted decisions rest')} on lines that ${changeOf(check)}${isWithdrawn ? ', or is withdrawn by it' : ''}.`;
  if (check.damaged.length > 0) return 'Not all records could be read.';
  return `No accepted decision rests on a line that ${changeOf(check)}.`;
}

function changeOf({ base }: RecordCheck): string {
  return base === null ? 'changed since it was made' : 'this change touches';
}

/** *ADR-0007, Queue: “Use Postgres.” (docs/decisions/0007-queue.md)* */
export function drawRecordLine({ number, title, sentence, path }: RecordFinding): Line {
  const name = number === null ? '' : `ADR-${number}: `;
  const says = sentence === '' ? [] : line` “${untrusted(sentence)}”`;
  return line`${bold(untrusted(`${name}${title}`))}${says} (${codeSpan(path)})`;
}

export function drawPlaces({ cited, is, why }: PlaceFinding): Line[] {
  const { sentences, says, because } = cited;
  const resting = `${sentences.length === 1 ? 'Sentence' : 'Sentences'} ${listWords(sentences.map(String))}`;
  return compact(
    line`${codeSpan(namePlace(cited))} ${is === 'gone' ? 'is gone' : 'no longer stands as it did'}${why === '' ? '' : line`: ${untrusted(why)}`}.`,
    sentences.length > 0 &&
      line`${resting} of the decision ${sentences.length === 1 ? 'rests' : 'rest'} on it: “${untrusted(says)}”`,
    because !== '' && line`Because: ${untrusted(because)}`,
  );
}

export function drawDissents({ dissents }: RecordFinding): Line[] {
  return dissents.map((each) => line`Dissent: ${untrusted(each)}`);
}

/** What is said once, and fails nothing. */
export function checkNotes(check: RecordCheck): Line[] {
  const all = check.records.flatMap(({ places, ...record }) => places.map((place) => ({ ...place, record })));
  const moved = all.filter(({ is }) => is === 'moved');
  const before = all.filter(({ is }) => is === 'before');
  const unreadable = all.filter(({ is }) => is === 'unreadable');
  const name = ({ number, path }: Omit<RecordFinding, 'places'>) =>
    number === null ? path : `ADR-${number}`;
  const superseded = all.filter(({ is }) => is === 'superseded').map(({ record }) => name(record));
  const leftOut = Object.entries(check.leftOut).map(([status, count]) => `${count} ${status}`);
  return compact(
    moved.length > 0 &&
      line`Moved, and unchanged: ${join(
        moved.map(
          ({ cited, at }) => line`${codeSpan(namePlace(cited))} is now ${codeSpan(namePlace(at ?? cited))}`,
        ),
        '; ',
      )}.`,
    before.length > 0 &&
      line`Changed before, not by this change: ${countOf(before.length, 'place')} of ${untrusted(listWords([...new Set(before.map(({ record }) => name(record)))]))}.`,
    superseded.length > 0 && line`Superseded by this change: ${untrusted(listWords(superseded))}.`,
    ...unreadable.map(({ cited, why }) => line`${codeSpan(namePlace(cited))} was not compared: ${why}.`),
    ...check.damaged.map(({ path, why }) => line`${codeSpan(path)} was not read: ${untrusted(why)}.`),
    leftOut.length > 0 && line`Left out, because they are not accepted: ${leftOut.join(', ')}.`,
    check.notRecords > 0 && line`${countOf(check.notRecords, 'other file')} there without a status.`,
    line`${countOf(check.accepted, 'accepted record')} in ${codeSpan(check.path)}; ${check.against}.`,
  );
}
