// Writes into the output channel what a host says: which Node and which headwater run, steps, logs, and what went wrong.
import type { LogOutputChannel } from 'vscode';
import type { RunEvent } from '@headwater/runner/protocol';
import { describeDecision } from './node-choice.ts';
import type { RunnerClient } from './runner-client.ts';

export function logRunner({
  runner,
  name,
  output,
}: {
  runner: RunnerClient;
  name: string;
  output: LogOutputChannel;
}): void {
  runner.launched.on((decision) => {
    if (decision.nodes) for (const line of describeDecision(decision.nodes)) output.info(`[${name}] ${line}`);
  });
  runner.changed.on((state) => {
    if (state.state === 'ready') {
      const { headwater, node, pid, project, owner, notices } = state.hello;
      const role = owner ? '' : ', attached to the process that owns this project';
      output.info(`[${name}] headwater ${headwater} runs ${project} with Node ${node} (process ${pid}${role})`);
      for (const notice of notices) output.warn(`[${name}] ${notice}`);
    }
    if (state.state === 'waiting') output.warn(`[${name}] The runner host ended; it is started again.`);
    if (state.state === 'unavailable') output.warn(`[${name}] ${state.message}`);
  });
  runner.printed.on((line) => output.info(`[${name}] ${line}`));
  runner.news.on((news) => {
    if (news.type === 'notice') output.warn(`[${name}] ${news.message}`);
    if (news.type === 'event') logEvent(output, news.event);
  });
}

function logEvent(output: LogOutputChannel, event: RunEvent): void {
  switch (event.type) {
    case 'run-started':
      return output.info(`Run ${event.run}: ${event.assets.join(', ')}`);
    case 'step-started':
      return output.debug(`${event.asset}: started`);
    case 'log':
      return output[event.level](`${event.asset}: ${event.message}`);
    case 'metadata':
      return output.debug(`${event.asset}: metadata ${JSON.stringify(event.metadata)}`);
    case 'materialized':
      return output.info(
        `${event.asset}: materialized in ${Math.round(event.durationMs)} ms${event.rows === undefined ? '' : `, ${event.rows} rows`}`,
      );
    case 'step-failed':
      return output.error(`${event.asset}: ${event.error.stack ?? event.error.message}`);
    case 'step-skipped':
    case 'step-cancelled':
      return output.warn(`${event.asset}: ${event.message}`);
    case 'run-finished': {
      const { materialized, failed, skipped, cancelled } = event.counts;
      const words = Object.entries({ materialized, failed, skipped, cancelled }).filter(([, count]) => count > 0);
      const counted = words.map(([word, count]) => `${count} ${word}`).join(', ');
      return output.info(
        `Run ${event.run}: ${event.status}${counted ? ` (${counted})` : ''}${event.message ? `: ${event.message}` : ''}`,
      );
    }
  }
}
