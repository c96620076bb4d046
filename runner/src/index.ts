// The door of the runner: what the terminal and the host process compose.
export { createHost, type Host, type HostOptions } from './host/host.ts';
export { HostRefusal } from './host/host-refusal.ts';
export { lastingClient, type LastingClient } from './host/lasting-client.ts';
export { openProject, withProject } from './host/open-project.ts';
export type { ProjectClient } from './host/project-client.ts';
export { serveStdio } from './host/stdio-door.ts';
export type { Describe, DescribedProject } from './describe.ts';
export type * from './automation-protocol.ts';
export type * from './protocol.ts';
export { materializeInMemory } from './in-process/materialize-in-memory.ts';
export { materializeStored } from './in-process/materialize-stored.ts';
