// What a command is given: the line it was asked with, the project, where to write.
import type { CommandLine } from './command-line.ts';
import type { Target } from './target.ts';

export interface CliStreams {
  readonly stdout: NodeJS.WriteStream | NodeJS.WritableStream;
  readonly stderr: NodeJS.WriteStream | NodeJS.WritableStream;
}

export interface CommandContext extends CliStreams {
  readonly line: CommandLine;
  readonly target: Target;
}
