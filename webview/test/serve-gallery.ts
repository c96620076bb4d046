// Before the tests of the page: the gallery is built and served once for all their files.
import type { TestProject } from 'vitest/node';
import { startGallery } from './gallery-server.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the gallery is served. */
    readonly gallery: string;
  }
}

export default async function serveGallery(project: TestProject): Promise<() => Promise<void>> {
  const server = await startGallery();
  project.provide('gallery', server.origin);
  return () => server.close();
}
