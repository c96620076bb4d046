// One line of the output channel for each event of a run, with the level it has there.
import { formatMetadata, shortRun, type Metadata } from '@headwater/graph';
import type { LogLevel, RunEvent } from '@headwater/runner/protocol';
import { delayWords } from '@headwater/runner/protocol';

export interface EventLine {
  readonly level: LogLevel;
  readonly text: string;
}

export function eventLine(event: RunEvent): EventLine {
  switch (event.type) {
    case 'run-started': {
      const after = event.parent === undefined ? '' : ` (from the failure of ${event.parent})`;
      return info(`Run ${event.run}${after}: ${event.assets.join(', ')}`);
    }
    case 'step-started': {
      const what = event.assets && event.assets.length > 1 ? event.assets.join(', ') : nameOf(event);
      return event.attempt > 1 ? info(`${what}: attempt ${event.attempt}`) : debug(`${what}: started`);
    }
    case 'attempt-failed': {
      const { attempt, delayMs, error } = event;
      return warn(`${nameOf(event)}: attempt ${attempt} failed, again in ${delayWords(delayMs)}: ${error.message}`);
    }
    case 'progress': {
      const percent = `${Math.round(event.fraction * 100)} %`;
      return debug(`${nameOf(event)}: ${percent}${event.message === undefined ? '' : ` ${event.message}`}`);
    }
    case 'op-finished':
      return event.reused
        ? info(`${nameOf(event)}: the result of an earlier run stands`)
        : info(`${nameOf(event)}: done in ${delayWords(event.durationMs)}`);
    case 'log':
      return { level: event.level, text: `${nameOf(event)}: ${event.message}` };
    case 'metadata':
      return debug(`${event.asset}: ${factsOf(event.metadata)}`);
    case 'materialized': {
      const rows = event.rows === undefined ? '' : `, ${event.rows} rows`;
      if (event.reused) return info(`${event.asset}: what run ${shortRun(event.reused.run)} made is reused${rows}`);
      return info(`${event.asset}: materialized in ${delayWords(event.durationMs)}${rows}`);
    }
    case 'check': {
      const why = [event.message, factsOf(event.metadata)].filter((part) => part !== undefined && part !== '');
      const text = `${event.asset}: check ${event.check} ${event.passed ? 'passed' : 'failed'}`;
      const level = event.passed ? 'info' : event.severity;
      return { level, text: why.length === 0 ? text : `${text}: ${why.join(', ')}` };
    }
    case 'observed':
      return info(`${event.asset}: holds version ${event.dataVersion}`);
    case 'step-failed':
      return { level: 'error', text: `${nameOf(event)}: ${event.error.stack ?? event.error.message}` };
    case 'step-skipped':
    case 'step-cancelled':
      return warn(`${event.asset}: ${event.message}`);
    case 'run-finished': {
      const { materialized, failed, skipped, cancelled } = event.counts;
      const words = Object.entries({ materialized, failed, skipped, cancelled }).filter(([, count]) => count > 0);
      const counted = words.map(([word, count]) => `${count} ${word}`).join(', ');
      return info(
        `Run ${event.run}: ${event.status}${counted ? ` (${counted})` : ''}${event.message ? `: ${event.message}` : ''}`,
      );
    }
  }
}

/** An asset, or one step of a graph asset: `sales.parse`. */
function nameOf({ asset, op }: { readonly asset: string; readonly op?: string }): string {
  return op === undefined ? asset : `${asset}.${op}`;
}

function factsOf(metadata: Metadata): string {
  return Object.entries(metadata)
    .map(([name, value]) => `${name}: ${formatMetadata(value)}`)
    .join(', ');
}

const debug = (text: string): EventLine => ({ level: 'debug', text });
const info = (text: string): EventLine => ({ level: 'info', text });
const warn = (text: string): EventLine => ({ level: 'warn', text });
