// Answers the editor when it asks for the picture: one at a time, told while it takes, and never without an answer.
import type { FromPage, ToPage } from '../protocol.ts';
import { exportPicture, type ExportSource } from './export-picture.ts';

export type ExportQuestion = Extract<ToPage, { type: 'export' }>;

export async function answerExport(
  page: ExportSource,
  { project, format }: ExportQuestion,
  post: (message: FromPage) => void,
): Promise<void> {
  const { exporting, announcement } = page.state;
  if (exporting.get()) return;
  exporting.set(true);
  announcement.set(`Exporting the picture as ${format.toUpperCase()}`);
  try {
    // A large picture takes the page for a moment: it says so before.
    await painted();
    post({ type: 'export', project, format, ...(await exportPicture(page, format)) });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    post({ type: 'export', project, format, data: null, note: `The picture could not be exported: ${why}` });
  } finally {
    exporting.set(false);
  }
}

/** Frames stand still on a page that nobody sees. */
function painted(): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => void setTimeout(resolve, 0);
    requestAnimationFrame(done);
    if (document.hidden) done();
  });
}
