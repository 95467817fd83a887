// Lives as long as its channel, and never says that it is ready.
import './channel.mjs';
