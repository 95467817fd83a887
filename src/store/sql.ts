/**
 * SQL with its values apart, so that one text serves both databases: values never become text.
 *
 * @example query(sql`select version from designs where id = ${id}`)
 */

export type Value = string | number | Uint8Array | null;

export class Sql {
  /** One more than there are values, which stand between them. */
  readonly parts: readonly string[];
  readonly values: readonly Value[];
  constructor(parts: readonly string[], values: readonly Value[]) {
    this.parts = parts;
    this.values = values;
  }

  /** `placeholder`: of the n-th value, from 1 on. */
  textWith(placeholder: (n: number) => string): string {
    return this.parts.reduce((text, part, n) => text + placeholder(n) + part);
  }
}

/** A template in a template becomes a part of it. */
export function sql(strings: TemplateStringsArray, ...inserted: readonly (Value | Sql)[]): Sql {
  return concatenate(
    strings.flatMap((text, n) => {
      const next = inserted[n];
      if (next === undefined) return [new Sql([text], [])];
      return [
        new Sql([text], []),
        next instanceof Sql ? next : new Sql(['', ''], [storable(next)]),
      ];
    }),
  );
}

/** Postgres refuses a NUL in a text, and SQLite compares no further. In JSON it is escaped. */
function storable(value: Value): Value {
  return typeof value === 'string' ? value.replaceAll('\0', '\ufffd') : value;
}

export function join(pieces: readonly Sql[], separator: string): Sql {
  const between = new Sql([separator], []);
  return concatenate(pieces.flatMap((piece, n) => (n === 0 ? [piece] : [between, piece])));
}

function concatenate(pieces: readonly Sql[]): Sql {
  const parts = [''];
  for (const piece of pieces) {
    const [first = '', ...others] = piece.parts;
    parts.push(`${parts.pop()}${first}`, ...others);
  }
  return new Sql(
    parts,
    pieces.flatMap((piece) => piece.values),
  );
}
