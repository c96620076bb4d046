// Answers the requests of the Hacker News API on this machine, with the made-up samples.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SAMPLES } from './samples.ts';

export async function serveSamples(): Promise<{ readonly origin: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    // Like the API, it answers with null when it knows nothing.
    const answer = SAMPLES[request.url ?? '/'] ?? null;
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo; // it listens on TCP
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((closed) => {
        server.closeAllConnections();
        server.close(() => closed());
      }),
  };
}
