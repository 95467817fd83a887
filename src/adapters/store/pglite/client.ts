import { PGlite, parse, protocol, type QueryOptions, type Results } from '@electric-sql/pglite';

type Protocol = PGlite['execProtocol'];
type ProtocolStream = PGlite['execProtocolStream'];
type Answer = Awaited<ReturnType<ProtocolStream>>;

interface Prepared {
  readonly name: string;
  readonly parameterTypes: readonly number[];
  /** The description of its rows, in the form in which it stands before them in an answer. */
  readonly description: Answer;
}

/** Statements that are kept prepared; there are fewer than this, unless one is made of parts that vary freely. */
const MAX_PREPARED = 200;
const { bind, describe, execute, parse: prepare, sync } = protocol.serialize;

/**
 * PGlite with two additions.
 *
 * It accepts queries after it has failed. When PostgreSQL ends itself (PANIC or FATAL: most of all a full disk while it
 * writes its log), the next message would make PGlite spin for ever, and the whole process with it; even the ROLLBACK
 * that follows an error within a transaction. So the first such error is kept and thrown for every later message. What
 * was committed is there when the folder is opened again.
 *
 * And it keeps statements prepared, and sends each in one message instead of six: of the 0.9 ms that a commit took,
 * parsing and planning were 0.6.
 */
export class PgliteClient extends PGlite {
  readonly #prepared = new Map<string, Prepared>();
  #fall: unknown = null;

  /** Opens the folder, and makes it if it is not there. */
  static async open(path: string): Promise<PgliteClient> {
    const client = new PgliteClient(path);
    await client.waitReady;
    // PGlite copies this table of 318 array types for every query that brings a parser of its own, as all of drizzle's
    // do: 95 µs where the query itself takes 70. No column here is an array, and the others have a default parser.
    client.parsers = {};
    return client;
  }

  /**
   * Why the database has ended itself, and `null` while it has not. Afterwards nothing can be asked of it any more, and
   * it must not be closed.
   */
  get fall(): unknown {
    return this.#fall;
  }

  override async query<Row>(
    text: string,
    parameters: unknown[] = [],
    options: QueryOptions = {},
  ): Promise<Results<Row>> {
    if (this.#prepared.size >= MAX_PREPARED && !this.#prepared.has(text)) {
      return super.query<Row>(text, parameters, options);
    }
    await this._checkReady();
    return this._runExclusiveTransaction(() =>
      this._runExclusiveQuery(() => this.#queryPrepared<Row>(text, parameters, options)),
    );
  }

  override execProtocolRawSync(message: Uint8Array): Uint8Array {
    if (this.#fall !== null) throw this.#fall;
    return super.execProtocolRawSync(message);
  }

  override execProtocol(...message: Parameters<Protocol>): ReturnType<Protocol> {
    return this.#watched(super.execProtocol(...message));
  }

  override execProtocolStream(...message: Parameters<ProtocolStream>): ReturnType<ProtocolStream> {
    return this.#watched(super.execProtocolStream(...message));
  }

  async #queryPrepared<Row>(
    text: string,
    parameters: unknown[],
    options: QueryOptions,
  ): Promise<Results<Row>> {
    const statement = this.#prepared.get(text) ?? (await this.#prepare(text));
    const values = parameters.map((value, index) => {
      if (value === null || value === undefined) return null;
      return this.serializers[statement.parameterTypes[index] ?? 0]?.(value) ?? String(value);
    });
    const answer = await this.execProtocolStream(
      Buffer.concat([bind({ statement: statement.name, values }), execute(), sync()]),
    );
    const [results] = parse.parseResults([...statement.description, ...answer], this.parsers, options);
    return results as Results<Row>;
  }

  async #prepare(text: string): Promise<Prepared> {
    const name = `s${this.#prepared.size}`;
    const answer = await this.execProtocolStream(
      Buffer.concat([prepare({ name, text }), describe({ type: 'S', name }), sync()]),
    );
    const statement = {
      name,
      parameterTypes: parse.parseDescribeStatementResults(answer),
      description: answer.filter((message) => message.name === 'rowDescription'),
    };
    this.#prepared.set(text, statement);
    return statement;
  }

  async #watched<Result>(answer: Promise<Result>): Promise<Result> {
    try {
      return await answer;
    } catch (error) {
      if (isFall(error)) this.#fall ??= error;
      throw error;
    }
  }
}

function isFall(error: unknown): boolean {
  if (!(error instanceof Error) || !('severity' in error)) return false;
  return error.severity === 'PANIC' || error.severity === 'FATAL';
}
