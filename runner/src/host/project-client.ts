// The one way to a project's host, whoever owns the project.
import type { HostMessage, HostMethod, HostMethods } from '../protocol.ts';

export interface ProjectClient {
  readonly owner: boolean;
  request<M extends HostMethod>(method: M, params: HostMethods[M]['params']): Promise<HostMethods[M]['result']>;
  listen(listener: (message: HostMessage) => void): () => void;
  /** Starts a worker before it is needed; nothing on a connection to another owner. */
  warm(): void;
  /** Files of the project were saved: an owner looks at what runs by itself because of them. */
  saved(): void;
  /** Resolves when this client can answer nothing any more: its owner is gone or, where it owns the project itself, its lock is. */
  readonly gone: Promise<void>;
  /** An owner lets what runs end first, and tells its clients. */
  close(): Promise<void>;
}
