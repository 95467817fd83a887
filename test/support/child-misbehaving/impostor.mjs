// Says that it is ready as somebody else.
process.on('disconnect', () => process.exit(0));
const sessionId = 'ses_00000000-0000-7000-8000-000000000000';
process.send?.(JSON.stringify({ type: 'ready', version: 1, sessionId }));
