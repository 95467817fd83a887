/** The request was stored, but nothing could carry it out in time (A8). Asking again is harmless. */
export class BusyError extends Error {
  override readonly name = 'BusyError';
  constructor(designId: string) {
    super(`design ${designId} is busy`);
  }
}
