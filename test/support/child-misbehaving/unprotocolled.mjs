// Is ready, and then says something that is not in the protocol.
process.on('disconnect', () => process.exit(0));
process.send?.(JSON.stringify({ type: 'ready', version: 1, sessionId: process.argv[2] }));
process.send?.(JSON.stringify({ type: 'run_command', command: 'id' }));
