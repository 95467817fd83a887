// Is ready, and then sends what is not JSON.
process.on('disconnect', () => process.exit(0));
process.send?.(JSON.stringify({ type: 'ready', version: 1, sessionId: process.argv[2] }));
process.send?.('{"type": "pong", ');
