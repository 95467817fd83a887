import type { PgRemoteDatabase } from 'drizzle-orm/pg-proxy';
import { DrizzleQueryError, required } from '../drizzle.ts';
import type { Queries } from '../queries.ts';
import * as schema from './schema.ts';

const { drizzle } = required('drizzle-orm/pg-proxy') as typeof import('drizzle-orm/pg-proxy');

/** Carries out one statement. Its rows are arrays if `asArrays`, else objects by the names of columns. */
export type Send = (text: string, values: unknown[], asArrays: boolean) => Promise<unknown[]>;

export interface Database {
  readonly db: PgRemoteDatabase;
  readonly rows: Queries['rows'];
  /** Returns the rows of a statement that is written by hand; the caller knows their type. */
  execute<Row>(statement: Statement): Promise<Row[]>;
}

/** Throws what `send` throws: drizzle would put the statement and its values around it, which hold what people said. */
export function databaseOver(send: Send): Database {
  const db = drizzle(async (text, values, method) => ({ rows: await send(text, values, method === 'all') }));
  const rows: Database['rows'] = async (query) => {
    try {
      return await query;
    } catch (error) {
      throw error instanceof DrizzleQueryError ? error.cause : error;
    }
  };
  const execute = async <Row>(statement: Statement) => {
    const values: unknown[] = [];
    return (await send(written(statement, values), values, false)) as Row[];
  };
  return { db, rows, execute };
}

/** Returns what both databases read and write in the same way, over this one: its builders have the same methods. */
export function queriesOn({ db, rows }: Database): Queries {
  return {
    db: db as unknown as Queries['db'],
    tables: schema as unknown as Queries['tables'],
    rows,
  };
}

/** A statement written by hand, or a part of one, with the values for its gaps. */
export interface Statement {
  readonly texts: readonly string[];
  readonly values: readonly unknown[];
}

/** Builds a statement. A value becomes a parameter, a statement becomes a part of this one. */
export function statement(texts: TemplateStringsArray, ...values: readonly unknown[]): Statement {
  return { texts, values };
}

export function list(parts: readonly Statement[]): Statement {
  return { texts: ['', ...parts.slice(1).map(() => ', '), ''], values: parts };
}

function written({ texts, values: gaps }: Statement, values: unknown[]): string {
  let text = texts[0] ?? '';
  for (const [index, gap] of gaps.entries()) {
    text += isStatement(gap) ? written(gap, values) : `$${values.push(gap)}`;
    text += texts[index + 1] ?? '';
  }
  return text;
}

function isStatement(value: unknown): value is Statement {
  return typeof value === 'object' && value !== null && 'texts' in value;
}
