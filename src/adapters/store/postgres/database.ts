import { isObject } from '../../../foundation/is-object.ts';
import { DrizzleQueryError, required } from '../drizzle.ts';
import type { Queries } from '../queries.ts';
import * as tables from './schema.ts';

const { drizzle } = required('drizzle-orm/pg-proxy') as typeof import('drizzle-orm/pg-proxy');

/** Runs one statement. Rows are arrays if `asArrays`, else objects by column name. */
export type Send = (text: string, values: unknown[], asArrays: boolean) => Promise<unknown[]>;

/** Drizzle's builders for both databases have the same methods. */
export interface Database extends Queries {
  /** For a handwritten statement; the caller knows the type of its rows. */
  execute<Row>(statement: Statement): Promise<Row[]>;
}

/** Throws the errors of `send`. Drizzle's own contain the statement and its values, and so people's words. */
export function createDatabase(send: Send): Database {
  const db = drizzle(async (text, values, method) => ({
    rows: await send(text, values, method === 'all'),
  })) as unknown as Queries['db'];
  const rows: Database['rows'] = async (query) => {
    try {
      return await query;
    } catch (error) {
      throw error instanceof DrizzleQueryError ? error.cause : error;
    }
  };
  const execute = async <Row>(statement: Statement) => {
    const values: unknown[] = [];
    return (await send(writeText(statement, values), values, false)) as Row[];
  };
  return { db, tables, rows, execute };
}

/** A handwritten statement, or a part of one, with the values for its gaps. */
export interface Statement {
  readonly texts: readonly string[];
  readonly values: readonly unknown[];
}

/** A value becomes a parameter; a statement becomes a part of this one. */
export function statement(texts: TemplateStringsArray, ...values: readonly unknown[]): Statement {
  return { texts, values };
}

function writeText({ texts, values: gaps }: Statement, values: unknown[]): string {
  let text = texts[0] ?? '';
  for (const [index, gap] of gaps.entries()) {
    text += isStatement(gap) ? writeText(gap, values) : `$${values.push(gap)}`;
    text += texts[index + 1] ?? '';
  }
  return text;
}

function isStatement(value: unknown): value is Statement {
  return isObject(value) && 'texts' in value;
}
