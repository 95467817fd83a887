/** A8: what was asked for was taken in, but nobody could carry it out in time. Asking again is harmless. */
export class BusyError extends Error {
  override readonly name = 'BusyError';
  constructor(designId: string) {
    super(`design ${designId} is busy`);
  }
}
