// A run's events as lines for people.
import type { RunEvent } from '@headwater/runner';

export function progressText(event: RunEvent): string {
  switch (event.type) {
    case 'run-started':
      return event.assets.length === 0
        ? 'nothing to run: everything selected is fresh or external\n'
        : `run ${event.run}: ${event.assets.length} asset${event.assets.length === 1 ? '' : 's'}\n`;
    case 'step-started':
      return `  ▶ ${event.asset}\n`;
    case 'log':
      return `    ${event.asset} ${event.level === 'info' ? '' : `${event.level}: `}${event.message}\n`;
    case 'metadata':
      return '';
    case 'materialized': {
      const rows =
        event.rows === undefined ? '' : `, ${event.rows.toLocaleString('en-US')} row${event.rows === 1 ? '' : 's'}`;
      return `  ● ${event.asset} materialized in ${Math.round(event.durationMs)} ms${rows}\n`;
    }
    case 'step-failed': {
      const { message, file, line } = event.error;
      return `  ✕ ${event.asset} failed: ${message}${file === undefined ? '' : ` (${file}:${String(line)})`}\n`;
    }
    case 'step-skipped':
      return `  ○ ${event.asset} skipped: ${event.message}\n`;
    case 'step-cancelled':
      return `  ○ ${event.asset} cancelled: ${event.message}\n`;
    case 'run-finished': {
      const ends = Object.entries(event.counts).flatMap(([kind, count]) =>
        count > 0 ? [`${String(count)} ${kind}`] : [],
      );
      return `${event.status}: ${ends.join(', ') || 'nothing done'}\n`;
    }
  }
}
