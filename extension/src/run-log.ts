// Writes into the output channel what a host says: which Node and which headwater run, steps, logs, and what went wrong.
import type { LogOutputChannel } from 'vscode';
import { eventLine } from './event-line.ts';
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
    if (news.type !== 'event') return;
    const { level, text } = eventLine(news.event);
    output[level](text);
  });
}
