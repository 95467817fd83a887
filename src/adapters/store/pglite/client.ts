import { PGlite } from '@electric-sql/pglite';

type Protocol = PGlite['execProtocol'];
type ProtocolStream = PGlite['execProtocolStream'];

/**
 * PGlite that can be asked anything after it has fallen. When PostgreSQL ends itself (PANIC or FATAL: most of all a
 * full disk while it writes its log), the next message would make PGlite spin for ever, and the whole process with it;
 * even the ROLLBACK that follows an error within a transaction. So the first such error is kept and thrown for
 * every later message. What was committed is there when the folder is opened again.
 */
export class PgliteClient extends PGlite {
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

  /** The database has ended itself: nothing may be asked of it any more, and it must not be closed. */
  get fallen(): boolean {
    return this.#fall !== null;
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

  async #watched<Answer>(answer: Promise<Answer>): Promise<Answer> {
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
