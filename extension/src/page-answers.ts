// Answers what a Lineage page asks about one asset: its first rows, its history, why it ran by itself or did not.
import type { FromPage, ToPage } from '@headwater/webview/protocol';
import type { PageQuestion, PageRequests } from './page-requests.ts';

export function isQuestion(message: FromPage): message is PageQuestion {
  return message.type === 'preview' || message.type === 'history' || message.type === 'why';
}

export async function pageAnswer(question: PageQuestion, requests: PageRequests): Promise<ToPage> {
  const { project, key } = question;
  switch (question.type) {
    case 'preview':
      return { type: 'preview', project, key, ...(await requests.preview({ project, key })) };
    case 'why': {
      const { evaluation, message } = await requests.why({ project, key });
      return { type: 'why', project, key, evaluation, message };
    }
    case 'history': {
      const { before = null } = question;
      const answer = await requests.history({ project, key, ...(before !== null && { before }) });
      return { type: 'history', project, key, before, ...answer };
    }
  }
}
