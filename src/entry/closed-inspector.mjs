// Without a listener for this signal, Node would open its inspector on a port that needs no token.
// Every process imports this file first. (The flag `--disable-sigusr1` does the same, but does not
// work for a program started by its name.)
process.on('SIGUSR1', () => undefined);
