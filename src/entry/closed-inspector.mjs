// Node opens its inspector, on a port that needs no token, when a process gets this signal without a listener. This import is
// the listener, in every process that begins with it. (The flag `--disable-sigusr1` does the same, but not where a program is
// started by its name.)
process.on('SIGUSR1', () => undefined);
