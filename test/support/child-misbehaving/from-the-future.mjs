// Speaks a version of the protocol that nobody here knows.
process.on('disconnect', () => process.exit(0));
process.send?.(JSON.stringify({ type: 'ready', version: 99, sessionId: process.argv[2] }));
