// What tests of `headwater dev` share: a browser for all of a file, and the end of everything that one of them began.
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { launchBrowser, openPage } from './dev-page.ts';
import { startDev, type Dev } from './dev-process.ts';
import { makeProject, type TestProject } from './project.ts';

export interface DevFixture {
  make(files: Readonly<Record<string, string>>): TestProject;
  dev(project: TestProject, ...args: string[]): Promise<Dev>;
  open(address: string): Promise<{ page: Page; complaints: string[] }>;
  /** Done after the test, before its project goes. */
  atEnd(end: () => void): void;
}

/** Called at the top of a test file. */
export function devFixture(): DevFixture {
  let browser: Browser;
  const ends: (() => void)[] = [];
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());
  afterEach(() => {
    for (const end of ends.splice(0).reverse()) end();
  });
  return {
    make(files) {
      const project = makeProject(files);
      ends.push(project.remove);
      return project;
    },
    async dev(project, ...args) {
      const started = await startDev(project, ...args);
      ends.push(started.kill);
      return started;
    },
    open: (address) => openPage(browser, address),
    atEnd: (end) => void ends.push(end),
  };
}
