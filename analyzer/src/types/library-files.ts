// TypeScript's own library files (lib.*.d.ts), which travel inside ts-morph: a project needs no TypeScript of its own.
import { Project } from 'ts-morph';

/** Where they seem to be; nothing is there on the disk. */
export const LIBRARY_FOLDER = '/node_modules/typescript/lib';

const inMemory = new Project({ useInMemoryFileSystem: true }).getModuleResolutionHost();

/** The text of one of them; undefined for every other file. */
export function libraryFile(path: string): string | undefined {
  return path.startsWith(`${LIBRARY_FOLDER}/`) && inMemory.fileExists(path) ? inMemory.readFile(path) : undefined;
}
