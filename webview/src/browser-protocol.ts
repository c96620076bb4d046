// What the page in a browser and its server say to each other beside the messages: they come as events, and what the page asks is posted.
import type { FromPage } from './protocol.ts';

/** What is posted to `say`; the stream `events?page=…` of the same page was opened before. */
export interface BrowserRequest {
  /** The page's own name for itself. */
  readonly page: string;
  readonly message: FromPage;
  /** The person was asked, and wants it. */
  readonly sure?: boolean;
}

/** What the browser is to do about it; where nothing is left to do, nothing. */
export interface BrowserAnswer {
  /** Opens an address of another application: the code in the editor. */
  readonly open?: string;
  /** Tells the person. */
  readonly tell?: string;
  /** Asks the person; who wants it sends the same once more. */
  readonly ask?: string;
}
