// What every LSP feature is: what it can do, and how it answers a client; features know sessions, not documents.
import type {
  Connection,
  InitializeParams,
  ServerCapabilities,
  TextDocumentPositionParams,
} from 'vscode-languageserver/node';
import type { AssetName } from '@headwater/analyzer';
import type { ProjectSession } from './project-session.ts';

export interface Feature {
  /** Told to the client in the answer to `initialize`. */
  readonly capabilities: ServerCapabilities;
  /** Sets the handlers of its requests. */
  register(connection: Connection, host: FeatureHost): void;
}

/** What features may ask; each answer is of the source as it is, unsaved texts included. */
export interface FeatureHost {
  /** The project a document belongs to, once its analysis is that of the text; null outside any project. */
  sessionAt(uri: string): Promise<FileInSession | null>;
  /** The asset a name or a key at the position stands for, with its node. */
  nameAt(params: TextDocumentPositionParams): Promise<NamedAsset | null>;
  /** Every project, once its analysis is that of the source. */
  sessions(): Promise<readonly ProjectSession[]>;
  /** As the client wrote it, where the file is open there. */
  uriOf(path: string): string;
  /** Its version where the file is open; null where the disk counts. */
  versionOf(path: string): number | null;
  /** The editor's text, when the file is open. */
  openText(path: string): string | undefined;
  /** Epoch milliseconds. */
  now(): number;
  /** What the client said of itself. */
  client(): InitializeParams;
}

export interface FileInSession {
  readonly session: ProjectSession;
  /** Absolute, with `/`. */
  readonly path: string;
}

export interface NamedAsset extends FileInSession {
  readonly name: AssetName;
  /** Where the asset stands, lines from 0 in the text as it is now. */
  readonly target: NonNullable<ReturnType<ProjectSession['node']>>;
}
