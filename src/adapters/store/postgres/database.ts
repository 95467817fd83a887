/** Carries out one statement, kept prepared by its text. The caller knows the type of its rows. */
export type Database = (text: string, values: unknown[]) => Promise<unknown[]>;

/** Does one piece of work on the database as it can be reached now. Throws a failure as `storeError` converts it. */
export type Run = <Result>(work: (database: Database) => Promise<Result>) => Promise<Result>;

/** A statement written by hand, or a part of one, with the values for its gaps. */
export interface Statement {
  readonly texts: readonly string[];
  readonly values: readonly unknown[];
}

/** Builds a statement. A value becomes a parameter, a statement becomes a part of this one. */
export function sql(texts: TemplateStringsArray, ...values: readonly unknown[]): Statement {
  return { texts, values };
}

/** Converts a statement written for both databases, with a `?` for each value. */
export function shared(text: string, ...values: readonly unknown[]): Statement {
  return { texts: text.split('?'), values };
}

export function joined(statements: readonly Statement[], separator: string): Statement {
  return { texts: ['', ...statements.slice(1).map(() => separator), ''], values: statements };
}

/** Types by the names of columns. */
export type Columns = Readonly<Record<string, string>>;

/** Returns any number of rows as `row`, from one JSON text. */
export function recordsOf(columns: Columns, rows: readonly object[]): Statement {
  const described = Object.entries(columns).map((column) => column.join(' '));
  return {
    texts: ['json_to_recordset(', `::json) as row(${described.join(', ')})`],
    values: [JSON.stringify(rows)],
  };
}

export async function execute<Found>(database: Database, statement: Statement): Promise<Found[]> {
  const values: unknown[] = [];
  return (await database(written(statement, values), values)) as Found[];
}

/** Returns the rows of a single statement. */
export function rowsOf<Found>(run: Run, statement: Statement): Promise<Found[]> {
  return run((database) => execute<Found>(database, statement));
}

function written(statement: Statement, values: unknown[]): string {
  let text = statement.texts[0] ?? '';
  for (const [index, value] of statement.values.entries()) {
    text += isStatement(value) ? written(value, values) : `$${values.push(value)}`;
    text += statement.texts[index + 1] ?? '';
  }
  return text;
}

function isStatement(value: unknown): value is Statement {
  return typeof value === 'object' && value !== null && 'texts' in value;
}
