// Is ready, and answers a ping that was never sent.
process.on('disconnect', () => process.exit(0));
process.send?.(JSON.stringify({ type: 'ready', version: 1, sessionId: process.argv[2] }));
process.send?.(JSON.stringify({ type: 'pong', beat: 1_000 }));
