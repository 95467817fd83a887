const silent = (): void => undefined;

/** For what prints something of its own, and nothing else. */
export const silentLog = { debug: silent, info: silent, warn: silent, error: silent };
