// A run's events as lines for people.
import { shortRun } from '@headwater/graph';
import type { RunEvent } from '@headwater/runner';

export function progressText(event: RunEvent): string {
  switch (event.type) {
    case 'run-started':
      if (event.assets.length === 0)
        return event.parent === undefined
          ? 'nothing to run: everything selected is fresh or external\n'
          : `nothing to run: run ${event.parent} made all it set out to make\n`;
      return `run ${event.run}: ${event.assets.length} asset${event.assets.length === 1 ? '' : 's'}${event.parent === undefined ? '' : `, from the failure of ${event.parent}`}\n`;
    case 'step-started': {
      const again = event.attempt > 1 ? `, attempt ${String(event.attempt)}` : '';
      if (event.op !== undefined) return `    ▷ ${event.step}${again}\n`;
      return `  ▶ ${(event.assets ?? [event.asset]).join(', ')}${sliceOf(event)}${again}\n`;
    }
    case 'log':
      return `    ${event.op === undefined ? event.asset : event.step}${sliceOf(event)} ${event.level === 'info' ? '' : `${event.level}: `}${event.message}\n`;
    case 'progress':
      return `    ${event.asset}${sliceOf(event)} ${String(Math.round(event.fraction * 100))} %${event.message === undefined ? '' : ` ${event.message}`}\n`;
    case 'attempt-failed':
      return `    ${event.op === undefined ? event.asset : event.step}${sliceOf(event)} failed, attempt ${String(event.attempt)}: ${event.error.message}; again in ${duration(event.delayMs)}\n`;
    case 'op-finished':
      return event.reused
        ? `    ○ ${event.step}: its result of the earlier run stands\n`
        : `    ● ${event.step} in ${duration(event.durationMs)}\n`;
    case 'check':
      if (event.passed) return `    ✓ check ${event.check} of ${event.asset}${sliceOf(event)} passed\n`;
      return `    ✕ check ${event.check} of ${event.asset}${sliceOf(event)} failed${event.severity === 'warn' ? ' (a warning)' : ''}${event.message === undefined ? '' : `: ${event.message}`}\n`;
    case 'metadata':
    case 'observed':
      return '';
    case 'materialized': {
      const rows =
        event.rows === undefined ? '' : `, ${event.rows.toLocaleString('en-US')} row${event.rows === 1 ? '' : 's'}`;
      if (event.reused !== undefined)
        return `  ● ${event.asset}${sliceOf(event)} reused what run ${shortRun(event.reused.run)} made${rows}\n`;
      return `  ● ${event.asset}${sliceOf(event)} materialized in ${duration(event.durationMs)}${rows}\n`;
    }
    case 'step-failed': {
      const { message, file, line } = event.error;
      const place = file === undefined ? '' : ` (${file}:${String(line)})`;
      return event.op === undefined
        ? `  ✕ ${event.asset}${sliceOf(event)} failed: ${message}${place}\n`
        : `    ✕ ${event.step} failed: ${message}${place}\n`;
    }
    case 'step-skipped':
      return `  ○ ${event.asset}${sliceOf(event)} skipped: ${event.message}\n`;
    case 'step-cancelled':
      return `  ○ ${event.asset}${sliceOf(event)} cancelled: ${event.message}\n`;
    case 'run-finished': {
      const { reused = 0, ...counts } = event.counts;
      const ends = Object.entries(counts).flatMap(([kind, count]) => {
        if (count === 0) return [];
        const again = kind === 'materialized' && reused > 0 ? ` (${String(reused)} reused)` : '';
        return [`${String(count)} ${kind}${again}`];
      });
      const why = event.message === undefined ? '' : `: ${event.message}`;
      return `${event.status}: ${ends.join(', ') || 'nothing done'}${why}\n`;
    }
  }
}

/** ` 2026-08-01`, of what is made in partitions. */
const sliceOf = ({ partition }: { readonly partition?: string }): string =>
  partition === undefined ? '' : ` ${partition}`;

const duration = (ms: number): string => (ms < 1000 ? `${String(Math.round(ms))} ms` : `${(ms / 1000).toFixed(1)} s`);
