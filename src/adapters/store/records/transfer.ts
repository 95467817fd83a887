import type { DesignId } from '../../../core/vocabulary/ids.ts';
import { Fault } from '../../../runtime/fault.ts';
import { StoredDesign, StoredRow, type Transfer } from '../../../runtime/ports/transfer.ts';
import { BrokenInvariant } from '../faults.ts';
import type { Query } from '../reads.ts';
import { designColumns } from './design.ts';
import { checkedFailure } from './failures.ts';
import { assertStorableText, conforming, storableJson } from './json.ts';
import { checkedTrace, effectIdAt, positionOf } from './rows.ts';

type Kind = StoredRow['kind'];
type ColumnType = 'text' | 'int' | 'bigint' | 'double precision' | 'json' | 'jsonb';

interface Table {
  readonly name: string;
  /** The column that orders a design's rows. */
  readonly at: string;
  /** True if that column holds text, and no numbers from 1 on. */
  readonly isText?: true;
  /** The column that can be large. */
  readonly large: string;
  readonly columns: Readonly<Record<string, ColumnType>>;
}

/** The tables that are moved with a design, in the order in which they are read. */
export const TABLES: Readonly<Record<Kind, Table>> = {
  event: {
    name: 'design_events',
    at: 'seq',
    large: 'payload',
    columns: { seq: 'int', type: 'text', payload: 'jsonb', words: 'jsonb', hash: 'text' },
  },
  command: {
    name: 'inbox',
    at: 'position',
    large: 'command',
    columns: { id: 'text', command: 'jsonb', received_at: 'bigint', answer: 'jsonb' },
  },
  effect: {
    name: 'outbox',
    at: 'position',
    large: 'effect',
    columns: { position: 'bigint', effect: 'jsonb', state: 'text', attempts: 'int', receipt: 'text' },
  },
  turn: {
    name: 'turns',
    at: 'position',
    large: 'record',
    columns: { turn_id: 'text', record: 'json' },
  },
  trace: {
    name: 'trace_parts',
    at: 'position',
    large: 'part',
    columns: { turn_id: 'text', usd: 'double precision', part: 'json' },
  },
  dismissal: {
    name: 'lesson_dismissals',
    at: 'dismissed_at',
    large: 'dismissed_by',
    columns: { dismissed_at: 'bigint', dismissed_by: 'text' },
  },
  failure: {
    name: 'failures',
    at: 'name',
    isText: true,
    large: 'text',
    columns: { name: 'text', at: 'bigint', text: 'text' },
  },
};
export const KINDS = Object.keys(TABLES) as readonly Kind[];

/** Values by the names of columns; JSON as text. */
export type Columns = Readonly<Record<string, string | number | null>>;

/** Returns a row's columns. Throws `Fault('invalid_record')` for text that not every store can hold (P7). */
export function columnsOf(designId: DesignId, row: StoredRow): Columns {
  switch (row.kind) {
    case 'event': {
      const payload = storableJson(`event ${row.seq}`, row.event);
      const words = row.words === undefined ? null : storableJson(`the texts of event ${row.seq}`, row.words);
      return { seq: row.seq, type: typeOf(row.event), payload, words, hash: row.hash };
    }
    case 'command': {
      const { id, command, receivedAt, answer } = row;
      return {
        id,
        command: storableJson(`the command ${id}`, command),
        received_at: receivedAt,
        answer: answer === null ? null : storableJson(`the answer to ${id}`, answer),
      };
    }
    case 'effect': {
      const { id, effect, state, attempts, receipt } = row;
      assertStorableText(`the receipt of ${id}`, receipt);
      const position = positionOf(designId, id);
      return { position, effect: storableJson(`the effect ${id}`, effect), state, attempts, receipt };
    }
    case 'turn':
      return { turn_id: row.record.turnId, record: JSON.stringify(row.record) };
    case 'trace': {
      const { turn, usd, part } = checkedTrace(row.part);
      return { turn_id: turn, usd, part };
    }
    case 'dismissal':
      assertStorableText('who dismissed a lesson', row.by);
      return { dismissed_at: row.at, dismissed_by: row.by };
    case 'failure':
      return { ...checkedFailure(row) };
  }
}

/** Reads a row. Throws `Fault('invalid_record')`. */
export function rowOf(kind: Kind, designId: DesignId, columns: Columns): StoredRow {
  const json = (name: string): unknown => JSON.parse(String(columns[name]));
  const { seq, hash, state, attempts, receipt } = columns;
  const id = kind === 'effect' ? effectIdAt(designId, Number(columns.position)) : columns.id;
  const read = (): unknown => {
    switch (kind) {
      case 'event':
        return {
          kind,
          seq,
          event: json('payload'),
          ...(columns.words === null ? {} : { words: json('words') }),
          hash,
        };
      case 'command':
        return {
          kind,
          id,
          command: json('command'),
          receivedAt: columns.received_at,
          answer: columns.answer === null ? null : json('answer'),
        };
      case 'effect':
        return { kind, id, effect: json('effect'), state, attempts, receipt };
      case 'turn':
        return { kind, record: json('record') };
      case 'trace':
        return { kind, part: json('part') };
      case 'dismissal':
        return { kind, at: columns.dismissed_at, by: columns.dismissed_by };
      case 'failure':
        return { kind, name: columns.name, at: columns.at, text: columns.text };
    }
  };
  return conforming(StoredRow, `the ${kind} ${id ?? seq ?? columns.turn_id ?? columns.name}`, read());
}

/** Designs that are read together. */
const PAGE = 500;

/** Moves into and out of both databases in the same way. */
export function movedDesigns(query: Query): Pick<Transfer, 'designs' | 'holds' | 'add' | 'project'> {
  return {
    async *designs() {
      // An owned design needs a daemon at once.
      const text = `select id, case when owner is null then due_at else 0 end as "dueAt" from designs
        where id > ? order by id limit ${PAGE}`;
      for (let after = ''; ; ) {
        const page = await query<{ id: string; dueAt: number | null }>(text, after);
        yield* page.map((row) => conforming(StoredDesign, `design ${row.id}`, row));
        if (page.length < PAGE) return;
        after = page.at(-1)?.id ?? '';
      }
    },
    holds: async (id) => (await query('select 1 from designs where id = ?', id)).length > 0,
    async add({ id, dueAt }) {
      await query('insert into designs (id, due_at) values (?, ?)', id, dueAt);
    },
    async project(projection) {
      const { id, moving, origin } = designColumns(projection);
      const columns = { ...moving, ...origin };
      await query(
        `update designs set ${Object.keys(columns).join(' = ?, ')} = ?,
          arrivals = (select count(*) from inbox where design_id = designs.id) where id = ?`,
        ...Object.values(columns),
        id,
      );
    },
  };
}

/** Returns the fault for an import file whose row contradicts stored ones. */
export function appendFault(designId: DesignId, error: Error): Error {
  if (!(error instanceof BrokenInvariant)) return error;
  return new Fault(
    'invalid_record',
    `Nothing was imported: design ${designId} has a row twice, or one whose id another design of this store has.`,
    error,
  );
}

function typeOf(event: unknown): string {
  const type: unknown = typeof event === 'object' && event !== null ? Reflect.get(event, 'type') : null;
  return typeof type === 'string' ? type : '';
}
