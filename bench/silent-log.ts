const silent = (): void => undefined;

/** A benchmark prints its table and nothing else. */
export const silentLog = { debug: silent, info: silent, warn: silent, error: silent };
