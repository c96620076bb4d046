// Serves the page at the wanted port, or from 3030 at the first that is free.
import { CommandError } from '../command-error.ts';
import { servePage, type PageServer, type PageServerOptions } from './page-server.ts';

const FIRST_PORT = 3030;
const PORTS = 20;

/** @throws CommandError where the port is taken, or none is free. */
export async function openServer(port: number | undefined, options: PageServerOptions): Promise<PageServer> {
  const ports = port === undefined ? Array.from({ length: PORTS }, (_, n) => FIRST_PORT + n) : [port];
  for (const each of ports) {
    const server = await servePage(each, options).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') return error.code;
      throw error;
    });
    if (typeof server !== 'string') return server;
    if (port === undefined) continue;
    const why = server === 'EACCES' ? 'may not be used by you' : 'is in use by another process';
    throw failed(`Port ${port} ${why}: give another one, or leave out --port.`);
  }
  throw failed(
    `No port from ${FIRST_PORT} to ${FIRST_PORT + PORTS - 1} is free: give one with --port, or --port 0 for any.`,
  );
}

const failed = (message: string): CommandError => new CommandError({ code: 'failed', message, exitCode: 1 });
