import * as z from 'zod';
import { Lesson } from '../../../core/vocabulary/events.ts';
import { DesignId } from '../../../core/vocabulary/ids.ts';
import { StoredCommand } from '../../../core/vocabulary/upcast.ts';
import {
  type Forgotten,
  type Replacing,
  type StoredText,
  TEXT_KINDS,
} from '../../../runtime/ports/removals.ts';
import { InboxAnswer } from '../../../runtime/ports/store.ts';
import { TracePart, TurnRecord } from '../../../runtime/turn/record.ts';
import { Word } from '../../../runtime/words.ts';
import { boundedJson, conforming, storableJson } from './json.ts';

/** The columns with texts, in the SQL that both databases share: the kind of a row, its own key, and its JSON or text. */
export const TEXTS: readonly string[] = [
  "select 'turn' as kind, cast(position as text) as key, record as value from turns where design_id = ? order by position",
  "select 'trace' as kind, cast(position as text) as key, part as value from trace_parts where design_id = ? order by position",
  "select 'command' as kind, id as key, command as value from inbox where design_id = ? order by position",
  "select 'answer' as kind, id as key, answer as value from inbox where design_id = ? and answer is not null order by position",
  "select 'lesson' as kind, design_id as key, lesson as value from lessons where design_id = ?",
  "select 'failure' as kind, name as key, text as value from failures where design_id = ? order by name",
];
/** Responses name the design that they are about, and have no column for it. */
export const RESPONSES = "select 'response' as kind, key, body as value from responses where body like ?";

export const likeOf = (designId: DesignId): string => `%${designId}%`;

export interface TextRow {
  readonly kind: string;
  readonly key: string;
  readonly value: unknown;
}

/** Reads a row; JSON is text in SQLite. What is text itself stays so. */
export function readText({ kind, key, value }: TextRow): StoredText {
  const known = z.enum(TEXT_KINDS).parse(kind);
  const isText = known === 'failure' || known === 'response';
  return { kind: known, key, value: isText || typeof value !== 'string' ? value : JSON.parse(value) };
}

const SCHEMAS = {
  turn: TurnRecord,
  trace: TracePart,
  command: StoredCommand,
  answer: InboxAnswer,
  lesson: Lesson,
  failure: z.string(),
  response: z.unknown(),
} as const satisfies Record<StoredText['kind'], z.ZodType>;

export interface ReplacingRows {
  readonly events: readonly { readonly seq: number; readonly words: string }[];
  readonly texts: ReadonlyMap<
    StoredText['kind'],
    readonly { readonly key: string; readonly value: string }[]
  >;
}

/** Checks what is to stand in the place of texts. Throws `Fault('invalid_record')` for what could not be read again (P7). */
export function checkedReplacing({ events, texts }: Replacing): ReplacingRows {
  const rows = texts.map(({ kind, key, value }) => {
    conforming(SCHEMAS[kind], `the ${kind} ${key} without removed words`, value);
    const text = typeof value === 'string' ? value : boundedJson(`the ${kind} ${key}`, value);
    return { kind, key, value: text };
  });
  return {
    events: events.map(({ seq, words }) => ({
      seq,
      words: storableJson(
        `the texts of event ${seq}`,
        conforming(z.array(Word), `the texts of event ${seq}`, words),
      ),
    })),
    texts: Map.groupBy(rows, ({ kind }) => kind),
  };
}

export const FORGOTTEN =
  'select design_id as "designId", count, head, forgotten_at as at, forgotten_by as by from forgotten where design_id = ?';

export function readForgotten(row: unknown): Forgotten {
  const shape = z.strictObject({
    designId: DesignId,
    count: z.coerce.number(),
    head: z.string(),
    at: z.coerce.number(),
    by: z.string(),
  });
  return conforming(shape, 'the row of a forgotten design', row);
}

/** Designs that took something over from one, begun or not. */
export const GOING_ON = 'select id from designs where successor_of = ? or follow_up_of = ? order by id';
