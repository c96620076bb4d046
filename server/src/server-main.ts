// The language server's process: speaks LSP over `--stdio`, `--node-ipc`, `--socket` or `--pipe` until its client is gone.
import { ProposedFeatures, createConnection } from 'vscode-languageserver/node';
import { startServer } from './start-server.ts';

// Over stdio the stream's end says that the client is gone; over IPC the channel does; else the client's process id.
process.on('disconnect', () => process.exit(1));
startServer(createConnection(ProposedFeatures.all));
